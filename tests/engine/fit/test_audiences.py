"""Which audiences a free text speaks of."""

import pytest

from hometeam.engine.fit import audiences_in
from hometeam.engine.fit.audiences import NEIGHBOURS, WORDS


@pytest.mark.parametrize(
    ("text", "audiences"),
    [
        ("", ()),
        ("Veterans", ("veterans",)),
        ("Health-conscious minority women, typically aged 25-54", ("women", "wellbeing")),
        ("Business Owners, Corporate Execs, Senior Managers", ("small-businesses", "companies")),
        ("young families and their dogs", ("families", "pet-owners")),
        ("seniors who garden", ("seniors", "gardeners")),
        ("familias con niños y dueños de mascotas", ("families", "pet-owners")),
        ("mujeres emprendedoras", ("women", "small-businesses")),
        ("adultos mayores", ("seniors",)),
        ("damaged hair, naturally", ()),
    ],
)
def test_words_point_to_audiences(text: str, audiences: tuple[str, ...]) -> None:
    assert audiences_in(text) == audiences


def test_lying_side_by_side_goes_both_ways() -> None:
    assert all(name in NEIGHBOURS[other] for name, others in NEIGHBOURS.items() for other in others)


def test_nobody_lies_beside_themselves() -> None:
    assert all(name not in others for name, others in NEIGHBOURS.items())


def test_only_audiences_of_the_list_lie_beside_others() -> None:
    assert set().union(*NEIGHBOURS.values()) <= WORDS.keys()
