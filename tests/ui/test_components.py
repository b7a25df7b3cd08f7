"""What the pieces of a page promise, each shown once."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import css_inline
import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler  # type: ignore[import-untyped]

import hometeam.ui
from hometeam.ui.catalogue import GROUPS, TOKENS, catalogue

TEMPLATES = Path(hometeam.ui.__file__).parent / "templates"
HOSTILE = """<script>alert("it's & bad")</script>"""


def drawn(source: str, **context: Any) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context, request())


def request(path: str = "/", **cookies: str) -> Any:
    """A request as the middleware leaves it, of nobody."""
    made: Any = RequestFactory().get(path)
    made.COOKIES.update(cookies)
    made.user = SimpleNamespace(is_authenticated=False)
    made._messages = []
    return made


class Note(forms.Form):
    words = forms.CharField(label="Words", help_text="A line will do.")
    later = forms.BooleanField(label="Later", required=False)
    ways = forms.MultipleChoiceField(
        label="Ways", required=False, choices=[("a", "Aloud"), ("b", "By post")], widget=forms.CheckboxSelectMultiple
    )


@pytest.mark.parametrize(
    "source",
    [
        '<c-card title="{{ t }}" label="{{ t }}" group="cheer">{{ t }}</c-card>',
        '<c-card :title="t" :label="t" group="cheer">{{ t }}</c-card>',
        '<c-person :name="t" :line="t" :ring="t" />',
        '<c-note :sender="t" :sign="t">{{ t }}</c-note>',
        '<c-empty :title="t">{{ t }}</c-empty>',
        '<c-copy :text="t" />',
        '<c-share :title="t" :text="t" :url="t" />',
        '<c-stat :value="t" :label="t">{{ t }}</c-stat>',
        '<c-progress :label="t">{{ t }}</c-progress>',
        '<c-button :title="t">{{ t }}</c-button>',
        '{% include "ui/track.html" with who=t what=t when=t %}',
        '{% include "ui/person.html" with name=t line=t ring=t %}',
    ],
)
def test_what_people_write_stays_words(source: str) -> None:
    """HTML in any part of a component is shown, not obeyed."""
    page = drawn(source, t=HOSTILE)
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert not re.search(r'="[^"]*<', page)


def test_words_cannot_break_out_of_an_attribute() -> None:
    """Attributes that a component passes on are quoted whatever they hold (cotton's way trusts outer quotes)."""
    page = drawn('<c-button :title="t">Go</c-button>', t='"a" onmouseover="alert(1)"')
    assert 'title="&quot;a&quot; onmouseover=&quot;alert(1)&quot;"' in page


def test_a_component_passes_on_attributes_with_and_without_values() -> None:
    page = drawn('<c-button disabled data-count="3" :data-at="t">Go</c-button>', t=7)
    assert re.search(r'<button [^>]*\bdisabled data-count="3" data-at="7"', page)


def test_no_component_lets_cotton_write_its_attributes() -> None:
    """Each passes them on through ui/attrs.html, which escapes."""
    assert [path.name for path in (TEMPLATES / "cotton").glob("*.html") if "{{ attrs }}" in path.read_text()] == []


def test_words_given_to_a_component_are_escaped_once() -> None:
    """An ampersand reads as one, however it was handed over."""
    for source in ('<c-card title="{{ t }}" />', '<c-card :title="t" />'):
        assert "Bo &amp; Sons" in drawn(source, t="Bo & Sons")


def test_a_field_ties_its_label_help_and_error_to_its_input() -> None:
    """Whoever hears the page hears what to mend, and where."""
    form = Note({"words": ""})
    page = drawn('<c-field :field="form.words" />', form=form)
    assert '<label for="id_words">Words</label>' in page
    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert described
    assert all(f'id="{part}"' in page for part in described.group(1).split())
    assert 'aria-invalid="true"' in page
    assert "Fill this in." in page


def test_a_group_of_choices_has_a_legend() -> None:
    page = drawn('<c-field :field="form.ways" :chips="True" />', form=Note())
    assert "<legend" in page
    assert "choices--chips" in page
    assert page.count('type="checkbox"') == 2


def test_only_fields_that_may_stay_empty_say_so() -> None:
    assert "optional" in drawn('<c-field :field="form.ways" />', form=Note())
    assert "optional" not in drawn('<c-field :field="form.words" />', form=Note())


def test_a_form_that_came_back_lists_what_to_mend_and_leads_there() -> None:
    page = drawn('{% include "ui/fields.html" %}', form=Note({"words": ""}))
    assert "One thing to mend" in page
    assert '<a href="#id_words">Words</a>' in page


def test_a_fresh_form_lists_nothing_to_mend() -> None:
    assert "mend" not in drawn('{% include "ui/fields.html" %}', form=Note())


def test_a_message_with_a_path_can_be_undone() -> None:
    page = drawn('{% include "ui/messages.html" %}', messages=[Message(SUCCESS, "Sent.", extra_tags="/undo/7")])
    assert '<form method="post" action="/undo/7">' in page


@pytest.mark.parametrize("tags", ["", "wide", "//elsewhere.example/undo", "https://elsewhere.example/"])
def test_a_message_without_a_path_of_ours_has_nothing_to_undo(tags: str) -> None:
    page = drawn('{% include "ui/messages.html" %}', messages=[Message(SUCCESS, HOSTILE, extra_tags=tags)])
    assert "<form" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        *(("Bo Bakery", "BB"), ("ann", "A"), ("Émile  Zola", "ÉZ"), ("Harbor & Hale", "HH"), ("“Ink” (co)", "IC")),
        *(("E\u0301toile fils", "ÉF"), ("بنك الطعام", "ب\u200cا"), ("藍門咖啡館", "藍"), ("🌻🌻", "🌻"), ("", "")),
    ],
)
def test_a_member_without_a_photo_shows_initials(name: str, initials: str) -> None:
    page = drawn('{% include "ui/avatar.html" %}', name=name)
    assert re.search(rf'aria-hidden="true">{initials}</span>', page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_page_from_the_first_byte(theme: str) -> None:
    """Nothing flashes: the server writes what the cookie says."""
    assert f'data-theme="{theme}"' in render_to_string("404.html", request=request(theme=theme)).split("<head>")[0]


def test_a_forged_theme_is_not_repeated() -> None:
    assert "data-theme" not in render_to_string("404.html", request=request(theme='x" onload="')).split("<head>")[0]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_request(name: str) -> None:
    """When all else is broken they still say what to do."""
    page = render_to_string(f"{name}.html")
    assert re.search(r"<h1>[^<]+</h1>", page)
    assert 'href="/"' in page


def test_a_page_stands_without_a_community() -> None:
    """Signed-in pages outside a community have no bar, and no dead links."""
    page = render_to_string("ui/page.html", request=request())
    assert 'class="bar"' not in page
    assert 'href=""' not in page
    assert '<main id="main"' in page


LETTER: dict[str, Any] = {
    "subject": "A note",
    "greeting": "Dear Bo,",
    "lines": ["Ann asks whether you would like a coffee.", HOSTILE],
    "words": "At eight?\nBefore you open.",
    "action_label": "Answer Ann",
    "action_url": "https://home.example/answer/1",
    "sign_off": "Hometeam",
    "why": "You get this because Ann wrote to you.",
    "choice_url": "https://home.example/me/notices",
}


def test_a_letter_says_the_same_as_text_and_as_html() -> None:
    page, text = render_to_string("ui/letter.html", LETTER), render_to_string("ui/letter.txt", LETTER)
    for part in ("greeting", "action_label", "action_url", "why", "choice_url"):
        assert LETTER[part] in page
        assert LETTER[part] in text
    assert "> Before you open." in text
    assert HOSTILE in text
    assert HOSTILE not in page


def test_a_letter_can_carry_its_styles_inline() -> None:
    """Mail programs drop style sheets, so each part carries its own."""
    page = css_inline.inline(
        render_to_string("ui/letter.html", LETTER), keep_style_tags=False, load_remote_stylesheets=False
    )
    assert "<style" not in page
    assert re.search(r"<a [^>]*style=\"[^\"]*background:\s*#b93a24", page)


def test_the_style_guide_shows_every_component() -> None:
    """A new component goes there first."""
    guide = "".join(path.read_text() for path in (TEMPLATES / "ui").glob("style*.html"))
    missing = [
        path.stem for path in (TEMPLATES / "cotton").glob("*.html") if f"<c-{path.stem.replace('_', '-')}" not in guide
    ]
    assert missing == []


def test_the_style_guide_shows_every_colour() -> None:
    css = (TEMPLATES.parent / "static/ui/tokens.css").read_text()
    colours = {name for name in re.findall(r"--([a-z-]+): light-dark", css) if not name.startswith("on-")}
    assert colours == {token.name for token in TOKENS} | {group.slug for group in GROUPS}


def test_the_style_guide_can_be_drawn() -> None:
    page = render_to_string("ui/style.html", catalogue(), request=request("/style"))
    assert page.count('data-theme="dark"') == page.count('data-theme="light"') > 10
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
