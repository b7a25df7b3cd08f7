"""How people write towns, regions and countries, brought to one form for baking the gazetteer and for asking it."""

import re
import unicodedata

COUNTRIES = {
    "usa": "us",
    "u s": "us",
    "u s a": "us",
    "united states": "us",
    "united states of america": "us",
    "america": "us",
    "canada": "ca",
    "can": "ca",
    "uk": "gb",
    "united kingdom": "gb",
    "great britain": "gb",
    "england": "gb",
    "scotland": "gb",
    "wales": "gb",
    "northern ireland": "gb",
    "ireland": "ie",
    "australia": "au",
    "new zealand": "nz",
    "germany": "de",
    "deutschland": "de",
    "france": "fr",
    "spain": "es",
    "espana": "es",
    "italy": "it",
    "italia": "it",
    "netherlands": "nl",
    "the netherlands": "nl",
    "mexico": "mx",
    "india": "in",
    "south africa": "za",
}

STATES = {
    "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
    "connecticut": "ct", "delaware": "de", "district of columbia": "dc", "florida": "fl", "georgia": "ga",
    "hawaii": "hi",
    "idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
    "maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn", "mississippi": "ms",
    "missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj",
    "new mexico": "nm", "new york": "ny", "north carolina": "nc", "north dakota": "nd", "ohio": "oh", "oklahoma": "ok",
    "oregon": "or", "pennsylvania": "pa", "puerto rico": "pr", "rhode island": "ri", "south carolina": "sc",
    "south dakota": "sd", "tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va",
    "washington": "wa", "west virginia": "wv", "wisconsin": "wi", "wyoming": "wy",
}  # fmt: skip

PROVINCES = {
    "alberta": "ab", "british columbia": "bc", "manitoba": "mb", "new brunswick": "nb", "newfoundland": "nl",
    "newfoundland and labrador": "nl", "nova scotia": "ns", "ontario": "on", "prince edward island": "pe",
    "quebec": "qc",
    "saskatchewan": "sk", "yukon": "yt", "northwest territories": "nt", "nunavut": "nu",
}  # fmt: skip

ELSEWHERE = {
    "england": "eng", "scotland": "sct", "wales": "wls", "northern ireland": "nir", "new south wales": "nsw",
    "queensland": "qld", "south australia": "sa", "tasmania": "tas", "victoria": "vic", "western australia": "wa",
    "australian capital territory": "act", "northern territory": "nt",
}  # fmt: skip

GEONAMES_REGIONS = {
    "ca": {
        "01": "ab", "02": "bc", "03": "mb", "04": "nb", "05": "nl", "07": "ns", "08": "on", "09": "pe", "10": "qc",
        "11": "sk", "12": "yt", "13": "nt", "14": "nu",
    },
    "au": {"01": "act", "02": "nsw", "03": "nt", "04": "qld", "05": "sa", "06": "tas", "07": "vic", "08": "wa"},
}  # fmt: skip
"""GeoNames' numbers for regions that everybody else writes as letters."""

_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "no": "north", "so": "south", "twp": "township"}
_KIND = re.compile(r"^(?:the )?(?:city|town|township|village|district|borough|municipality) of | (?:township|twp)$")


def plain(words: str) -> str:
    """Small letters, no accents, no punctuation, one space between."""
    letters = unicodedata.normalize("NFKD", words.casefold().replace("ø", "o").replace("ł", "l"))
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c) and c not in "'’")
    return " ".join(kept.split())


def town(words: str) -> str:
    """A town's name without what kind of town it is, with "St" and its like written out."""
    name = _KIND.sub("", plain(words))
    return " ".join(_SHORT.get(word, word) for word in name.split())


def region(words: str) -> str:
    """A region's letters, such as "wa" for "Washington" and "bc" for "B.C."."""
    name = plain(words)
    letters = name.replace(" ", "") if len(name) <= 5 else name
    return STATES.get(name) or PROVINCES.get(name) or ELSEWHERE.get(name) or letters


def country(words: str, region_letters: str = "") -> str:
    """A country's two letters; where none is given, what the region's letters say, else nothing."""
    name = plain(words)
    if name:
        return COUNTRIES.get(name, name)
    if region_letters in set(STATES.values()):
        return "us"
    return "ca" if region_letters in set(PROVINCES.values()) else ""
