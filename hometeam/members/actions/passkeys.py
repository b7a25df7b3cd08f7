"""Sign-in with a passkey: what allauth's second factors ask of us, who use them as another first one."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.members.models import Person


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """A passkey is another way in, never a second step: a code by e-mail always works, whoever has lost a device."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("We do not know this passkey. Have a code sent to you instead."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first, then add a passkey."),
    }

    def is_mfa_enabled(self, user: Person, types: list[str] | None = None) -> bool:  # noqa: ARG002
        """Nobody here is asked for two things at once."""
        return False

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """What a new passkey is called until its owner says otherwise."""
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey %(number)s") % {"number": there + 1} if there else _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """What the device shows as the place that it keeps the passkey for."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Hometeam"}
