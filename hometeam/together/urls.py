"""Routes of the room."""

from django.urls import path

from hometeam.together.views import answering, brought, calendars, doing, gathering, offering, proposing, shelf

app_name = "together"

HERE = "c/<slug:slug>/together"
BROUGHT = "c/<slug:slug>/brought"

urlpatterns = [
    path(HERE, shelf.home, name="home"),
    path(f"{HERE}/kinds", offering.kinds, name="kinds"),
    path(f"{HERE}/kinds/new", offering.new, name="new_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>/words", offering.words, name="kind_words"),
    path(f"{HERE}/kinds/<slug:kind_id>/switch", offering.switch, name="switch_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>/restore", offering.restore, name="restore_kind"),
    path(f"{HERE}/kinds/<slug:kind_id>", shelf.kind, name="kind"),
    path(f"{HERE}/propose", proposing.propose, name="propose"),
    path(f"{HERE}/propose/what", proposing.what, name="what"),
    path(f"{HERE}/past", shelf.past, name="past"),
    path(f"{HERE}/unsent", shelf.unsent, name="unsent"),
    path(f"{HERE}/calendar", calendars.rotate, name="rotate_calendar"),
    path(f"{HERE}/<int:pk>", doing.collaboration, name="collaboration"),
    path(f"{HERE}/<int:pk>/entry.ics", calendars.entry, name="entry"),
    path(f"{HERE}/<int:pk>/but", answering.but, name="but"),
    path(f"{HERE}/<int:pk>/do/<slug:move>", answering.move, name="move"),
    path(f"{HERE}/<int:pk>/agreement", gathering.agreement, name="agreement"),
    path(f"{HERE}/<int:pk>/more", gathering.more, name="more"),
    path(f"{HERE}/<int:pk>/nudge", gathering.nudge, name="nudge"),
    path(f"{HERE}/<int:pk>/take-out", gathering.take_out, name="take_out"),
    path(f"{HERE}/<int:pk>/invite", shelf.invite, name="invite"),
    path(f"{HERE}/<int:pk>/thanks", doing.thanks, name="thanks"),
    path(f"{HERE}/<int:pk>/confirm", doing.confirm, name="confirm"),
    path(f"{HERE}/<int:pk>/close", doing.close, name="close"),
    path(f"{HERE}/steps/<int:pk>", doing.step, name="step"),
    path(f"{HERE}/steps/<int:pk>/undo", doing.undo, name="undo"),
    path(f"{HERE}/steps/<int:pk>/not-yet", doing.not_yet, name="not_yet"),
    path(f"{HERE}/steps/<int:pk>/let-go", doing.let_go, name="let_go"),
    path(f"{HERE}/steps/<int:pk>/photo/<int:photo>", doing.photo, name="photo"),
    path(f"{HERE}/steps/<int:pk>/file/<int:photo>", doing.file, name="file"),
    path(BROUGHT, brought.brought, name="brought"),
    path(f"{BROUGHT}.csv", brought.brought_sheet, name="brought_sheet"),
    path(f"{BROUGHT}/<int:pk>", brought.brought_add, name="brought_add"),
    path(f"{BROUGHT}/<int:pk>/confirm", brought.brought_confirm, name="brought_confirm"),
    path(f"{BROUGHT}/<int:pk>/take-back", brought.brought_take_back, name="brought_take_back"),
    path(f"{BROUGHT}/<int:pk>/bring-back", brought.brought_bring_back, name="brought_bring_back"),
    path("c/<slug:slug>/organise/brought", brought.brought_here, name="brought_here"),
    path("answer/<str:token>", answering.answer, name="answer"),
    path("answer/<str:token>/but", answering.answer_but, name="answer_but"),
    path("answer/<str:token>/entry.ics", calendars.answer_entry, name="answer_entry"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
]
