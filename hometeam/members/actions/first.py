"""The first person of a new installation: whoever reads the terminal that it was started on."""

from __future__ import annotations

from django.db import transaction

from hometeam.members.actions.accounts import one_time_link
from hometeam.members.models import Person

# Nobody can have an address that ends so (RFC 2606): no letter leaves until its person has written their own.
NOBODYS_ADDRESS = "organiser@hometeam.invalid"


@transaction.atomic
def first_organiser_link() -> str:
    """The path of a page that signs in, once, the person who runs this installation, made now if nobody does."""
    person = Person.objects.filter(is_operator=True, is_active=True).order_by("pk").first()
    if person is None:
        person = Person.objects.create_user(
            NOBODYS_ADDRESS, is_operator=True, notice_choice=Person.Notices.NEVER, language=""
        )
    return one_time_link(person=person)
