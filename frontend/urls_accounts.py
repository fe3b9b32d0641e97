"""Addresses of employers' bank accounts, of the de minimis aid they received, and of euro rates."""

from django.urls import path

from .views import aid, payout

urlpatterns = [
    path("payout/", payout.payout_accounts, name="payout_accounts"),
    path("employers/<int:pk>/account/", payout.employer_account, name="employer_account"),
    path("employers/<int:pk>/account/change/", payout.account_change, name="account_change"),
    path(
        "employers/<int:pk>/account/<int:account_pk>/confirm/", payout.account_confirm, name="account_confirm"
    ),
    path("employers/<int:pk>/account/<int:account_pk>/refuse/", payout.account_refuse, name="account_refuse"),
    path("employers/<int:pk>/aid/", aid.employer_aid, name="employer_aid"),
    path("employers/<int:pk>/aid/export/", aid.aid_export, name="aid_export"),
    path("employers/<int:pk>/aid/<int:aid_pk>/cancel/", aid.aid_cancel, name="aid_cancel"),
    path("euro/", aid.euro_rates, name="euro_rates"),
]
