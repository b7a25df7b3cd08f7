"""Testimonials as they are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hometeam.members.models import Member
from hometeam.praise.models import Testimonial

_TYPES = {Member.Kind.BUSINESS: "LocalBusiness", Member.Kind.NONPROFIT: "NGO", Member.Kind.SOLOPRENEUR: "Organization"}
_HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def consent_words(name: str) -> str:
    """What the author of a testimonial agrees to; kept with it in the words that they read."""
    return _(
        "%(name)s may show this, with my name, on their page here, on their own website, and in what they print or "
        "post. I can take it back at any time; then it is gone from here at once."
    ) % {"name": name}


def shown_of(member: Member, limit: int | None = None) -> list[Testimonial]:
    """What everybody may see that was said of a member, newest first; the first `limit` of it. One query."""
    found = Testimonial.objects.filter(subject=member).shown().select_related("author", "recording")
    return list(found[:limit])


def of_page(member: Member, pk: int) -> Testimonial | None:
    """One of those."""
    found = Testimonial.objects.filter(subject=member, pk=pk).shown()
    shown: Testimonial | None = found.select_related("author", "subject", "recording").first()
    return shown


def review_markup(member: Member, testimonials: Sequence[Testimonial], url: str) -> SafeString:
    """The same for search engines: schema.org Review, as JSON-LD that is harmless within a page's HTML."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[Member.Kind(member.kind)],
        "name": member.name,
        "url": member.website or url,
        "review": [_review(one) for one in testimonials if one.words],
    }
    return mark_safe(json.dumps(about, ensure_ascii=False).translate(_HARMLESS))  # noqa: S308


def _review(one: Testimonial) -> dict[str, Any]:
    return {
        "@type": "Review",
        "reviewBody": one.words,
        "author": {"@type": "Person", "name": one.signed},
        "datePublished": f"{one.given_at:%Y-%m-%d}",
    }
