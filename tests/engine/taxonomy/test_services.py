"""The hand-kept tables hold together."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hometeam.engine.taxonomy import Taxonomy, bake, tables
from tests.real_data import real_data

TAXONOMY = Taxonomy.load()
IDS = [service.id for service in TAXONOMY.services]


def test_there_are_a_few_hundred_services_not_twenty_thousand_codes() -> None:
    assert 250 <= len(TAXONOMY.services) <= 400


def test_ids_are_slugs_and_no_two_alike() -> None:
    assert len(set(IDS)) == len(IDS)
    assert [name for name in IDS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_every_service_says_what_people_type_for_it() -> None:
    assert [service.id for service in TAXONOMY.services if len(service.words) < 3] == []


def test_no_code_has_two_best_services() -> None:
    for column in ("naics", "ntee", "schema"):
        codes = [
            code for _, row in tables.service_rows() for code in tables.split(row[column]) if code[0] != tables.SECOND
        ]
        assert sorted(codes) == sorted(set(codes))


def test_tables_name_only_services_spheres_and_groups_that_there_are() -> None:
    groups = {f"group:{group}" for group in tables.group_titles()}
    rows = [*tables.ranked("next.csv", "service", "next").items(), *tables.ranked("needs.csv", "who", "needs").items()]
    named = {name for who, others in rows for name in (who, *others)}
    bought = {name for who, others in tables.bought().items() for name in (who, *(other for other, _ in others))}
    assert named | bought <= {*IDS, *groups}
    assert {sphere for service in TAXONOMY.services for sphere in service.spheres} <= set(tables.spheres())


def test_get_finds_a_service_by_its_id_and_nothing_else() -> None:
    assert TAXONOMY.get("bakery") in TAXONOMY.services
    assert TAXONOMY.get("Bakery") is None


def test_loading_is_quick_because_the_text_index_waits_until_it_is_asked_for() -> None:
    began = time.process_time()
    Taxonomy(tables.services()).likely_needs("cafe")
    assert time.process_time() - began < 0.15


def test_who_does_not_match_words_does_not_wait_for_scipy() -> None:
    code = "import sys; from hometeam.engine.taxonomy import Taxonomy; Taxonomy.load(); print('scipy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.soak
def test_baking_again_gives_the_same_bytes(tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in bake.BAKED.iterdir() if file.is_file()}
    bake.main(real_data("taxonomy").parent, into=tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_what_is_baked_in_is_small() -> None:
    assert sum(file.stat().st_size for file in bake.BAKED.iterdir() if file.is_file()) < 1_500_000
