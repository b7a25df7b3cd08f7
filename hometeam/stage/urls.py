"""Routes of the room."""

from django.urls import path

from hometeam.stage.views import home, kits, prints, share

app_name = "stage"

HERE = "c/<slug:slug>"

urlpatterns = [
    path(f"{HERE}/stage", home.home, name="home"),
    path(f"{HERE}/stage/cards/<int:pk>", prints.card, name="card"),
    path(f"{HERE}/stage/cards/<int:pk>/<slug:layout>-<slug:size>.pdf", prints.printed, name="printed"),
    path(f"{HERE}/stage/cards/<int:pk>/<slug:what>.png", prints.pictured, name="pictured"),
    path(f"{HERE}/stage/placements/<int:pk>/<slug:move>", prints.look, name="look"),
    path(f"{HERE}/people/<int:pk>/kit", kits.kit, name="kit"),
    path(f"{HERE}/people/<int:pk>/kit/take", kits.take, name="take_kit"),
    path(f"{HERE}/people/<int:pk>/card-<slug:shape>.png", kits.card, name="member_card"),
    path(f"{HERE}/people/<int:pk>/prints", prints.prints, name="prints"),
    path(f"{HERE}/together/<int:pk>/share", share.share, name="share"),
    path("card/<str:token>/<slug:shape>.png", kits.picture, name="picture"),
]
