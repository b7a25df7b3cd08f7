"""Words in a row, and the "and" that goes with the next of them."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from hometeam.foundation.listed import all_of, and_, fitting, or_


def test_names_stand_in_a_row_as_one_says_them() -> None:
    names = ["Ann", "Bo", "Irene"]
    assert [all_of(names[:size]) for size in range(4)] == ["", "Ann", "Ann and Bo", "Ann, Bo and Irene"]


@pytest.mark.parametrize(
    "last",
    ["Inés", "imprenta", "Íñigo", "hilo", "Hípica Sur", "hijos", "Ivonne", "Yvonne", "“Iris”", "Instagram"],
)
def test_spanish_has_another_and_before_the_sound_of_i(last: str) -> None:
    with override("es"):
        assert all_of(["Ana", "Bo", last]) == f"Ana, Bo e {last}"


@pytest.mark.parametrize("last", ["Bo", "hielo", "hierro", "yoga", "Yáñez", "hiato", "ionización", "Huertas", ""])
def test_and_its_usual_one_before_any_other(last: str) -> None:
    with override("es"):
        assert and_("Ana", last) == f"Ana y {last}"


OR = {"u": ["ocho", "horas", "Olga", "ópera", "$8,50", "11,50"], "o": ["110", "180", "Ana", "huevo"]}


@pytest.mark.parametrize(("said", "other"), [(said, other) for said, others in OR.items() for other in others])
def test_spanish_has_another_or_before_the_sound_of_o(said: str, other: str) -> None:
    with override("es"):
        assert or_("siete", other) == f"siete {said} {other}"


def test_english_has_one_and_and_one_or() -> None:
    assert (and_("Ann", "Irene"), or_("seven", "ocho")) == ("Ann and Irene", "seven or ocho")


def test_a_text_of_the_playbook_fits_the_name_that_is_filled_in() -> None:
    text = "La presentación entre tú y {you} es para el {day}, y {me} lo sabe."
    names = {"you": "Inés", "day": "lunes", "me": "Bo"}
    with override("es"):
        assert fitting(text, names) == "La presentación entre tú e {you} es para el {day}, y {me} lo sabe."
    assert fitting("You and {you}", names) == "You and {you}"


def test_a_name_with_signs_in_it_is_safe_on_a_page() -> None:
    page = Template("{{ one|and_:other }}").render(Context({"one": "Ann <3", "other": "Bo & Co"}))
    assert page == "Ann &lt;3 and Bo &amp; Co"
