"""Every template is used, and every sentence in one can be translated and sounds like us."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import pytest

from tests.house.source import PACKAGE, code, place, template_name, templates, tree

DJANGO_FINDS_THEM = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
NAMES = {"hometeam"}
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# The catalogue of components is for us who build; its captions are not part of the product.
FOR_BUILDERS = ("ui/style",)


@cache
def all_source() -> str:
    """All code and all templates in one string, to look a name up in."""
    return "\n".join(path.read_text() for path in (*code(PACKAGE), *templates()))


def is_used(path: Path) -> bool:
    """Whether a view, another template, Django or allauth asks for this template."""
    name = template_name(path)
    if name in DJANGO_FINDS_THEM or (Path(allauth.__file__).parent / "templates" / name).exists():
        return True
    if name.startswith("cotton/"):
        return cotton_name(name) in components()
    if any(pattern.fullmatch(name) for pattern in families()):
        return True
    return name in asked_for()


@cache
def components() -> frozenset[str]:
    """The names of all components that some template has a tag of."""
    return frozenset(re.findall(r"<c-([\w.-]+)(?=[\s/>])", all_source()))


@cache
def asked_for() -> frozenset[str]:
    """Whatever stands between quotes and may be a template's name.

    A partial is asked for as "room/page.html#part", a letter's two halves by the name that they share.
    """
    return frozenset(re.findall(r"[\"']([\w/.-]+)(?=[#\"'])", all_source()))


@cache
def families() -> tuple[re.Pattern[str], ...]:
    """Templates that a view names in part: f"members/edit_{group}.html" asks for every group's."""
    named = re.findall(r"f[\"']([\w/-]*\{[\w.]+\}[\w/.-]*\.(?:html|txt))[\"']", all_source())
    return tuple(re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name))) for name in named)


def cotton_name(name: str) -> str:
    """The component's name in its tag: cotton/a_card.html is <c-a-card>, cotton/form/index.html is <c-form>."""
    inner = name.removeprefix("cotton/").removesuffix(".html").removesuffix("/index")
    return inner.replace("/", ".").replace("_", "-")


def for_people() -> list[Path]:
    """The templates that members see."""
    return [path for path in templates() if not template_name(path).startswith(FOR_BUILDERS)]


def without(pattern: str, text: str) -> str:
    """The text with what matches blanked, its lines kept."""
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.DOTALL | re.IGNORECASE)


def bare_words(text: str) -> Iterator[tuple[int, str]]:
    """Words in a template that no translate tag holds, with their lines."""
    patterns = [
        r"\{#.*?#\}",
        r"\{% comment.*?endcomment %\}",
        r"\{% block \w*class\w* %\}.*?\{% endblock[^%]*%\}",
        r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"<!--.*?-->",
        r"<(script|style|svg|code|pre)\b.*?</\1>",
    ]
    for pattern in patterns:
        text = without(pattern, text)
    attribute = r"\s(?:alt|title|placeholder|aria-label|label|help|heading)=\"([^\"]*)\""
    for match in re.finditer(attribute, text):
        yield from words(text, match.start(1), match.group(1))
    text = without(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", text)
    for match in re.finditer(r"[^\n]+", text):
        yield from words(text, match.start(), match.group())


def words(text: str, start: int, said: str) -> Iterator[tuple[int, str]]:
    """Words of two letters or more, other than names."""
    for match in re.finditer(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", said)):
        if match.group().lower() not in NAMES:
            yield text.count("\n", 0, start) + 1, match.group()


def sentences_in_templates() -> Iterator[tuple[str, str]]:
    """What translate tags say, with the template's place."""
    for path in for_people():
        text = path.read_text()
        for match in re.finditer(r"\{% trans(?:late)? (\"[^\"]*\"|'[^']*')", text):
            yield place(path), match.group(1)[1:-1]
        for match in re.finditer(
            r"\{% blocktrans(?:late)?\b.*?%\}(.*?)\{% endblocktrans(?:late)? %\}", text, re.DOTALL
        ):
            yield place(path), re.sub(r"\{[%{].*?[%}]\}", "", match.group(1))


def sentences_in_code() -> Iterator[tuple[str, str]]:
    """What gettext calls say, with their place."""
    for path in code(PACKAGE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS:
                for said in node.args:
                    if isinstance(said, ast.Constant) and isinstance(said.value, str):
                        yield f"{place(path)}:{node.lineno}", said.value


def test_no_sentence_hides_in_an_f_string_where_translators_tools_do_not_look() -> None:
    hidden = [
        f"{place(path)}:{node.lineno}"
        for path in code(PACKAGE)
        for whole in ast.walk(tree(path))
        if isinstance(whole, ast.JoinedStr)
        for node in ast.walk(whole)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS
        if any(isinstance(said, ast.Constant) for said in node.args)
    ]
    assert hidden == []


def test_every_template_is_used() -> None:
    assert [place(path) for path in templates() if not is_used(path)] == []


@pytest.mark.parametrize("path", for_people(), ids=template_name)
def test_every_sentence_in_a_template_can_be_translated(path: Path) -> None:
    assert [f"{line}: {word}" for line, word in bare_words(path.read_text())] == []


def test_nothing_shouts_and_nobody_is_a_network() -> None:
    said = [*sentences_in_templates(), *sentences_in_code()]
    assert [
        (where, words) for where, words in said if "!" in words or re.search(r"\bnetwork", words, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("path", for_people(), ids=template_name)
def test_every_table_says_what_it_holds(path: Path) -> None:
    """To whoever hears it: by a caption, or by the heading that it stands under."""
    tables = re.findall(r"<table\b.*?</table>", path.read_text(), re.DOTALL)
    named = re.compile(r"<table[^>]* aria-label|<table[^>]*>\s*(<caption|\{% slot)", re.DOTALL)
    assert [table[:80] for table in tables if not named.match(table)] == []


def test_the_check_finds_words_that_nobody_can_translate() -> None:
    """A test that cannot fail proves nothing: this is what it must find, and what it must leave alone."""
    page = '<p>{% translate "Fine" %} Not fine</p>\n<img alt="Nor this">{{ name }} &nbsp; Hometeam'
    assert {word for _, word in bare_words(page)} == {"Not", "fine", "Nor", "this"}
