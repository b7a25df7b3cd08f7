"""The first words on the terminal: where Hometeam is, and a way in that works once."""

from argparse import Namespace

from hometeam.foundation.verbs import Trouble


def load_demo() -> None:
    """Loads the sample community into an empty installation; one with a community in it is left as it is."""
    from hometeam.cli.parser import verb
    from hometeam.members.models import Community

    if Community.objects.exists():
        return
    demo = verb("demo")
    if demo is None:
        raise Trouble("this installation has no sample community to load.")
    demo.run(Namespace())


def greeting(*, demo: bool) -> str:
    """What to print once the web server answers."""
    from django.conf import settings
    from django.db import connections

    lines = [f"Hometeam is at {settings.PUBLIC_URL}"]
    if path := _way_in(demo=demo):
        lines += [
            "",
            "Sign in as the organiser with this link (it works once, within a day):",
            f"  {settings.PUBLIC_URL}{path}",
        ]
    connections.close_all()
    return "\n".join(["", *lines, "", "Stop with Ctrl-C.", ""])


def _way_in(*, demo: bool) -> str:
    """A one-time path for the first organiser until there is one, or for the sample's organiser; else ""."""
    from hometeam.members import actions
    from hometeam.members.models import OrganiserSeat

    if not OrganiserSeat.objects.exists():
        return actions.first_organiser_link()
    seats = OrganiserSeat.objects.filter(community__is_sample=True).select_related("person").order_by("pk")
    seat = seats.first() if demo else None
    return actions.one_time_link(person=seat.person) if seat else ""
