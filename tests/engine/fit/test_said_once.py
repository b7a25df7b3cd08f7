"""Whom both serve is said once, by the stronger of two reasons: that they serve them, or that their trades do."""

import pytest

from hometeam.engine.fit.audiences import WORDS
from hometeam.engine.fit.explain import reasons
from hometeam.engine.fit.facts import Fact
from hometeam.engine.fit.score import KEYS
from hometeam.engine.fit.trades import Trades
from hometeam.engine.taxonomy import Taxonomy, tables

from .street import TAXONOMY, member

Said = list[tuple[str, Fact | None]]


def told(audiences: tuple[str, ...], *, trades: float, audience: float) -> Said:
    """The reasons, each with whom both serve, of a photographer for a florist of the same audiences."""
    evidence = dict.fromkeys(KEYS, 0.0) | {"our_trades_go_together": trades, "shared_audience": audience}
    me, them = member(1, "photography", audiences=audiences), member(2, "florist", audiences=audiences)
    found = reasons(Trades.of(TAXONOMY), me, them, evidence, 40.0)
    return [(reason.key, reason.fact("shared")) for reason in found]


@pytest.mark.parametrize(
    ("audiences", "trades", "audience", "said"),
    [
        (("engaged-couples",), 0.9, 0.5, [("our_trades_go_together", None)]),
        (("engaged-couples",), 0.5, 0.9, [("shared_audience", ("engaged-couples",))]),
        (
            ("engaged-couples", "students"),
            0.9,
            0.5,
            [("our_trades_go_together", None), ("shared_audience", ("students",))],
        ),
        (("engaged-couples", "students"), 0.5, 0.9, [("shared_audience", ("engaged-couples", "students"))]),
        (("students",), 0.9, 0.5, [("our_trades_go_together", None), ("shared_audience", ("students",))]),
    ],
)
def test_people_for_whom_trades_go_together_are_not_named_again(
    audiences: tuple[str, ...], trades: float, audience: float, said: Said
) -> None:
    assert told(audiences, trades=trades, audience=audience) == said


def test_the_audiences_of_contact_spheres_are_those_that_members_can_say() -> None:
    named = {tag for sphere in tables.spheres().values() for tag in sphere.audiences}

    assert named
    assert named <= set(WORDS)


def test_only_trades_that_go_together_for_their_people_are_said_to_serve_them() -> None:
    taxonomy, spheres = Taxonomy.load(), tables.spheres()

    assert taxonomy.both_serve()
    for (a, b), audiences in taxonomy.both_serve().items():
        ground = taxonomy.reason(a, b)
        assert ground is not None
        assert set(spheres[ground.sphere].audiences) == audiences
