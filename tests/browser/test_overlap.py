"""Two members at two browsers count the customers that they share; a browser blinds as the engine does."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from hometeam.engine import overlap
from hometeam.engine.overlap import Kind, Paper, read
from hometeam.overlap.models import Exchange, Hand
from tests.browser.chromium import PHONE, Opens
from tests.browser.flaws import flaws_of
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of
from tests.engine.overlap.spellings import SPELLINGS

pytestmark = pytest.mark.browser

CUSTOMERS = 300
SPELLED = """async ([module, texts]) => {
  const { normalised } = await import(module);
  return texts.map(normalised);
}"""
IN_A_FILE = """async ([module, content]) => {
  const { addressesInFile } = await import(module);
  const file = new File([new Uint8Array(content)], "customers.csv");
  return addressesInFile(file).then(({ addresses }) => addresses, (error) => error.constructor.name);
}"""
BLINDED = """([worker, library, addresses, key]) => new Promise((resolve, reject) => {
  const works = new Worker(worker, { type: "module" });
  works.onmessage = ({ data }) => data.result ? resolve([...data.result]) : data.error && reject(data.error);
  works.postMessage({ library, job: "blind", addresses, key: new Uint8Array(key) });
})"""


def sits_down(opens: Opens, live_server: LiveServer, player: Player) -> ByHand:
    """Somebody who has signed in, at a browser of their own."""
    page = opens(width=PHONE)
    seat = client_of(player.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": seat, "url": live_server.url}])
    return ByHand(page)


def workbook(folder: Path) -> str:
    """Ann's customers in a spreadsheet with other columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Shop", "E-mail"])
    for number in range(CUSTOMERS):
        sheet.append([f"Customer {number}", "ann@example.org" if number % 9 == 0 else "", f"Cust{number}@Example.org"])
    content = BytesIO()
    book.save(content)
    (folder / "customers.xlsx").write_bytes(content.getvalue())
    return str(folder / "customers.xlsx")


def agrees_with_the_engine(page: Page, home: str) -> None:
    """To the letter and to the byte."""
    ours = f"{home}/static/ui"
    texts = [text for text, _address in SPELLINGS]
    assert page.evaluate(SPELLED, [f"{ours}/overlap-addresses.js", texts]) == [right for _text, right in SPELLINGS]
    key, addresses = overlap.key_from(bytes(range(64))), ["ann@example.org", "josé@example.org"]
    asked = [f"{ours}/overlap-worker.js", f"{ours}/vendor/libsodium-sumo-0.8.4.js", addresses, list(key)]
    right = [overlap.multiplied(overlap.point_of(one.encode()), key) for one in addresses]
    assert bytes(page.evaluate(BLINDED, asked)) == b"".join(right)


def reads_a_file_however_it_was_saved(page: Page, home: str) -> None:
    """With or without marks of its encoding, and with line ends of any kind; what is no list is said to be none."""
    words, right = (
        "Name;E-mail{0}Jörg;joerg@example.org{0}Zoë;zoe@example.org",
        ["joerg@example.org", "zoe@example.org"],
    )
    ways = [
        ("\n", "utf-8-sig"),
        ("\r\n", "cp1252"),
        ("\r", "utf-8"),
        ("\n", "utf-16"),
        ("\n", "utf-16-le"),
        ("\n", "utf-16-be"),
    ]
    files = [list(words.format(end).encode(encoding)) for end, encoding in ways]
    files += [list(b"%PDF-1.7"), list(bytes.fromhex("d0cf11e0"))]
    read_as = [page.evaluate(IN_A_FILE, [f"{home}/static/ui/overlap-addresses.js", content]) for content in files]
    assert read_as == [right] * len(ways) + ["Unreadable"] * 2


def test_two_browsers_find_the_band_and_send_no_address(
    opens: Opens, live_server: LiveServer, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bo = (sits_down(opens, live_server, player) for player in (cast.ann, cast.bo))
    arrived: list[bytes] = []

    def listen(content: bytes, kind: Kind) -> Paper:
        arrived.append(content)
        return read(content, kind)

    monkeypatch.setattr(overlap, "read", listen)
    ann.goes_to(f"/c/elm-street/people/{cast.bo.member.pk}")
    ann.follows("How many customers do you share?")
    ann.presses("Ask Bo’s Bakery")
    here = f"/c/elm-street/overlap/{Exchange.objects.get().pk}"
    bo.goes_to(here)
    assert flaws_of(bo.page) == []
    bo.presses("Yes, let us count")
    bo.unfolds("Use the command instead")
    assert flaws_of(bo.page) == []
    agrees_with_the_engine(bo.page, live_server.url)
    reads_a_file_however_it_was_saved(bo.page, live_server.url)

    ann.goes_to(here)
    ann.page.set_input_files("#customers", workbook(tmp_path))
    ann.sees("300 different addresses found.")
    ann.presses("Blind it and send it")
    ann.sees("Your blinded list is in.")
    bo.writes("Or paste them here", "\n".join(f"cust{number}@example.org" for number in range(100, 400)))
    bo.sees("300 different addresses found.")
    bo.page.get_by_role("button", name="Blind it and send it").click()
    bo.sees("You have done all that there is to do.")
    ann.goes_to(here)
    ann.sees("About 100 to 300")
    assert flaws_of(ann.page) == []
    bo.goes_to(here)
    bo.sees("About 100 to 300")
    assert not Hand.objects.exists()
    # Filled up to 500, or with our decoys among them, under a line or two that say what it is.
    assert [len(content.splitlines()) for content in arrived] == [502, 502, 565, 565]
    assert not any(b"@" in content for content in arrived)
    assert [one.page.evaluate("localStorage.length") for one in (ann, bo)] == [0, 0]
