from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "hometeam.foundation"
    default_auto_field = "django.db.models.BigAutoField"
