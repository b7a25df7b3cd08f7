"""Other languages: what translators wrote is sound, whoever reads one gets it everywhere, and so do letters."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation

from hometeam.cli import texts
from hometeam.cli.words import CATALOGUES, make_words_ready
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation.journal import Actor
from hometeam.foundation.models import Letter, Notice
from hometeam.members import actions
from hometeam.members.models import Community, Member, Person
from hometeam.members.queries import trades
from hometeam.together import actions as together
from hometeam.together.models import Commitment
from tests.cast import Cast, client_of, make_member
from tests.house.source import place, templates
from tests.ledger.moments import did
from tests.swap.rings import the_loop
from tests.swap.test_answering import yes
from tests.together.moments import agreed

HOLES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|https?://[^\s<>\"]+")
DATE = re.compile(r"date:\"(?!c\"|U\"|[A-Z_]+\")[^\"]*\"")


def catalogue(language: str) -> list[Message]:
    """What translators wrote, without the head."""
    with (CATALOGUES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """One text, or one for each number."""
    return (words,) if isinstance(words, str) else tuple(words)


OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_holds_what_is_filled_in(language: str) -> None:
    for message in catalogue(language):
        said, allowed = forms(message.string or ""), set(HOLES.findall(" ".join(forms(message.id))))
        assert all(said) and not message.fuzzy, message.id
        assert all(set(HOLES.findall(one)) <= allowed for one in said), message.id
        assert set(HOLES.findall(said[-1])) == set(HOLES.findall(forms(message.id)[-1])), message.id
        assert not any(sign in one for one in said for sign in "!¡"), message.id


def test_what_stands_in_data_files_is_gathered_for_translators() -> None:
    calls = [node for node in ast.walk(ast.parse(texts.source())) if isinstance(node, ast.Call)]
    gathered = {ast.literal_eval(call.args[0]) for call in calls}
    assert {service.title for service in Taxonomy.load().services} < gathered
    assert {"Coffee together", "Small Business Saturday", "weddings", "Food and drink"} < gathered


def test_days_are_written_as_the_language_writes_them() -> None:
    assert [place(path) for path in templates() if DATE.search(path.read_text())] == []
    with translation.override("es"):
        assert trades.title("bakery") == "Panadería"


def test_words_are_made_ready_once_for_each_version(tmp_path: Path) -> None:
    written = tmp_path / "from" / "es" / "LC_MESSAGES" / "django.po"
    written.parent.mkdir(parents=True)
    made = tmp_path / "words" / "es" / "LC_MESSAGES" / "django.mo"
    seen = []
    for words in ("Hola", "Hola", "Buenas"):
        written.write_text(f'msgid "Hello"\nmsgstr "{words}"\n')
        make_words_ready(tmp_path / "words", tmp_path / "from")
        seen.append((made.stat().st_mtime_ns, words.encode() in made.read_bytes()))
    assert seen[0] == seen[1] != seen[2] and all(has for _at, has in seen)


def test_whoever_reads_spanish_does_so_in_any_browser_and_the_browser_is_told(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ann.person.pk).update(language="es")
    client = client_of(cast.ann.person)
    today = client.get("/c/elm-street/today", headers={"accept-language": "en"})
    assert '<html lang="es"' in today.content.decode() and today.headers["Content-Language"] == "es"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    assert settings.LANGUAGE_COOKIE_NAME not in client_of(cast.bo.person).get("/c/elm-street/today").cookies


def test_the_language_is_chosen_among_ones_things_and_holds_at_once(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    given = {"name": "Ann", "notice_choice": "now", "timezone": "UTC", "language": "es"}
    assert "Guardado." in client.post("/me/settings", given, follow=True).content.decode()


def test_a_visitor_reads_what_the_browser_asks_for(client: Client, db: None) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "es-MX,es;q=0.9"}).content.decode()
    assert '<html lang="es"' in page and "correo" in page


def test_whoever_comes_in_keeps_the_language_they_came_in(db: None) -> None:
    with translation.override("es"):
        assert actions.person_at("rosa@example.org").language == "es"
    assert actions.person_at("rob@example.org").language == "en"


def test_an_invitation_speaks_the_communitys_language_whoever_sends_it(cast: Cast) -> None:
    Community.objects.filter(pk=cast.community.pk).update(language="es")
    cast.community.refresh_from_db()
    hats = make_member("Hats by Hana", cast.community)
    actions.invite(viewer=cast.gus.viewer, member=hats, email="hana@example.org")
    letter = Letter.objects.get(to="hana@example.org")
    assert 'lang="es"' in letter.html and "Elm Street" in letter.subject and "keeps a place" not in letter.subject


def test_a_deed_is_told_in_each_readers_language(cast: Cast) -> None:
    act = did(cast.ann, cast.bo, "{me} took the time for a coffee with {other}.")
    english = act.sentence
    with translation.override("es"):
        assert act.sentence != english and "Ann" in act.sentence and "Bo" in act.sentence


def test_a_notice_is_in_its_readers_language_to_the_last_line(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.person.pk).update(language="es")
    both = agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    task = both.commitments.filter(part__member=cast.ann.member).first()
    assert task is not None
    together.mark_done(commitment=task, viewer=cast.ann.viewer)
    told = Notice.objects.filter(person=cast.bo.person).latest("pk")
    assert "completó un paso" in told.subject
    assert not any(word in " ".join(told.lines).split() for word in ("the", "with", "about", "their"))


def test_whoever_has_closed_is_a_former_member_in_each_readers_language(cast: Cast) -> None:
    with translation.override("es"):
        actions.erase_member(by=Actor(cast.bo.person.pk, cast.bo.member.pk), member=cast.bo.member)
    assert Member.objects.get(pk=cast.bo.member.pk).name == "A former member"
    with translation.override("es"):
        assert Member.objects.get(pk=cast.bo.member.pk).name == "Un antiguo miembro"


def test_what_one_gives_in_a_loop_is_promised_in_the_communitys_language(cast: Cast) -> None:
    Community.objects.filter(pk=cast.community.pk).update(language="es")
    yes(the_loop(cast), cast.ann, cast.bo, cast.cy)
    promises = Commitment.objects.filter(part__member__in=[cast.ann.member, cast.bo.member, cast.cy.member])
    assert [one.text.partition(" a ")[0] for one in promises] == ["Dar"] * 3


def test_what_is_promised_and_between_two_is_named_in_the_readers_language(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.person.pk).update(language="es")
    agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    bo = client_of(cast.bo.person)
    for page in ("today", f"people/{cast.ann.member.pk}"):
        words = bo.get(f"/c/elm-street/{page}").content.decode()
        assert "Publicación para destacar" in words and "Spotlight post" not in words


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_a_trade_is_found_by_the_name_that_its_reader_knows_it_by(language: str) -> None:
    taxonomy = Taxonomy.load()
    with translation.override(language):
        named = [(one.id, taxonomy.match(translation.gettext(one.title), top=1)) for one in taxonomy.services]
    assert [name for name, found in named if [match.service.id for match in found] != [name]] == []
