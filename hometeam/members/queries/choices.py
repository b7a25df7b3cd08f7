"""What a profile's questions offer to choose from: audiences, languages, things to like, kinds of collaboration."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choice = tuple[str, "str | Promise"]

AUDIENCES: tuple[Choice, ...] = (
    ("neighbours", _("Neighbours")),
    ("families", _("Families")),
    ("parents", _("New parents")),
    ("engaged-couples", _("Engaged couples")),
    ("students", _("Students")),
    ("teens", _("Teenagers")),
    ("seniors", _("Older people")),
    ("newcomers", _("People new in town")),
    ("visitors", _("Visitors and tourists")),
    ("homeowners", _("Home owners")),
    ("renters", _("Renters")),
    ("pet-owners", _("People with pets")),
    ("gardeners", _("Gardeners")),
    ("food-lovers", _("People who love food")),
    ("fitness", _("People who keep fit")),
    ("wellbeing", _("People who look after themselves")),
    ("creatives", _("Artists and makers")),
    ("readers", _("Readers")),
    ("small-businesses", _("Small businesses")),
    ("freelancers", _("Freelancers")),
    ("companies", _("Larger companies")),
    ("nonprofits", _("Nonprofits")),
    ("schools", _("Schools and teachers")),
    ("faith", _("Congregations")),
)

LIKE_GROUPS: tuple[Choice, ...] = (
    ("spread", _("Spread the word about each other")),
    ("make", _("Make something together")),
    ("cheer", _("Cheer each other on")),
    ("trade", _("Send each other work")),
    ("help", _("Help each other out")),
)
# The playbook's kinds by id and title, under their groups. The playbook lives on a higher floor; a test there holds the
# two together.
KINDS_OF_GROUP: dict[str, tuple[Choice, ...]] = {
    "spread": (
        ("spotlight-post", _("Spotlight post")),
        ("newsletter-mention", _("Newsletter mention")),
        ("blog-mention", _("Blog mention")),
        ("client-resource-mention", _("A place in client papers")),
        ("photo-in-use", _("Photo in use")),
        ("newsletter-takeover", _("Newsletter takeover")),
        ("pass-on-a-post", _("Pass on what they made")),
    ),
    "make": (
        ("podcast-swap", _("Podcast guest swap")),
        ("guest-blog-swap", _("Guest post")),
        ("live-together", _("Live together")),
        ("co-hosted-event", _("An event together")),
        ("joint-giveaway", _("Giveaway together")),
        ("paired-offer", _("Paired offer")),
        ("gift-guide", _("Gift guide")),
        ("cause-partnership", _("Partnership with a cause")),
    ),
    "cheer": (
        ("coffee", _("Coffee together")),
        ("coworking", _("Work side by side")),
        ("coworking-remote", _("Work side by side, on video")),
        ("circle", _("Circle")),
        ("visit-the-shop", _("Visit the shop")),
        ("show-up", _("Show up")),
        ("public-review", _("A customer’s honest word")),
        ("testimonial", _("Testimonial")),
        ("voice-note", _("Voice note")),
    ),
    "trade": (
        ("referral", _("Referral")),
        ("referral-partnership", _("Referral partnership")),
        ("barter", _("Barter")),
    ),
    "help": (
        ("pro-bono-session", _("An hour of advice")),
        ("hand-over", _("Hand over a piece of work")),
        ("internship", _("Internship")),
    ),
}
KINDS: tuple[Choice, ...] = tuple(kind for group in KINDS_OF_GROUP.values() for kind in group)
LIKES = KINDS + LIKE_GROUPS

VALUES: tuple[Choice, ...] = (
    ("local-first", _("Local first")),
    ("everybody-welcome", _("Everybody is welcome")),
    ("accessible", _("Accessible to everybody")),
    ("fair-pay", _("Fair pay")),
    ("zero-waste", _("Little or no waste")),
    ("mend-first", _("Mend before new")),
    ("climate", _("Kind to the climate")),
    ("plant-based", _("Plant-based")),
    ("organic", _("Organic")),
    ("animals", _("Kind to animals")),
    ("by-hand", _("Made by hand")),
    ("open-source", _("Open source")),
    ("privacy", _("Careful with people’s data")),
    ("sharing-knowledge", _("Sharing what we know")),
    ("gives-a-share", _("Gives a share away")),
    ("good-work-takes-time", _("Good work takes its time")),
    ("family-run", _("Family-run")),
    ("women-owned", _("Women-owned")),
    ("owned-together", _("Owned by members or staff")),
)
MOST_VALUES, MOST_LETTERS = 5, 40
"""So many things may matter to one member, or nothing is said by it; own words for one are no longer than this."""

INTRODUCTIONS: tuple[tuple[int, Promise], ...] = (
    (0, _("Not just now")),
    (1, _("About once a month")),
    (2, _("About twice a month")),
    (4, _("About once a week")),
    (8, _("About twice a week")),
)
"""How many introductions a month a member would like; 0 is a pause."""

LANGUAGES: tuple[Choice, ...] = (
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("hi", "हिन्दी"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("vi", "Tiếng Việt"),
    ("tl", "Tagalog"),
    ("so", "Soomaali"),
    ("am", "አማርኛ"),
)


def values_in(said: Iterable[str]) -> list[str]:
    """What matters to somebody, each once: our tag where the words are one or its title, else the words themselves."""
    kept = [words for one in said if (words := one[:MOST_LETTERS].strip())]
    ours = {str(name).casefold(): tag for tag, title in VALUES for name in (tag, title)} if kept else {}
    found: dict[str, str] = {}
    for words in kept:
        value = ours.get(words.casefold(), words)
        found.setdefault(value.casefold(), value)
    return list(found.values())


def titles(choices: Iterable[Choice], keys: Iterable[str]) -> list[str]:
    """The titles of those keys that the choices know, in the choices' order."""
    wanted = set(keys)
    return [str(title) for key, title in choices if key in wanted]


def title_of(choices: Iterable[Choice], key: str) -> str:
    """The title of one key, or the key itself where the choices do not know it."""
    return next((str(title) for known, title in choices if known == key), key)
