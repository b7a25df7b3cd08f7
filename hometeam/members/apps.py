from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "hometeam.members"
    default_auto_field = "django.db.models.BigAutoField"
