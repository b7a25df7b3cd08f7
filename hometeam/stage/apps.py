from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "hometeam.stage"
    default_auto_field = "django.db.models.BigAutoField"
