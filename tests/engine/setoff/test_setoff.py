"""Set-off: the most that goes round, to the last minor unit, and nobody's net position moved."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from hometeam.engine.setoff import Debt, TooGreat, read_book, set_off
from hometeam.engine.unpacking import Malformed
from tests.real_data import real_data

NAMES = st.sampled_from(["Ann", "Bo", "Cy", "Dee", "Eve", "Flo"])
AMOUNTS = st.one_of(st.integers(0, 9), st.integers(0, 2**45))
DEBTS = st.lists(st.builds(Debt, NAMES, NAMES, AMOUNTS).filter(lambda debt: debt.debtor != debt.creditor), max_size=16)


def greatest_by_linear_programme(debts: list[Debt]) -> float:
    """The same question put to another solver, exact enough for small amounts."""
    names = sorted({name for debt in debts for name in (debt.debtor, debt.creditor)})
    flow = np.zeros((len(names), len(debts)))
    for at, debt in enumerate(debts):
        flow[names.index(debt.debtor), at] += 1
        flow[names.index(debt.creditor), at] -= 1
    bounds = [(0.0, float(debt.amount)) for debt in debts]
    found = linprog(-np.ones(len(debts)), A_eq=flow, b_eq=np.zeros(len(names)), bounds=bounds)
    return float(np.sum(np.asarray(found.x)))


@settings(max_examples=80, deadline=None)
@given(DEBTS)
def test_what_is_cleared_goes_round_and_is_never_more_than_is_owed(debts: list[Debt]) -> None:
    answer = set_off(debts)
    owed, paid = Counter[tuple[str, str]](), Counter[str]()
    for debt in debts:
        owed[debt.debtor, debt.creditor] += debt.amount
    for each in answer.setoffs:
        assert 0 < each.amount <= owed[each.debtor, each.creditor]
        paid[each.debtor] += each.amount
        paid[each.creditor] -= each.amount
    assert not any(paid.values())
    assert answer.cleared == sum(each.amount for each in answer.setoffs) == answer.gross - answer.net


@settings(max_examples=50, deadline=None)
@given(DEBTS.map(lambda debts: [Debt(each.debtor, each.creditor, each.amount % 997) for each in debts]))
def test_no_clearing_is_greater(debts: list[Debt]) -> None:
    assert set_off(debts).cleared == pytest.approx(greatest_by_linear_programme(debts) if debts else 0, abs=1e-6)


@given(st.integers(1, 2**59))
def test_great_amounts_are_exact(amount: int) -> None:
    ring = [Debt("Ann", "Bo", amount), Debt("Bo", "Cy", amount + 1), Debt("Cy", "Ann", amount + 2)]
    assert set_off(ring).cleared == 3 * amount


def test_more_than_can_be_counted_is_refused() -> None:
    with pytest.raises(TooGreat):
        set_off([Debt("Ann", "Bo", 2**61), Debt("Bo", "Ann", 2**61)])


def test_a_hundred_thousand_debts_are_cleared_to_the_last_unit() -> None:
    file = real_data("barter/obligations/synthethic_network_01.csv.xz")
    answer = set_off(read_book(file.name, file.read_bytes()).debts)
    assert (answer.gross, answer.cleared) == (61_202_827_278, 535_494_678)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: the first line says"),
        ("debtor,creditor,amount\nAnn,Ann,3\n", "line 2: Ann owes itself"),
        ("debtor,creditor,amount\nAnn,Bo,-3\n", "line 2: “-3” is not an amount from 0 upwards, such as 12 or 12.50"),
        ("debtor,creditor,amount\nAnn,Bo,1.23456\n", "line 2: “1.23456” is not an amount"),
        ('debtor,creditor,amount\nAnn,Bo,"1,50"\n', "line 2: “1,50” is not an amount"),
        ("debtor;creditor;amount\nAnn;Bo;1.250\n", "line 2: “1.250” is not an amount .* such as 12 or 12,50"),
        ("debtor;creditor;amount\nAnn;Bo;1.250,00\n", "line 2: “1.250,00” is not an amount"),
        ("debtor,creditor,amount\nAnn,Bo,5.\n", "line 2: “5.” is not an amount"),
        ("debtor,creditor,amount\nAnn,Bo,.5\n", "line 2: “.5” is not an amount"),
        (
            "debtor,creditor,amount\nAnn,Bo,123456789012345678\nBo,Ann,0.25\n",
            "line 2: “123456789012345678” is too great",
        ),
        (
            "debtor,creditor,amount\nAnn,Bo,1\nBo,Ann,12345678901234567890\n",
            "line 3: “12345678901234567890” is too great",
        ),
        ("debtor,creditor,amount\nAnn,Bo\n", "line 2: there are 2 columns where the first line has 3"),
        ("debtor,creditor,amount\nAnn,,3\n", "line 2: who owes"),
        ("debtor,creditor\nAnn,Bo\n", "line 1: the first line says"),
        ("debtor,creditor,amount,amount\nAnn,Bo,1,2\n", "line 1: the first line says"),
        ('debtor,creditor,amount\nAnn,"Bo,3\n', "line 2: this is no CSV"),
        ("debtor,creditor,amount\n\x00\n", "line 2: there are bytes here that are no text"),
    ],
)
def test_a_malformed_table_is_refused_in_a_sentence_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Malformed, match=sentence):
        read_book("debts.csv", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffdebtor;creditor;amount\r\nAnn;Bo;3\r\n\r\nBo;Ann;2\r\n",
        "Amount\tNote\tCreditor\tDebtor\n3\tcake, two layers\tBo\tAnn\n2\t\tAnn\tBo\n",
        " debtor , creditor , amount \n Ann , Bo , 3 \n,,\nBo,Ann,2",
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(text: str) -> None:
    assert read_book("debts.csv", text.encode()).debts == [Debt("Ann", "Bo", 3), Debt("Bo", "Ann", 2)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("debtor,creditor,amount\nAnn,Bo,12.5\nBo,Ann,7\nBo,Cy,0.05\n", ["12.50", "7.00", "0.05"]),
        ("debtor;creditor;amount\nAnn;Bo;12,5\nBo;Ann;7\nBo;Cy;0,05\n", ["12,50", "7,00", "0,05"]),
        ("debtor\tcreditor\tamount\nAnn\tBo\t1,2345\n", ["1,2345"]),
        ("debtor,creditor,amount\nAnn,Bo,1250\n", ["1250"]),
    ],
)
def test_money_is_said_as_it_came(text: str, said: list[str]) -> None:
    book = read_book("debts.csv", text.encode())
    assert [book.said(debt.amount) for debt in book.debts] == said


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 10**9)), max_size=12))
def test_cents_with_a_point_are_counted_as_cents_without(debts: list[tuple[str, str, int]]) -> None:
    some = [debt for debt in debts if debt[0] != debt[1]]
    cents = [f"{debtor},{creditor},{amount}" for debtor, creditor, amount in some]
    money = [f"{debtor},{creditor},{amount // 100}.{amount % 100:02}" for debtor, creditor, amount in some]
    header = "debtor,creditor,amount"
    one, other = (read_book("d.csv", "\n".join([header, *lines]).encode()) for lines in (money, cents))
    assert one.debts == other.debts
