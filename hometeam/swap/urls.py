"""Routes of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from hometeam.swap.views.market import desk, paper, room, screen

app_name = "swap"

SWAP = "c/<slug:slug>/swap"
MARKET = f"{SWAP}/market/<int:pk>"
ROOM = "market/<str:code>"

urlpatterns: list[URLPattern] = [
    path(f"{SWAP}/markets", desk.markets, name="markets"),
    path(f"{SWAP}/markets/new", desk.new, name="new_market"),
    path(MARKET, desk.market, name="market"),
    path(f"{MARKET}/step", desk.step, name="step_market"),
    path(f"{MARKET}/look", desk.look, name="look_for_market_loops"),
    path(f"{MARKET}/seats/<int:row>/remove", desk.remove_seat, name="remove_market_seat"),
    path(f"{MARKET}/invite", desk.invite, name="invite_market_guests"),
    path(f"{MARKET}/record", desk.record, name="market_record"),
    path(f"{MARKET}/sheets", desk.sheets, name="market_sheets"),
    path(f"{MARKET}/paper", paper.paper, name="paper"),
    path(f"{MARKET}/paper/hearts", paper.paper_hearts, name="paper_hearts"),
    path(f"{MARKET}/paper/loops/<int:row>", paper.paper_answer, name="paper_answer"),
    path(f"{MARKET}/screen", screen.screen, name="market_screen"),
    path(f"{MARKET}/screen/now", screen.screen_now, name="market_screen_now"),
    path("market", room.door, name="market_door"),
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}/sit", room.sit, name="sit"),
    path(f"{ROOM}/now", room.now, name="room_now"),
    path(f"{ROOM}/cards", room.add_card, name="add_market_card"),
    path(f"{ROOM}/cards/<int:pk>", room.change_card, name="change_market_card"),
    path(f"{ROOM}/hearts", room.heart, name="market_heart"),
    path(f"{ROOM}/loops/<int:pk>", room.answer, name="answer_market_loop"),
    path(f"{ROOM}/keep", room.keep, name="keep_market_cards"),
]
