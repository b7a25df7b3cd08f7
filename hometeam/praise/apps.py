from django.apps import AppConfig


class PraiseConfig(AppConfig):
    name = "hometeam.praise"
    default_auto_field = "django.db.models.BigAutoField"
