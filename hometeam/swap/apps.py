from django.apps import AppConfig


class SwapConfig(AppConfig):
    name = "hometeam.swap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every page learns, in a query of its own making, whether a loop is proposed to the member one acts for."""
        from hometeam.members.access import tell_with_members
        from hometeam.swap.queries.loops import LOOPS_WAIT, is_in_one_that_waits

        tell_with_members(LOOPS_WAIT, is_in_one_that_waits)
