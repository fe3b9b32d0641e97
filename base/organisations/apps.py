from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "base.organisations"
    label = "organisations"
