"""A PDF as proof: checked, kept for those who take part, handed over as a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hometeam.ledger.models import Act, Evidence
from hometeam.together.models import Commitment
from tests.cast import Cast, client_of
from tests.together.moments import agreed

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def step(cast: Cast) -> Commitment:
    """A step that takes a file: what Bo has to hand over to Ann."""
    both = agreed(
        cast.bo, cast.ann, kind_id="hand-over", role="helper", answers={"purpose": "Orders", "outcome": "No lost order"}
    )
    takers = [
        one for one in both.commitments.all() if one.counts and one.part and one.part.member_id == cast.bo.member.pk
    ]
    return takers[0]


def send(cast: Cast, step: Commitment, content: bytes, name: str = "proof.pdf") -> Any:
    """Bo ticks the step off with a file."""
    said = {"file": SimpleUploadedFile(name, content, "application/pdf")}
    return client_of(cast.bo.person).post(f"/c/elm-street/together/steps/{step.pk}", said)


def test_a_pdf_shows_that_it_is_done_and_comes_as_a_file_to_those_who_take_part(cast: Cast, step: Commitment) -> None:
    assert send(cast, step, PDF).status_code == 302
    evidence = Evidence.objects.get()
    url = f"/c/elm-street/together/steps/{step.pk}/file/{evidence.pk}"
    answer = client_of(cast.ann.person).get(url)
    assert evidence.kind == Evidence.Kind.FILE
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert client_of(cast.cy.person).get(url).status_code == 404


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<html>%%EOF", "not a PDF"),
        (b"%PDF-1.4 and then nothing", "not a PDF"),
        (PDF + b"x" * 11_000_000, "larger than 10 MB"),
    ],
    ids=["a page", "cut off", "a giant"],
)
def test_what_is_no_pdf_is_refused_beside_the_field(cast: Cast, step: Commitment, content: bytes, error: str) -> None:
    answer = send(cast, step, content)
    assert error in answer.content.decode()
    assert not Act.objects.exists()
