"""Whom a member serves: a small list of audiences with the everyday words that point to them, and which ones lie
side by side.
"""

import re

WORDS: dict[str, str] = {
    "neighbours": r"neighbou?r|local|resident|community",
    "families": r"famil|household|parent|child|kid",
    "parents": r"parent|mom|mum|dad|mother|father|bab(?:y|ies)|infant|toddler",
    "engaged-couples": r"bride|groom|wedding|engaged|newlywed",
    "couples": r"couple|marriage|married|dating",
    "students": r"student|college|universit|graduate",
    "teens": r"teen|youth|young people",
    "seniors": r"seniors?(?! (?:manager|leader|exec))|elder|older (?:adult|people)|retire|(?<!-)55(?=\+| and| or)",
    "veterans": r"veteran|military|service ?members?",
    "women": r"wom[ae]n|female|ladies|girl",
    "newcomers": r"newcomer|immigrant|refugee|relocat|new to (?:town|the area)|moving|new in town",
    "visitors": r"visitor|touris|travel|guest|vacation",
    "homeowners": r"home ?owner|house|renovat|property owner|landlord|residential|home decor",
    "renters": r"renter|tenant",
    "pet-owners": r"pets?\b|dogs?\b|cats?\b|horse|animal",
    "gardeners": r"garden",
    "food-lovers": r"food|dining|diner|vegan|gourmet|coffee lover|bake",
    "fitness": r"fitness|weight ?loss|athlet|sport|runner|gym",
    "wellbeing": r"health|wellness|wellbeing|stress|skin|holistic|herbal|mental|natural product|relax",
    "creatives": r"artist|creative|maker|musician|writer|author",
    "readers": r"reader|book lover",
    "event-hosts": r"event|party|parties|celebration|planner|festival",
    "gift-givers": r"gift|souvenir",
    "small-businesses": r"business|entrepreneur|start-?up|founder",
    "freelancers": r"freelanc|solopreneur|self-employed",
    "companies": r"compan(?:y|ies)|corporat|execut|c.suite|manager|employee|team|lender|b2b",
    "professionals": r"professional|lawyer|attorney|legal|doctor|realtor",
    "nonprofits": r"non-?profit|charit|ngo\b",
    "schools": r"school|teacher",
    "faith": r"church|faith|ministr|congregation|mosque|synagogue|temple",
}
"""Audience → a pattern of words for it."""

_SIDE_BY_SIDE = """
    families parents, families homeowners, families pet-owners, families schools, families teens, families neighbours,
    parents schools, engaged-couples couples, engaged-couples event-hosts, couples families, students teens,
    students schools, students renters, seniors veterans, seniors neighbours, seniors wellbeing, women wellbeing,
    newcomers homeowners, newcomers renters, newcomers neighbours, visitors food-lovers, visitors gift-givers,
    homeowners gardeners, gardeners food-lovers, fitness wellbeing, fitness food-lovers, creatives readers,
    creatives freelancers, gift-givers event-hosts, small-businesses freelancers, small-businesses professionals,
    companies professionals, companies event-hosts, nonprofits faith,
    nonprofits neighbours, faith neighbours
"""

_PAIRS = [frozenset(pair.split()) for pair in _SIDE_BY_SIDE.split(",")]
NEIGHBOURS = {name: frozenset().union(*(pair - {name} for pair in _PAIRS if name in pair)) for name in WORDS}
"""Audience → those whose people are often the same people, or know them."""

_PATTERNS = {name: re.compile(rf"\b(?:{words})", re.IGNORECASE) for name, words in WORDS.items()}


def audiences_in(text: str) -> tuple[str, ...]:
    """The audiences that a free text speaks of ("young families" → families), in the order of this list."""
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(text))
