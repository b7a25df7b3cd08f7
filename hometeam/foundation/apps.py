from django.apps import AppConfig
from django.db.backends.signals import connection_created


class FoundationConfig(AppConfig):
    name = "hometeam.foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hometeam.foundation.alphabet import teach

        connection_created.connect(teach, dispatch_uid="hometeam.foundation.alphabet")
