"""Routes of the room."""

from django.urls import path

from hometeam.together.views import answering, calendars, doing, offering, shelf

app_name = "together"

HERE = "c/<slug:slug>/together"

urlpatterns = [
    path(HERE, shelf.home, name="home"),
    path(f"{HERE}/kinds", offering.kinds, name="kinds"),
    path(f"{HERE}/kinds/new", offering.new, name="new_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>/words", offering.words, name="kind_words"),
    path(f"{HERE}/kinds/<slug:kind_id>/switch", offering.switch, name="switch_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>/restore", offering.restore, name="restore_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>", shelf.kind, name="kind"),
    path(f"{HERE}/propose", shelf.propose, name="propose"),
    path(f"{HERE}/unsent", shelf.unsent, name="unsent"),
    path(f"{HERE}/calendar", calendars.rotate, name="rotate_calendar"),
    path(f"{HERE}/<int:pk>", doing.collaboration, name="collaboration"),
    path(f"{HERE}/<int:pk>/entry.ics", calendars.entry, name="entry"),
    path(f"{HERE}/<int:pk>/but", answering.but, name="but"),
    path(f"{HERE}/<int:pk>/do/<slug:move>", answering.move, name="move"),
    path(f"{HERE}/<int:pk>/invite", shelf.invite, name="invite"),
    path(f"{HERE}/<int:pk>/thanks", doing.thanks, name="thanks"),
    path(f"{HERE}/<int:pk>/confirm", doing.confirm, name="confirm"),
    path(f"{HERE}/<int:pk>/close", doing.close, name="close"),
    path(f"{HERE}/steps/<int:pk>", doing.step, name="step"),
    path(f"{HERE}/steps/<int:pk>/undo", doing.undo, name="undo"),
    path(f"{HERE}/steps/<int:pk>/photo/<int:photo>", doing.photo, name="photo"),
    path("answer/<str:token>", answering.answer, name="answer"),
    path("answer/<str:token>/but", answering.answer_but, name="answer_but"),
    path("answer/<str:token>/entry.ics", calendars.answer_entry, name="answer_entry"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
]
