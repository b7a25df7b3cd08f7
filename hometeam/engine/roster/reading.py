"""A directory's row, read."""

import re
from collections.abc import Sequence
from functools import lru_cache

from hometeam.engine.taxonomy import Taxonomy

from . import cells
from .cells import clean, folded, meant
from .entry import Entry, MemberKind, Note, Problem
from .mapping import Mapping
from .names import gently, sentence
from .towns import Town, address_of, town_of
from .trades import Words, needs_of, services_of

ONE_LINE = 160
TRADE_WORDS = 300
SHORT_NAME = 60
ENOUGH_COLUMNS = 3
_TOTAL = r"^(?:sub|grand )?totals?\b|^(?:summe|gesamt|anzahl|suma|número de|nombre de)\b"
_HEADING = re.compile(rf":$|{_TOTAL}|^(?:last )?updated\b", re.IGNORECASE)
_SUMS_UP = re.compile(_TOTAL, re.IGNORECASE)
_LEFT = re.compile(
    r"(?:dropped|inactive|lapsed|expired|cancell?ed|resigned|terminated|former|not renewed|deceased|inaktiv|gekündigt"
    r"|ausgetreten|ehemalig\w*|baja|inactiv[oa]|vencid[oa]|cancelad[oa]|ex.?(?:socio|socia|miembro)|résilié)\b",
    re.IGNORECASE,
)
"""How lists mark those who are members no more."""
_BOX = re.compile(r"p\.?\s*o\.?\s*box\b|postfach\b|apartado\b|bo[iî]te postale\b", re.IGNORECASE)
_BAR = re.compile(r"\s*\|\s*")
_NOWHERE = re.compile(
    r"^(?:out of town|various|mobile|online|no fixed address|unknown|varios|en l[íi]nea|a domicilio|desconocid[oa])$",
    re.IGNORECASE,
)
_NONPROFIT = re.compile(
    r"non.?profit|not.for.profit|charit|501\s*\(?c|\bngo\b|\bverein\b|^association$|\bsociety\b"
    r"|sin (?:fines|[áa]nimo) de lucro|asociaci[óo]n civil|\bong\b|\bfundaci[óo]n\b|^asociaci[óo]n$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"sole.?(?:prop|trader|owner)|\bindividual\b|self.?employed|freelanc|solopreneur|einzelunternehmen|aut[óo]nom[oa]"
    r"|auto.?entrepreneur|zzp|eenmanszaak|ditta individuale|persona f[íi]sica|unipersonal|independiente"
    r"|cuenta propia|monotribut",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"\bhome[\s-]+(?:occupation|office|based|business)|\bhome accessory use|\boffice for\b"
    r"|\b(?:desde|negocio en) casa\b",
    re.IGNORECASE,
)
_NONPROFIT_CODES = ("8131", "8132", "8133", "8134", "8139", "6242")
_HANDLE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram|facebook)\.com/([\w.]+)/?.*$|@?([\w.]{1,40})$", re.IGNORECASE
)


class _Row:
    """A row's cleaned cells by field."""

    def __init__(self, mapping: Mapping, texts: Sequence[str]) -> None:
        self.mapping = mapping
        self._said = {
            field: tuple(said for number in numbers if 0 <= number < len(texts) and (said := meant(texts[number])))
            for field, numbers in mapping.columns.items()
        }

    def all(self, field: str) -> tuple[str, ...]:
        return self._said.get(field, ())

    def one(self, field: str) -> str:
        found = self._said.get(field)
        return found[0] if found else ""


def read_row(mapping: Mapping, row: Sequence[object], taxonomy: Taxonomy) -> Entry | Problem:
    """What a row says about a member, or why it cannot be used. Odd cells are left out with a note; the row is kept."""
    texts = [clean(cell) for cell in row]
    if not any(texts):
        return Problem("empty")
    if _repeats(texts, mapping.header):
        return Problem("header-again")
    if _is_heading(texts, mapping):
        return Problem("heading")
    cells_of = _Row(mapping, texts)
    return Problem("left") if _LEFT.match(cells_of.one("standing")) else _entry(cells_of, taxonomy)


