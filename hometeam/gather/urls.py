"""Routes of the room."""

from django.urls import URLPattern

app_name = "gather"

urlpatterns: list[URLPattern] = []
