"""Real directories, read as they are."""

import csv
from collections import Counter
from functools import lru_cache

import pytest

from hometeam.engine.roster import Entry, Problem, guess_columns, read_row
from hometeam.engine.taxonomy import Taxonomy
from tests.real_data import real_data


@lru_cache(maxsize=8)
def read(name: str, most: int = 1_500) -> tuple[list[Entry], list[Problem]]:
    """The first rows of a real file, read."""
    with real_data(name).open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    mapping, taxonomy = guess_columns(header, rows[:100]), Taxonomy.load()
    found = [read_row(mapping, row, taxonomy) for row in rows[:most]]
    return [one for one in found if isinstance(one, Entry)], [one for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize(
    "name",
    [
        "businesses/langley_bc_2022.csv",
        "businesses/little_rock_ar_2022.csv",
        "nonprofits/irs_eo_bmf_arkansas_2026.csv",
        "profiles/jax_cohort_profiles_15.csv",
    ],
)
def test_every_row_can_be_used_and_nearly_every_one_has_a_trade(name: str) -> None:
    entries, problems = read(name)
    assert problems == []
    assert sum(bool(entry.services) for entry in entries) >= 0.98 * len(entries)
    assert len({entry.key for entry in entries}) == len(entries)


def test_seattles_rows_without_a_name_say_that_they_have_none() -> None:
    entries, problems = read("businesses/seattle_wa_2026.csv")
    assert Counter(problem.key for problem in problems).keys() == {"no-name"}
    assert 200 < len(problems) < len(entries)


def test_seattles_sole_proprietors_work_from_home() -> None:
    entries, _ = read("businesses/seattle_wa_2026.csv")
    alone = [entry for entry in entries if entry.kind == "solopreneur"]
    assert alone
    assert all(entry.home_based and entry.street == "" for entry in alone)


def test_arkansas_organisations_are_nonprofits_in_american_towns() -> None:
    entries, _ = read("nonprofits/irs_eo_bmf_arkansas_2026.csv")
    assert {(entry.kind, entry.region, entry.country) for entry in entries} == {("nonprofit", "AR", "US")}


def test_langleys_doors_have_a_place() -> None:
    entries, _ = read("businesses/langley_bc_2022.csv")
    placed = [entry for entry in entries if entry.lat is not None and entry.lon is not None]
    assert len(placed) > 0.5 * len(entries)
    assert all(48 < (entry.lat or 0) < 50 and -124 < (entry.lon or 0) < -121 for entry in placed)


def test_the_cohorts_own_words_about_what_they_need_are_heard() -> None:
    entries, _ = read("profiles/jax_cohort_profiles_15.csv")
    said = {entry.key: {guess.service for guess in entry.need_guesses if not guess.guessed} for entry in entries}
    assert {"graphic-designer", "bookkeeping"} <= said["id:J06"]
    assert "marketing-consultant" in said["id:J09"]
    assert said["id:J11"] == set()
