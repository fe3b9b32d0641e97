"""The room of pages: every HTML page, fragment and socket. It has no tables."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from base.accounts.models import User


class FrontendConfig(AppConfig):
    name = "frontend"
    label = "frontend"
    verbose_name = _("pages")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.db.models.signals import post_save

        from base.accounts.models import User
        from frontend import relay

        user_logged_in.connect(_claim_held_forms, dispatch_uid="frontend.claim_held_forms")
        user_logged_out.connect(_close_sockets, dispatch_uid="frontend.close_sockets")
        post_save.connect(_look_again, sender=User, dispatch_uid="frontend.look_again")
        relay.listen()


class AdminConfig(DjangoAdminConfig):
    """Django's admin, behind our log-in."""

    default_site = "frontend.admin_site.AdminSite"


def _claim_held_forms(*, request: "HttpRequest", user: "User", **_kwargs: object) -> None:
    from base.accounts.middleware import begin_visit
    from frontend.family import forget_family
    from frontend.held import claim

    begin_visit(request, user)
    claim(request, user)
    forget_family(request)


def _close_sockets(*, request: "HttpRequest", user: "User | None", **_kwargs: object) -> None:
    from frontend.relay import session_ended

    if user is not None and request.session.session_key:
        session_ended(user.pk, request.session.session_key)


def _look_again(*, instance: "User", **_kwargs: object) -> None:
    from django.db import transaction

    from frontend.relay import look_again

    transaction.on_commit(lambda: look_again(instance.pk))
