"""Sign-in by e-mailed code: what allauth asks of us."""

from __future__ import annotations

import secrets
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import post
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.actions.accounts import known_address
from hometeam.members.models import Person


@prepared
def _people(pk: Given) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)


class Door(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Allauth's sign-in; who it is that a session belongs to is looked up with a read that is composed once."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, unless they are gone or may not come in any more."""
        person: Person | None = next(iter(_people(pk=user_id)), None)
        return person if person is not None and self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Letters go through the post, as everything does; nobody needs more than an e-mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("That is not the code. Type it as it stands in the newest letter from us."),
        "too_many_login_attempts": _(
            "Three codes did not fit. Ask for a new one here; if no letter comes, wait a few minutes and ask again."
        ),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter that allauth's template says; its words are erased once it has been sent."""
        written: EmailMessage = self.render_mail(template_prefix, email, context)
        html = ""
        if isinstance(written, EmailMultiAlternatives):
            html = next((str(content) for content, kind in written.alternatives if kind == "text/html"), "")
        post.send_letter(
            to=email,
            key=f"members.signin:{secrets.token_urlsafe(16)}",
            subject=str(written.subject),
            text=str(written.body),
            html=html,
            secret=True,
        )

    def clean_email(self, email: str) -> str:
        """Addresses are kept in small letters, so that one person is one row."""
        return known_address(cast("str", super().clean_email(email)))

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """A person without a password."""
        user.set_unusable_password()
        return cast("Person", super().save_user(request, user, form, commit))

    def pre_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse | None:
        """Whoever has just typed the code from a letter has proved the address; nobody is asked to prove it twice."""
        email = details.get("email")
        proved = (known for known in get_authentication_records(request, user) if known.get("method") == "code")
        if email and any(known.get("email") == email for known in proved):
            EmailAddress.objects.update_or_create(
                user=user, email=email, defaults={"verified": True, "primary": email == user.email}
            )
        return cast("HttpResponse | None", super().pre_login(request, user, **details))
