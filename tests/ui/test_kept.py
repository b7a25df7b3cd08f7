"""Parts of a page that are drawn once."""

from __future__ import annotations

from django.template import Context, engines
from django.utils.translation import override


def _template(text: str) -> object:
    return engines["django"].from_string(text).template  # type: ignore[attr-defined]


def test_what_is_kept_sees_nobody() -> None:
    """No name of one reader can come into the page of another."""
    template = _template("{% kept %}<b>{{ name }}</b>{% endkept %} {{ name }}")
    assert template.render(Context({"name": "Ann"})) == "<b></b> Ann"  # type: ignore[attr-defined]
    assert template.render(Context({"name": "Bo"})) == "<b></b> Bo"  # type: ignore[attr-defined]


def test_each_language_has_its_own() -> None:
    """What was drawn for one language is not shown in another."""
    template = _template("{% kept %}{% get_current_language as code %}{{ code }}{% endkept %}")
    for code in ("en", "de", "en"):
        with override(code):
            assert template.render(Context()) == code  # type: ignore[attr-defined]
