from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "hometeam.sample"
    default_auto_field = "django.db.models.BigAutoField"
