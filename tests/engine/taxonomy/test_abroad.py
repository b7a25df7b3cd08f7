"""Trades as people type them in Spanish."""

import pytest

from hometeam.engine.taxonomy import Taxonomy, abroad
from hometeam.engine.taxonomy.words import words_of

TAXONOMY = Taxonomy.load()


def _first(text: str) -> str:
    found = TAXONOMY.match(text, top=1)
    return found[0].service.id if found and found[0].score > 0.45 else ""


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("hago tortas para quinceañeras", "cake-maker"),
        ("cuido niños en mi casa", "childcare"),
        ("arreglo carros", "car-repair"),
        ("llevo la contabilidad de negocios pequeños", "bookkeeping"),
        ("busco fotógrafo para mi boda", "photographer"),
        ("necesito quien me arregle el techo", "roofer"),
        ("clases de guitarra a domicilio", "music-teacher"),
        ("Limpiamos edificios y locales comerciales", "office-cleaner"),
        ("corto yardas", "landscaper"),
        ("asesoría en mercadeo digital", "marketing-consultant"),
        ("fabrica de tortillas", "specialty-food"),
        ("cooperativa de mujeres que teje a mano", "maker"),
        ("banco de alimentos", "food-bank"),
        ("uñas acrílicas", "nail-salon"),
        ("cafetería", "cafe"),
        ("organización sin fines de lucro", "nonprofit"),
    ],
)
def test_what_people_say_in_spanish_means_its_trade(text: str, service: str) -> None:
    assert _first(text) == service


@pytest.mark.parametrize("text", ["cuido perros", "cuidamos perros", "cuidar a los perros", "Cuidando perros"])
def test_who_does_it_and_how_many_makes_no_other_trade(text: str) -> None:
    assert _first(text) == "dog-walker"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("alvañiles", "mason"),
        ("aires acondisionados", "hvac"),
        ("Sicologo", "counsellor"),
        ("Erreria", "welder"),
        ("eletricista", "electrician"),
    ],
)
def test_what_is_spelled_as_it_sounds_or_a_letter_off_is_read(text: str, service: str) -> None:
    assert _first(text) == service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("necesito un contador para mi restaurante", "accountant"),
        ("flores para bodas", "florist"),
        ("DJ para quinceañeras", "dj"),
        ("ropa para perros", "pet-shop"),
    ],
)
def test_for_whom_it_is_done_is_not_the_trade(text: str, service: str) -> None:
    assert _first(text) == service


@pytest.mark.parametrize(
    "text",
    ["más clientes", "no sé todavía", "nada por ahora", "conocer gente nueva", "trabajo sola desde casa"],
)
def test_a_wish_that_no_trade_fulfils_is_none_in_spanish_either(text: str) -> None:
    assert not TAXONOMY.match(text)


@pytest.mark.parametrize(
    ("text", "service"),
    [("rope", "manufacturer"), ("a tort lawyer", "lawyer"), ("window pane", "glazier"), ("Una's cakes", "cake-maker")],
)
def test_english_that_looks_like_spanish_stays_english(text: str, service: str) -> None:
    assert _first(text) == service


def test_every_trade_abroad_is_a_service_that_there_is() -> None:
    assert all(TAXONOMY.get(service) for _language, service, _words in abroad.entries())


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_what_is_read_as_the_same_means_one_trade_in_a_language(language: str) -> None:
    said: dict[tuple[str, ...], tuple[str, str]] = {}
    for spoken, service, words in abroad.entries():
        if spoken == language:
            key = abroad.key_of(words)
            assert said.setdefault(key, (service, words))[0] == service, (words, said[key])
            assert key, words


@pytest.mark.parametrize("text", ["uñas", "UÑAS", "un\u0303as"])
def test_nails_are_not_some(text: str) -> None:
    assert words_of(text) != words_of("unas")
