from django.apps import AppConfig


class FitConfig(AppConfig):
    name = "hometeam.fit"
    default_auto_field = "django.db.models.BigAutoField"
