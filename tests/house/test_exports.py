"""Everything leaves as easily as it came: each model is exported, or excluded by name with its reason."""

import tomllib

from django.apps import apps

from tests.house.source import CHECKOUT

TABLE = tomllib.loads((CHECKOUT / "tests" / "house" / "exports.toml").read_text())


def labels() -> set[str]:
    """Every model there is, as "room.Model", with the tables between two of them."""
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def decided() -> set[str]:
    """Every model that somebody has thought about."""
    return set(TABLE["exported"]) | set(TABLE["excluded"])


def test_every_model_is_exported_or_excluded_by_name() -> None:
    assert sorted(labels() - decided()) == []


def test_no_decision_is_about_a_model_that_is_gone() -> None:
    assert sorted(decided() - labels()) == []


def test_no_model_is_both() -> None:
    assert set(TABLE["exported"]) & set(TABLE["excluded"]) == set()


def test_every_exclusion_says_why() -> None:
    assert [name for name, why in TABLE["excluded"].items() if len(why.split()) < 3] == []
