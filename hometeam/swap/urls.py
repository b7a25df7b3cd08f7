"""Routes of the room."""

from __future__ import annotations

from django.urls import path

from hometeam.swap.views import accounts, board, keeping, letters, loops, mine, rounds
from hometeam.swap.views.market import desk, paper, room, screen

app_name = "swap"

SWAP = "c/<slug:slug>/swap"
MINE = f"{SWAP}/mine/<int:pk>"
LOOPS = f"{SWAP}/loops"
MARKET = f"{SWAP}/market/<int:pk>"
ROOM = "market/<str:code>"

urlpatterns = [
    path(SWAP, board.home, name="home"),
    path(f"{SWAP}/new/<slug:side>", mine.new, name="new"),
    path(f"{SWAP}/from-profile", mine.from_profile, name="from_profile"),
    path(f"{SWAP}/rules", keeping.rules, name="rules"),
    path(f"{SWAP}/pace", keeping.pace, name="pace"),
    path(f"{SWAP}/<int:pk>", board.listing, name="listing"),
    path(f"{SWAP}/<int:pk>/suggest", board.suggest, name="suggest"),
    path(MINE, mine.change, name="change"),
    path(f"{MINE}/away", mine.away, name="take_away"),
    path(f"{MINE}/found", mine.found, name="found"),
    path(f"{MINE}/back", mine.put_back, name="put_back"),
    path(f"{MINE}/renew", mine.renew, name="renew"),
    path(f"{SWAP}/account", accounts.account, name="account"),
    path(f"{SWAP}/account/write", accounts.write_down, name="write_down"),
    path(f"{SWAP}/account/count/<int:act>", accounts.count, name="count"),
    path(f"{SWAP}/account/<int:pk>/agree", accounts.agree, name="agree_to_count"),
    path(f"{SWAP}/account/<int:pk>/stop", accounts.stop, name="stop_counting"),
    path(f"{SWAP}/settle/<int:pk>", accounts.settle, name="settle"),
    path(f"{SWAP}/settle", accounts.look_for_rings, name="look_for_rings"),
    path(f"{SWAP}/statement/<int:year>", accounts.statement, name="statement"),
    path(f"{SWAP}/statement/<int:year>.csv", accounts.statement_sheet, name="statement_sheet"),
    path(LOOPS, loops.waiting, name="loops"),
    path(f"{LOOPS}/<int:pk>", loops.loop, name="loop"),
    path(f"{LOOPS}/<int:pk>/yes", loops.accept, name="accept_loop"),
    path(f"{LOOPS}/<int:pk>/not-this", loops.decline, name="decline_loop"),
    path(f"{LOOPS}/<int:pk>/take-back", loops.take_back, name="take_back_loop"),
    path(f"{SWAP}/search", rounds.search, name="search"),
    path(f"{SWAP}/search/now", rounds.look, name="look"),
    path(f"{SWAP}/markets", desk.markets, name="markets"),
    path(f"{SWAP}/markets/new", desk.new, name="new_market"),
    path(MARKET, desk.market, name="market"),
    path(f"{MARKET}/step", desk.step, name="step_market"),
    path(f"{MARKET}/look", desk.look, name="look_for_market_loops"),
    path(f"{MARKET}/seats/<int:row>/remove", desk.remove_seat, name="remove_market_seat"),
    path(f"{MARKET}/seats/<int:row>/back", desk.let_back, name="let_market_seat_back"),
    path(f"{MARKET}/card", desk.card, name="market_card"),
    path(f"{MARKET}/invite", desk.invite, name="invite_market_guests"),
    path(f"{MARKET}/record", desk.record, name="market_record"),
    path(f"{MARKET}/sheets", desk.sheets, name="market_sheets"),
    path(f"{MARKET}/paper", paper.paper, name="paper"),
    path(f"{MARKET}/paper/hearts", paper.paper_hearts, name="paper_hearts"),
    path(f"{MARKET}/paper/loops/<int:row>", paper.paper_answer, name="paper_answer"),
    path(f"{MARKET}/screen", screen.screen, name="market_screen"),
    path(f"{MARKET}/screen/now", screen.screen_now, name="market_screen_now"),
    path("swap/keep/<str:token>", letters.keep, name="keep"),
    path("market", room.door, name="market_door"),
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}/sit", room.sit, name="sit"),
    path(f"{ROOM}/mine", room.own, name="own_market_seat"),
    path(f"{ROOM}/now", room.now, name="room_now"),
    path(f"{ROOM}/cards", room.add_card, name="add_market_card"),
    path(f"{ROOM}/cards/<int:pk>", room.change_card, name="change_market_card"),
    path(f"{ROOM}/hearts", room.heart, name="market_heart"),
    path(f"{ROOM}/loops/<int:pk>", room.answer, name="answer_market_loop"),
    path(f"{ROOM}/letter", room.letter, name="wish_market_letter"),
    path(f"{ROOM}/go", room.go, name="leave_market"),
    path(f"{ROOM}/keep", room.keep, name="keep_market_cards"),
]