def _repeats(texts: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the column titles; nearly every row has given itself away by its first cell or two."""
    return len(texts) == len(header) and all(
        folded(text) == folded(title) for text, title in zip(texts, header, strict=True)
    )


def _is_heading(texts: Sequence[str], mapping: Mapping) -> bool:
    """Whether a row's only words look like a heading ("FOOD AND SHOPS") or a total, where members have more columns;
    numbers may stand beside a total.
    """
    words = [text for text in texts if text and cells.number(text) is None]
    if len(words) != 1 or len(mapping.columns) < ENOUGH_COLUMNS:
        return False
    if sum(map(bool, texts)) > 1:
        return bool(_SUMS_UP.search(words[0]))
    return words[0].isupper() or bool(_HEADING.search(words[0]))


def _entry(row: _Row, taxonomy: Taxonomy) -> Entry | Problem:
    name = _name(row)
    if isinstance(name, Problem):
        return name
    staff = _staff(row)
    kind = _kind(row, staff)
    words = _words(row, kind)
    services = services_of(words, taxonomy)
    lat, lon = _place(row)
    street, town = _address(row)
    street = "" if _BOX.match(street) else street  # nobody is met at a box
    return Entry(
        key=_key(row, name, _street(row)),
        name=name,
        kind=kind,
        trade_words=_BAR.sub(" · ", " · ".join(dict.fromkeys((*words.trade, *words.category))))[:TRADE_WORDS],
        offer_guesses=services,
        need_guesses=needs_of(services, row.all("needs"), taxonomy),
        street=street,
        neighbourhood=gently(row.one("neighbourhood")),
        city=gently(town.city),
        region=town.region,
        postcode=town.postcode.upper(),
        country=_country(row, town),
        lat=lat,
        lon=lon,
        home_based=_is_home(row),
        size=_size(staff, kind),
        email=cells.email_in(row.one("email")).lower(),
        website=_website(row),
        one_line=_one_line(row, words),
        contact=gently(" ".join((*row.all("contact"), *row.all("surname")))),
        serves=row.one("serves"),
        values=row.one("values"),
        haunts=row.one("haunts"),
        channels=tuple(_channels(row)),
        notes=tuple(_notes(row, known=bool(services), placed=lat is not None)),
    )


def _name(row: _Row) -> str | Problem:
    """The name, or the contact's where a directory of people has no other, or else its trade with the row's number."""
    own = row.one("name")
    if own:
        return gently(own)
    person = " ".join((*row.all("contact"), *row.all("surname")))
    if person:
        return gently(person)
    if "name" in row.mapping.columns:
        return Problem("no-name")
    trade, number = next(iter((*row.all("trade"), *row.all("category"))), ""), row.one("id")
    return f"{_shortened(sentence(trade), SHORT_NAME)} ({number})" if trade and number else Problem("no-name-column")


def _words(row: _Row, kind: MemberKind) -> Words:
    trade, name = (*row.all("trade"), *row.all("one_line")), row.one("name")
    return Words(trade, row.all("category"), row.one("naics"), row.one("ntee"), name, kind == "nonprofit")


def _kind(row: _Row, staff: float | None) -> MemberKind:
    ownership = _ownership(row)
    titles = (row.mapping.header[number] for number in row.mapping.columns.get("name", ()))
    if any(map(_is_nonprofit, titles)):
        return "nonprofit"
    if "ntee" in row.mapping.columns or row.one("naics").startswith(_NONPROFIT_CODES):
        return "nonprofit"
    if _is_nonprofit(ownership) or any(_is_nonprofit(text) for text in row.all("category")):
        return "nonprofit"
    return "solopreneur" if _is_alone(ownership) or (staff is not None and staff <= 1) else "business"


def _ownership(row: _Row) -> str:
    return " ".join((*row.all("ownership"), *row.all("kind")))


@lru_cache(maxsize=5_000)
def _is_nonprofit(words: str) -> bool:
    return bool(_NONPROFIT.search(words))


@lru_cache(maxsize=5_000)
def _is_alone(words: str) -> bool:
    return bool(_ALONE.search(words))


@lru_cache(maxsize=5_000)
def _is_at_home(words: str) -> bool:
    return bool(_AT_HOME.search(words))


def _is_home(row: _Row) -> bool:
    """A sole proprietor's address is taken for a home, and so is one that says so."""
    said_so = any(_is_at_home(text) for text in (*row.all("trade"), *row.all("category")))
    return said_so or _is_alone(_ownership(row))


def _staff(row: _Row) -> float | None:
    counts = [count for text in row.all("staff") if (count := cells.first_number(text)) is not None]
    return sum(counts) if counts and sum(counts) > 0 else None


def _size(staff: float | None, kind: MemberKind) -> str:
    if staff is None:
        return "1" if kind == "solopreneur" else ""
    return next((name for most, name in ((1, "1"), (5, "2-5"), (20, "6-20")) if staff <= most), "21+")


def _street(row: _Row) -> str:
    street = row.one("street")
    return "" if _NOWHERE.match(street) else gently(street)


def _address(row: _Row) -> tuple[str, Town]:
    """Street and town, also where one cell says both, or a town's cell its postcode; what has a column of its own
    counts.
    """
    street, town = (_street(row), town_of(row.one("city"))) if row.one("city") else address_of(_street(row))
    return street, Town(town.city, row.one("region") or town.region, row.one("postcode") or town.postcode)


def _country(row: _Row, town: Town) -> str:
    said_so = row.one("country").upper()
    if len(said_so) == 2 and said_so.isalpha():
        return said_so
    return cells.country_of_postcode(town.postcode) or row.mapping.country


def _place(row: _Row) -> tuple[float, float] | tuple[None, None]:
    lat, lon = cells.number(row.one("lat")), cells.number(row.one("lon"))
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def _website(row: _Row) -> str:
    site = cells.site_in(row.one("website"))
    return site if not site or "://" in site else f"https://{site}"


def _one_line(row: _Row, words: Words) -> str:
    text = row.one("one_line") or next(iter((*words.trade, *words.category)), "")
    return _shortened(sentence(_BAR.sub(" · ", text)), ONE_LINE)


def _shortened(text: str, most: int) -> str:
    """Text cut at a word's end."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _channels(row: _Row) -> list[str]:
    found = {field: _HANDLE.match(row.one(field)) for field in ("instagram", "facebook")}
    return [f"{field}:@{handle[1] or handle[2]}" for field, handle in found.items() if handle]


def _notes(row: _Row, *, known: bool, placed: bool) -> list[Note]:
    email, site, place = row.one("email"), row.one("website"), f"{row.one('lat')} {row.one('lon')}".strip()
    trade = " · ".join((*row.all("trade"), *row.all("category")))
    odd = (
        ("email-malformed", email, not cells.has_email(email)),
        ("website-malformed", site, not cells.has_site(site)),
        ("place-malformed", place, not placed),
        ("trade-unknown", trade, not known),
        ("name-from-trade", row.one("id"), "name" not in row.mapping.columns and not row.all("contact")),
    )
    return [Note(key, value[:TRADE_WORDS]) for key, value, is_odd in odd if value and is_odd]


def _key(row: _Row, name: str, street: str) -> str:
    """The directory's own number, or name and street: the same whenever the file is read again."""
    number = row.one("id")
    return f"id:{number}" if number else f"name:{folded(name)}|{folded(street) or folded(row.one('city'))}"
