from django.apps import AppConfig


class OrganiseConfig(AppConfig):
    name = "hometeam.organise"
    default_auto_field = "django.db.models.BigAutoField"
