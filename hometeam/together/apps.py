from django.apps import AppConfig


class TogetherConfig(AppConfig):
    name = "hometeam.together"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the playbook at once, so that a wrong file stops the start and not a member's page."""
        from hometeam.together.playbook import kinds

        kinds()
