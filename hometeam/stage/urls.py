"""Routes of the room."""

from django.urls import URLPattern

app_name = "stage"

urlpatterns: list[URLPattern] = []
