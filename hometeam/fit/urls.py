"""Routes of the room."""

from django.urls import path

from hometeam.fit import views

app_name = "fit"

urlpatterns = [
    path("c/<slug:slug>/fits", views.fits, name="fits"),
    path("c/<slug:slug>/fits/same-work", views.same_work, name="same_work"),
    path("c/<slug:slug>/organise/lean", views.tuning, name="tuning"),
    path("c/<slug:slug>/organise/lean/undo", views.undo_tuning, name="undo_tuning"),
    path("c/<slug:slug>/fits/<int:pk>/why-not", views.why_not, name="why_not"),
    path("c/<slug:slug>/fits/<int:pk>/refuse", views.refuse, name="refuse"),
    path("c/<slug:slug>/fits/<int:pk>/undo", views.undo, name="undo"),
]
