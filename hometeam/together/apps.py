from django.apps import AppConfig


class TogetherConfig(AppConfig):
    name = "hometeam.together"
    default_auto_field = "django.db.models.BigAutoField"
