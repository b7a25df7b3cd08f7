"""Whom a member serves: a small list of audiences with the everyday words that point to them, and which ones lie
side by side.
"""

import re

WORDS: dict[str, str] = {
    "brides": r"bride|groom|wedding|engaged|newlywed",
    "families": r"famil|parent|mom|mum|dad|mother|father|household",
    "children": r"child|kid|toddler|bab(?:y|ies)|infant|preschool|youth|teen",
    "students": r"student|school|college|universit|learner|graduate",
    "seniors": r"senior(?! (?:manager|leader|exec|pastor|partner))|elder|older adult|retire|55|caregiver",
    "couples": r"couple|marriage|married|single|dating",
    "women": r"wom[ae]n|female|ladies|girl",
    "men": r"\bmen\b|\bmale\b|gentlem",
    "veterans": r"veteran|military|service ?members?",
    "health seekers": r"health|wellness|weight|fitness|pain|stress|skin|holistic|herbal|mental|natural product",
    "food lovers": r"food|foodie|dining|diner|vegan|gourmet|coffee lover|bake",
    "home owners": r"home ?owner|house|renovat|property owner|landlord|residential",
    "newcomers": r"newcomer|immigrant|refugee|relocat|new to (?:town|the area)|moving",
    "pet owners": r"\bpets?\b|\bdogs?\b|\bcats?\b|horse|animal",
    "visitors": r"visitor|touris|travel|guest|vacation",
    "gift givers": r"gift|souvenir",
    "event hosts": r"event|party|parties|celebration|planner|festival",
    "artists": r"artist|creative|maker|musician|writer|author",
    "business owners": r"business owner|small business|entrepreneur|start-?up|founder|solopreneur|freelanc",
    "companies": r"compan|corporat|business(?! owner)|execut|c.suite|manager|employee|team|lender|b2b",
    "nonprofits": r"non-?profit|charit|ministr|church|faith|ngo",
    "professionals": r"professional|lawyer|attorney|legal|doctor|realtor|teacher",
    "neighbours": r"neighbou?r|local|resident|community",
}
"""Audience → a pattern of words for it."""

_SIDE_BY_SIDE = (
    ("brides", "couples"),
    ("brides", "event hosts"),
    ("families", "children"),
    ("families", "home owners"),
    ("families", "pet owners"),
    ("children", "students"),
    ("couples", "families"),
    ("women", "health seekers"),
    ("seniors", "health seekers"),
    ("seniors", "veterans"),
    ("food lovers", "health seekers"),
    ("food lovers", "visitors"),
    ("home owners", "newcomers"),
    ("gift givers", "visitors"),
    ("gift givers", "event hosts"),
    ("business owners", "companies"),
    ("business owners", "professionals"),
    ("companies", "event hosts"),
    ("companies", "professionals"),
    ("artists", "business owners"),
    ("nonprofits", "neighbours"),
    ("neighbours", "newcomers"),
)

NEIGHBOURS: dict[str, frozenset[str]] = {
    name: frozenset(other for pair in _SIDE_BY_SIDE if name in pair for other in pair if other != name)
    for name in WORDS
}
"""Audience → those whose people are often the same people, or know them."""

_PATTERNS = {
    name: re.compile(rf"\b(?:{words})" if words[0] != "\\" else words, re.IGNORECASE) for name, words in WORDS.items()
}


def audiences_in(text: str) -> tuple[str, ...]:
    """The audiences that a free text speaks of, in the order of this list ("health-conscious women" → women, health
    seekers).
    """
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(text))
