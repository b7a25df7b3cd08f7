"""Routes of the pages that draw from many rooms."""

from django.urls import path

from hometeam.front import views

app_name = "front"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("label.png", views.label, name="label"),
    path("c/<slug:slug>/", views.community, name="community"),
    path("c/<slug:slug>/today", views.today, name="today"),
    path("c/<slug:slug>/first", views.first_suggestion, name="first_suggestion"),
    path("c/<slug:slug>/people/<int:pk>", views.member, name="member"),
    path("style", views.style, name="style"),
]
