"""The first words on the terminal: where Hometeam is, and a way in that works once."""

from argparse import Namespace

from hometeam.foundation.verbs import Trouble


def load_demo() -> None:
    """Loads the sample community into an empty installation; one with people in it is left as it is."""
    from hometeam.cli.parser import verb
    from hometeam.members.models import Person

    if Person.objects.exists():
        return
    demo = verb("demo")
    if demo is None:
        raise Trouble("this installation has no sample community to load.")
    demo.run(Namespace())


def greeting(*, demo: bool) -> str:
    """What to print once the web server answers; the link in it is made now, so it is fresh."""
    from django.conf import settings
    from django.db import connections

    lines = [f"Hometeam is at {settings.PUBLIC_URL}"]
    if path := _way_in(demo=demo):
        lines += ["", "Sign in as the organiser with this link (it works once, within a day):", f"  {settings.PUBLIC_URL}{path}"]
    connections.close_all()
    return "\n".join(["", *lines, "", "Stop with Ctrl-C.", ""])


def _way_in(*, demo: bool) -> str:
    """A one-time path for the sample's organiser, or for the first person of an empty installation; "" for everybody else."""
    from hometeam.members import actions
    from hometeam.members.models import OrganiserSeat, Person

    if not Person.objects.exclude(is_active=False).exists():
        return actions.first_organiser_link()
    if not demo:
        return ""
    seats = OrganiserSeat.objects.select_related("person").order_by("-community__is_sample", "pk")
    seat = seats.first()
    return actions.one_time_link(seat.person) if seat else ""
