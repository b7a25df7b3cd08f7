"""Words drawn in the house's type, whatever their script and however long."""

import pytest
from PIL import Image, ImageDraw

from hometeam.foundation.lettering import Block, can_write, draw, fitted, path_of, runs, width, wrapped, writable


def drawn(words: str) -> Image.Image:
    canvas = Image.new("L", (600, 80), 255)
    draw(ImageDraw.Draw(canvas), (10, 10), Block((words,), "read", 40), "black")
    return canvas


def test_latin_letters_are_in_the_houses_own_type() -> None:
    assert runs("Łódź café", "head") == [(path_of("head"), "Łódź café")]


@pytest.mark.parametrize("words", ["Αθήνα", "Хлеб", "מאפייה", "مخبز", "Հաց", "პური"])
def test_other_scripts_are_written_by_a_font_that_has_them(words: str) -> None:
    assert can_write(words)
    assert drawn(words).tobytes() != drawn("").tobytes()
    assert all(path != path_of("read") for path, _piece in runs(words, "read"))


def test_a_sign_that_no_font_has_is_left_out_with_the_space_around_it() -> None:
    assert writable("Ann \U0001f9ff\ufe0f Photographs \U000f0000", "read") == "Ann Photographs"
    assert not can_write("\U00013000")


def test_an_accent_stays_with_its_letter() -> None:
    assert [piece for _path, piece in runs("e\u0301", "read")] == ["e\u0301"]


def test_a_name_becomes_smaller_before_it_is_cut_and_no_word_is_broken() -> None:
    large = fitted("Ann", "head", range(80, 39, -4), 500, 2)
    small = fitted("The Preservation Photographs Company", "head", range(80, 39, -4), 500, 2)
    assert (large.size, large.lines) == (80, ("Ann",))
    assert small.size < 80
    assert " ".join(small.lines) == "The Preservation Photographs Company"


def test_what_is_too_long_at_any_size_ends_in_dots_within_the_line() -> None:
    block = fitted("many words " * 40, "read", range(40, 29, -2), 300, 2)
    assert len(block.lines) == 2
    assert block.lines[-1].endswith("…")
    assert all(width(line, "read", block.size) <= 300 for line in block.lines)


def test_a_word_wider_than_the_line_is_broken() -> None:
    lines = wrapped("x" * 200, "read", 40, 300, 3)
    assert len(lines) == 3
    assert all(width(line, "read", 40) <= 300 for line in lines)


def test_a_line_from_right_to_left_begins_at_the_right() -> None:
    """The Latin word comes second, so that it stands to the left."""
    canvas = drawn("שלום Ann")
    mirrored = drawn("Ann שלום")
    assert canvas.tobytes() != mirrored.tobytes()
