"""Routes of the room."""

from django.urls import URLPattern

app_name = "praise"

urlpatterns: list[URLPattern] = []
