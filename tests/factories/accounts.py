"""People who log in, for tests. Every password is PASSWORD, every address is verified."""

import factory
from allauth.account.models import EmailAddress

from base.accounts.domain.invitations import FreshInvitation, invite_member
from base.accounts.enums import Role
from base.accounts.models import Membership, User
from base.audit.actor import Robot
from tests.factories.organisations import CentreFactory

PASSWORD = "warm-thread-crossing"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(kwargs.pop("email"), PASSWORD, **kwargs)

    @factory.post_generation
    def verified(user, create, extracted, **kwargs):  # noqa: N805 - factory_boy hands over the user
        if create and extracted is not False:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(CentreFactory)
    role = Role.COORDINATOR


def invitation(
    organisation=None, *, email="new@example.org", role=Role.COORDINATOR, **kwargs
) -> FreshInvitation:
    """An open invitation and its token, through the verb."""
    return invite_member(organisation or CentreFactory(), email=email, role=role, by=Robot("test"), **kwargs)
