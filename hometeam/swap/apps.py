from django.apps import AppConfig


class SwapConfig(AppConfig):
    name = "hometeam.swap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every page learns, in a query of its own making, whether a loop waits for the member one acts for."""
        from hometeam.members.access import tell_with_members
        from hometeam.swap.queries.loops import LOOPS_WAIT, waits_for_an_answer

        tell_with_members(LOOPS_WAIT, waits_for_an_answer)
