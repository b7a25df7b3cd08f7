from django.apps import AppConfig


class SwapConfig(AppConfig):
    name = "hometeam.swap"
    default_auto_field = "django.db.models.BigAutoField"
