"""Things are found by their words, in their own community, the same on both databases."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hometeam.foundation import search

pytestmark = pytest.mark.django_db
HERE, THERE = 1, 2


def add(owner_id: int, title: str, body: str = "", communities: tuple[int, ...] = (HERE,)) -> None:
    search.index("members.member", owner_id, communities, title, body)


def test_a_word_in_the_title_comes_before_one_in_the_body() -> None:
    add(1, "Elm Street Books", "we also sell bread and cake and tea")
    add(2, "Bread and more", "a shop")
    assert search.find(HERE, "bread") == [2, 1]


def test_all_words_must_be_there_and_a_beginning_is_enough() -> None:
    add(1, "Ann Photographs", "weddings in Langley")
    add(2, "Bo Photographs", "food in Seattle")
    assert search.find(HERE, "photo lang") == [1]
    assert search.find(HERE, "photo paris") == []


@pytest.mark.parametrize("words", ["café zoë", "CAFE ZOE", "cafe", "Zoe’s", "𝐂𝐚𝐟𝐞 𝒁𝒐𝒆"])
def test_accents_capitals_and_punctuation_do_not_matter(words: str) -> None:
    add(1, "Café Zoë's")
    assert search.find(HERE, words) == [1]


def test_nothing_of_another_community_is_found() -> None:
    add(1, "Bakery", communities=(THERE,))
    assert search.find(HERE, "bakery") == []
    assert search.find(THERE, "bakery") == [1]


def test_who_leaves_a_community_is_no_longer_found_there() -> None:
    add(1, "Bakery", communities=(HERE, THERE))
    add(1, "Bakery", communities=(THERE,))
    assert search.find(HERE, "bakery") == []


def test_what_is_written_anew_is_found_by_its_new_words_only() -> None:
    add(1, "Bakery")
    add(1, "Florist")
    assert search.find(HERE, "bakery") == []
    assert search.find(HERE, "florist") == [1]


def test_what_is_removed_is_not_found() -> None:
    add(1, "Bakery")
    search.remove("members.member", 1)
    assert search.find(HERE, "bakery") == []


def test_other_words_will_do_in_a_words_place() -> None:
    add(1, "Ann", "portraits and weddings")
    add(2, "Bo", "fine art prints")
    synonyms = {"photographer": {"portraits", "fine art"}}
    assert set(search.find(HERE, "Photographer", synonyms=synonyms)) == {1, 2}
    assert search.find(HERE, "photographer weddings", synonyms=synonyms) == [1]


def test_only_things_of_one_kind_are_found() -> None:
    search.index("together.collaboration", 1, [HERE], "Bakery", "")
    assert search.find(HERE, "bakery") == []
    assert search.find(HERE, "bakery", owner_label="together.collaboration") == [1]


def test_results_come_in_pages() -> None:
    for number in range(5):
        add(number, "Bakery")
    assert search.find(HERE, "bakery", 2, 2) == [2, 3]


def test_the_index_follows_the_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        add(1, "Bakery")
        raise RuntimeError
    assert search.find(HERE, "bakery") == []


def test_many_are_indexed_at_once() -> None:
    search.index_many(search.Entry("members.member", n, [HERE], f"Shop {n}", "bread") for n in range(1200))
    assert len(search.find(HERE, "bread", limit=2000)) == 1200


@pytest.mark.parametrize("words", ["", "   ", "!?", '"', "* AND OR"])
def test_words_without_letters_find_nothing_and_break_nothing(words: str) -> None:
    add(1, "Bakery")
    assert search.find(HERE, words) == []


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(words=st.text(max_size=40), other=st.text(max_size=10))
def test_nothing_a_person_types_is_syntax(words: str, other: str) -> None:
    search.find(HERE, words, synonyms={words: {other}, other: {words}})


@given(st.text(max_size=40))
@example("ᴬ ǽ 𝐁")
def test_folding_twice_is_folding_once(words: str) -> None:
    assert search.fold(search.fold(words)) == search.fold(words)


@pytest.mark.parametrize("most", [2, 3, 9])
def test_a_few_are_found_in_any_order_and_of_more_the_best(most: int) -> None:
    """Up to `most` all are found, unranked; of three with room for two the one that only mentions it is left out."""
    add(1, "Elm Street Books", "we also sell bread and cake and tea")
    add(2, "Bread and more")
    add(3, "Bread")
    assert set(search.find_few(HERE, "bread", most)) == ({2, 3} if most == 2 else {1, 2, 3})
    assert search.find_few(THERE, "bread", most) == []
    assert search.find_few(HERE, "…", most) == []
