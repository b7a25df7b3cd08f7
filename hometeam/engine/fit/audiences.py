"""Whom a member serves: a small list of audiences with the everyday words that point to them in English and Spanish,
and which ones lie side by side.
"""

import re

WORDS: dict[str, str] = {
    "neighbours": r"neighbou?r|local|resident|community|vecin|barrio|comunidad",
    "families": r"famil|household|parent|child|kid|hogar(?:es)?\b|niñ[oa]|nin[oa]s\b",
    "parents": r"parent|mom|mum|dad|mother|father|bab(?:y|ies)|infant|toddler"
    r"|padres|mam[áa]|pap[áa]s?\b|madre|beb[ée]|embaraza",
    "engaged-couples": r"bride|groom|wedding|engaged|newlywed"
    r"|novi[oa]s?\b|bodas?\b|reci[ée]n casad|casamiento|matrimonios",
    "couples": r"couple|marriage|married|dating|pareja",
    "students": r"student|college|universit|graduate|estudiant|alumn[oa]",
    "teens": r"teen|youth|young people|j[óo]ven|adolescent|quinceañera|quinceanera",
    "seniors": r"seniors?(?! (?:manager|leader|exec))|elder|older (?:adult|people)|retire|(?<!-)55(?=\+| and| or)"
    r"|mayores|tercera edad|ancian|jubilad|adulto mayor",
    "veterans": r"veteran|military|service ?members?|excombatient",
    "women": r"wom[ae]n|female|ladies|girl|mujer|damas?\b|chicas|señora",
    "newcomers": r"newcomer|immigrant|refugee|relocat|new to (?:town|the area)|moving|new in town"
    r"|inmigrant|migrant|reci[ée]n llegad|refugiad|se mudan",
    "visitors": r"visitor|touris|travel|guest|vacation|turist|visitant|viajer|hu[ée]sped",
    "homeowners": r"home ?owner|house|renovat|property owner|landlord|residential|home decor"
    r"|due[ñn][oa]s de casa|propietari|casas\b|vivienda",
    "renters": r"renter|tenant|inquilin|arrendatari",
    "pet-owners": r"pets?\b|dogs?\b|cats?\b|horse|animal|mascota|perr[oa]s?\b|gat[oa]s\b|caballo",
    "gardeners": r"garden|jard[ií]n",
    "food-lovers": r"food|dining|diner|vegan|gourmet|coffee lover|bake|comida|gastron|golos",
    "fitness": r"fitness|weight ?loss|athlet|sport|runner|gym|deport|atleta|gimnasio|bajar de peso|corredor",
    "wellbeing": r"health|wellness|wellbeing|stress|skin|holistic|herbal|mental|natural product|relax"
    r"|salud|bienestar|estr[ée]s|piel\b|naturales\b",
    "creatives": r"artist|creativ|maker|musician|writer|author|artesan|m[úu]sic|escritor",
    "readers": r"reader|book lover|lectores\b",
    "event-hosts": r"event|party|parties|celebration|planner|festival|evento|fiesta|celebraci",
    "gift-givers": r"gift|souvenir|regal[oa]|recuerdos",
    "small-businesses": r"business|entrepreneur|start-?up|founder"
    r"|negocio|emprended|peque[ñn]as empresas|pymes?\b|empresari[oa]|comerciant",
    "freelancers": r"freelanc|solopreneur|self-employed|independientes|aut[óo]nom|por cuenta propia",
    "companies": r"compan(?:y|ies)|corporat|execut|c.suite|manager|employee|team|lender|b2b"
    r"|empresas|ejecutiv|gerent|emplead",
    "professionals": r"professional|lawyer|attorney|legal|doctor|realtor|profesional|abogad|m[ée]dic|contador",
    "nonprofits": r"non-?profit|charit|ngo\b|sin fines de lucro|sin [áa]nimo de lucro|fundaci[óo]n|ong\b|asociaciones",
    "schools": r"school|teacher|escuela|colegio|maestr[oa]|docente|profesor",
    "faith": r"church|faith|ministr|congregation|mosque|synagogue|temple"
    r"|iglesia|parroquia|fieles|templo|creyent|cristian",
}
"""Audience → a pattern of words for it, in English and then in Spanish."""

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
