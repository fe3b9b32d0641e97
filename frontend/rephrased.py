"""Texts of django-allauth that we say in our own words.

Its Polish speaks to men only, and in one place says that a password was removed when a security key was.
Named here, these texts stand in our catalogue, which wins over its own. Nothing imports this file.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

TEXTS = (
    _("A security key has been removed."),
    _("Added on %(created_at)s"),
    _("Are you sure?"),
    _("Be patient, you are sending too many requests."),
    _("Email Removed"),
    _("Email address %(deleted_email)s has been removed from your account."),
    _("Enter Password Reset Code"),
    _("Enter your password:"),
    _("Forgot your password?"),
    _(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing you "
        "to reset it."
    ),
    _("I have saved my recovery codes"),
    _(
        "If you choose to trust this browser, you will not be asked for a verification code the next time "
        "you sign in."
    ),
    _("Passkey"),
    _("Please Confirm Your Email Address"),
    _("Please reauthenticate to safeguard your account."),
    _("Request Code"),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("Two-Factor Authentication"),
    _("View"),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise "
        "contact us if you do not receive it in a few minutes."
    ),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are already logged in as %(user_display)s."),
    ngettext_lazy(
        "You have added %(count)s security key.", "You have added %(count)s security keys.", "count"
    ),
    _(
        "You're receiving this email because user %(user_display)s has given your email address to register "
        "an account on %(site_domain)s."
    ),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your "
        "user account.\nIt can be safely ignored if you did not request a password reset. Click the link "
        "below to reset your password."
    ),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
)
