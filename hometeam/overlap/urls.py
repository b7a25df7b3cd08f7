"""Routes of the room."""

from django.urls import path

from hometeam.overlap import views

app_name = "overlap"

HERE = "c/<slug:slug>/overlap"

urlpatterns = [
    path(HERE, views.home, name="home"),
    path(f"{HERE}/with/<int:pk>", views.ask, name="ask"),
    path(f"{HERE}/<int:pk>", views.exchange, name="exchange"),
    path(f"{HERE}/<int:pk>/answer", views.answer, name="answer"),
    path(f"{HERE}/<int:pk>/list", views.put_in, name="put_in"),
    path(f"{HERE}/<int:pk>/handed", views.handed, name="handed"),
    path(f"{HERE}/<int:pk>/returned", views.hand_back, name="hand_back"),
    path(f"{HERE}/<int:pk>/again", views.start_again, name="start_again"),
    path(f"{HERE}/<int:pk>/level", views.level, name="level"),
    path(f"{HERE}/<int:pk>/stop", views.withdraw, name="withdraw"),
]
