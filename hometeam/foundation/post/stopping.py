"""Ending mail without signing in: the link in each letter, and the one click of RFC 8058."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.urls import reverse

from hometeam.foundation import tokens
from hometeam.foundation.post.paper import absolute

PURPOSE = "stop-mail"
VALID_FOR = timedelta(days=365)


def stop_url(person_id: int) -> str:
    """The absolute address at which this person changes how they are told, from any mail, for a year."""
    token = tokens.make(PURPOSE, {"person": person_id}, VALID_FOR)
    return absolute(reverse("foundation:stop", args=[token]))


def stop_headers(url: str) -> dict[str, str]:
    """The headers that let a mail program unsubscribe with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def choose(token: str, choice: str) -> None:
    """Let the token's person be told "now", "daily" or (anything else) "never". Raises tokens.Bad or tokens.Expired."""
    person_id = int(tokens.read(PURPOSE, token)["person"])
    get_user_model().objects.filter(pk=person_id).update(
        notice_choice=choice if choice in ("now", "daily") else "never"
    )


def chosen(token: str) -> str:
    """How the person whom the token names is told now; raises tokens.Bad or tokens.Expired."""
    person_id = int(tokens.read(PURPOSE, token)["person"])
    found = get_user_model().objects.filter(pk=person_id).values_list("notice_choice", flat=True).first()
    if found is None:
        raise tokens.Bad(PURPOSE)
    return str(found)
