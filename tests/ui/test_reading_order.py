"""Names that are read from right to left, in sentences that are read from left to right."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from hometeam.foundation.post.paper import write
from hometeam.ui.reading_order import HALF, apart, in_order

BANK, FLOWERS = "بنك الطعام 24", "פרחי בר"


def test_a_name_from_the_right_stands_apart_and_others_stay_as_they_are() -> None:
    assert apart(BANK) == f"\u2068{BANK}\u2069"
    assert apart("Étoile & 藍門") == "Étoile & 藍門"


def test_what_is_safe_stays_safe_and_what_is_not_is_escaped() -> None:
    sentence = Template("{% blocktranslate %}{{ name }} writes{% endblocktranslate %}")
    assert "&lt;b&gt;" in sentence.render(Context({"name": f"<b>{FLOWERS}"}))
    assert f"<b>{FLOWERS}</b>" in sentence.render(Context({"name": mark_safe(f"<b>{FLOWERS}</b>")}))


@pytest.mark.parametrize(
    "sentence",
    [
        "{% blocktranslate with name=who n=2 %}{{ name }} · seat {{ n }}{% endblocktranslate %}",
        "{% blocktranslate with w=who count n=2 %}{{ w }}{% plural %}{{ w }} · seat {{ n }}{% endblocktranslate %}",
        "{% blocktranslate with n=2 %}{{ who }} · seat {{ n }}{% endblocktranslate %}",
    ],
)
def test_within_a_sentence_of_a_page_each_name_stands_apart(sentence: str) -> None:
    said = Template(sentence).render(Context({"who": BANK}))
    assert said == f"\u2068{BANK}\u2069 · seat 2"


def test_a_sentence_that_begins_with_such_a_name_is_still_read_from_the_left() -> None:
    assert in_order(f"{FLOWERS} asks: Coffee, 7 December?") == f"\u200e\u2068{FLOWERS}\u2069 asks: Coffee, 7 December?"


def test_what_somebody_wrote_from_the_right_stays_as_it_is() -> None:
    for words in ("נשמח לקפה ביום חמישי ב-Blue Door אצלכם", "Coffee on Thursday?", ""):
        assert in_order(words, least=HALF) == words
    assert in_order(FLOWERS) == FLOWERS


def test_marks_are_set_once() -> None:
    once = in_order(f"{FLOWERS} asks {BANK}: Coffee?")
    assert in_order(once) == once


def test_in_a_letter_our_sentences_are_in_order_and_their_words_find_their_own() -> None:
    subject = f"{FLOWERS} asks: Coffee?"
    written = write(subject=subject, lines=[subject], words="נשמח לקפה")
    assert in_order(subject) in written.text and in_order(subject) in written.html
    assert 'dir="auto"' in written.html and 'dir="ltr"' in written.html


def test_a_sentence_that_was_put_together_elsewhere_is_put_in_order_and_escaped() -> None:
    said = Template("{{ line|in_order }}").render(Context({"line": f"{FLOWERS}: 2 <hearts>"}))
    assert said == f"\u200e\u2068{FLOWERS}\u2069: 2 &lt;hearts&gt;"


def test_what_just_happened_is_said_in_order() -> None:
    said = render_to_string("ui/toast.html", {"message": f"{FLOWERS}: 2 hearts."})
    assert f"\u2068{FLOWERS}\u2069: 2 hearts." in said
