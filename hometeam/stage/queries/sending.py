"""Where a post can be sent from here: each channel's own address for sharing, and what to do where it has none."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from hometeam.members.models import Member

MOST_MAIL = 1_800
"""How long an address that opens a letter may be: longer ones are cut off by some mail programs."""

BY_HAND = {
    "instagram": _(
        "Save the picture, copy the words, open Instagram and paste them. Put the link into a story or bio."
    ),
    "tiktok": _("Save the picture, copy the words, open TikTok and paste them. Put the link into your bio."),
    "youtube": _("Copy the words into a post of your channel, or below your next video."),
    "facebook": _(
        "Copy the words first: Facebook opens with the link only. Type @ and pick the name, so that it is a tag."
    ),
    "linkedin": _(
        "Copy the words first: LinkedIn opens with the link only. Type @ and pick the name, so that it is a tag."
    ),
    "newsletter": _("Copy the words into your letter, with the picture above them."),
    "blog": _("Copy the words into your post, and make the name the link."),
    "podcast": _("Say it in your own words; the link goes into the show notes."),
    "mastodon": _("Copy the words into a post. With your full handle in your profile, this page opens it for you."),
}


def share_address(channel: str, words: str, link: str, me: Member) -> str:
    """The channel's own page for sharing, filled in as far as it allows; "" where there is none."""
    if channel == "facebook":
        return f"https://www.facebook.com/sharer/sharer.php?{_query(u=link)}" if link else ""
    if channel == "linkedin":
        return f"https://www.linkedin.com/sharing/share-offsite/?{_query(url=link)}" if link else ""
    if channel == "bluesky":
        return f"https://bsky.app/intent/compose?{_query(text=words)}"
    if channel == "mastodon":
        home = home_of(me)
        return f"https://{home}/share?{_query(text=words)}" if home else ""
    return ""


def direct(words: str, subject: str) -> dict[str, str]:
    """The addresses that open a message to people one knows: "whatsapp", "mail", "sms"."""
    body = words
    while len(quote(body)) > MOST_MAIL:
        body = body[: len(body) * 9 // 10].rstrip() + "…"
    return {
        "whatsapp": f"https://wa.me/?{_query(text=words)}",
        "mail": f"mailto:?{_query(subject=subject, body=body)}",
        "sms": f"sms:?&{_query(body=words)}",
    }


def home_of(member: Member) -> str:
    """The server on which a member has its Mastodon account, from its handle; "" where the handle does not say."""
    for channel in member.channels.all():
        if channel.medium == "mastodon":
            host = _host(channel.handle.strip())
            if host:
                return host
    return ""


def _host(handle: str) -> str:
    if handle.startswith("https://"):
        host = handle.removeprefix("https://").partition("/")[0]
    else:
        host = handle.lstrip("@").partition("@")[2]
    known = host.lower()
    fine = bool(known) and "." in known.strip(".") and all(part and _is_label(part) for part in known.split("."))
    return known if fine else ""


def _is_label(part: str) -> bool:
    return part.isascii() and part.replace("-", "").isalnum() and not part.startswith("-") and not part.endswith("-")


def _query(**values: str) -> str:
    return urlencode(values, quote_via=quote)
