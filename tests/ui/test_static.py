"""What pages ask for is there, and small enough for a slow line."""

import gzip
import json
import re
from pathlib import Path

import lucide
import pytest

import hometeam
import hometeam.ui
from hometeam.ui.icons import drawn

HOUSE = Path(hometeam.__file__).parent
STATIC = Path(hometeam.ui.__file__).parent / "static"
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
FROM_ALLAUTH = ("mfa/js/", "account/js/")


def matches(pattern: str) -> set[str]:
    return {found for path in TEMPLATES for found in re.findall(pattern, path.read_text())}


def test_every_static_file_that_a_template_names_exists() -> None:
    """A page never asks for a file that is not there."""
    named = matches(r"""\{%\s*static\s+['"]([^'"]+)['"]""")
    assert named
    ours = {name for name in named if not name.startswith(FROM_ALLAUTH)}
    assert [name for name in sorted(ours) if not (STATIC / name).is_file()] == []


def test_every_icon_that_a_template_names_exists() -> None:
    """A misspelt icon would break its page."""
    named = matches(r"""\{%\s*lucide\s+['"]([^'"]+)['"]""")
    for name in named | matches(r"""<c-button[^>]*\sicon=["']([a-z0-9-]+)["']"""):
        assert lucide._render_icon(name, 24).startswith("<svg"), name


def test_an_icon_is_drawn_as_the_library_draws_it_but_as_large_as_letters_are() -> None:
    for name in ("sun", "map-pin", "undo-2"):
        said = {"aria_hidden": "true", "class": "a<b&c"}
        theirs = lucide._render_icon(name, 20, **said).replace(
            'width="20" height="20"', 'width="1.25rem" height="1.25rem"'
        )
        assert drawn(name, 20, tuple(said.items())) == theirs
    with pytest.raises(lucide.IconDoesNotExist):
        drawn("no-such-icon", 24, ())


def test_every_file_that_the_style_sheets_name_exists() -> None:
    """Fonts are where the sheets say."""
    for sheet in (STATIC / "ui").glob("*.css"):
        for name in re.findall(r'url\("(?!data:)([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / name).is_file(), f"{sheet.name}: {name}"


def test_every_icon_of_the_manifest_exists() -> None:
    """The page can be put on a phone's home screen."""
    manifest = json.loads((STATIC / "ui" / "hometeam.webmanifest").read_text())
    assert all((STATIC / "ui" / icon["src"]).is_file() for icon in manifest["icons"])
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}


def test_each_font_and_script_of_others_comes_with_its_licence() -> None:
    """What others made is named, with the words under which they gave it."""
    assert "SIL OPEN FONT LICENSE" in (STATIC / "ui/fonts/bricolage-grotesque-OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in (STATIC / "ui/fonts/atkinson-hyperlegible-next-OFL.txt").read_text()
    assert "Zero-Clause BSD" in (STATIC / "ui/vendor/htmx-LICENSE.txt").read_text()


def test_all_style_sheets_together_stay_small() -> None:
    """Those that every page loads: under 40 kB before compression, so that one person can read them all."""
    of_few_pages = {
        "agreement.css",
        "charts.css",
        "contrast.css",  # of few readers
        "hanging.css",
        "loop.css",
        "map.css",
        "market.css",
        "praise.css",
        "style.css",
    }
    sheets = [sheet for sheet in (STATIC / "ui").glob("*.css") if sheet.name not in of_few_pages]
    assert sum(sheet.stat().st_size for sheet in sheets) < 40_000


@pytest.mark.parametrize("room_for_the_page", [12_000])
def test_a_first_visit_stays_under_a_hundred_kilobytes(room_for_the_page: int) -> None:
    """Fonts, styles and scripts that every page loads, as they travel, with room for the page itself."""
    frame = (STATIC.parent / "templates/ui/frame.html").read_text()
    loaded = set(re.findall(r"""(?:rel="(?:preload|stylesheet)" href|script src)="\{% static '([^']+)'""", frame))
    assert len(loaded) >= 7
    assert sum(travelling_size(STATIC / name) for name in loaded) + room_for_the_page < 100_000


def travelling_size(path: Path) -> int:
    """Bytes on the wire: fonts are compressed already, the rest by gzip."""
    return path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))


def test_templates_write_no_inline_script_or_style() -> None:
    """The content security policy refuses them: scripts come from files, JSON for them is data."""
    for path in TEMPLATES:
        if path.name.startswith("letter") or path.name == "widget.html":  # the widget has a policy of its own
            continue
        text = re.sub(r"\{%.*?%\}", "", path.read_text())
        assert not re.search(r"<style\b|\son[a-z]+=|javascript:", text), path
        assert all(
            "src=" in tag or re.search(r"application/(ld\+)?json", tag) for tag in re.findall(r"<script\b[^>]*>", text)
        ), path
