"""Routes of the room."""

from django.urls import path

from hometeam.ledger.views import acts, links, redirects

app_name = "ledger"

HERE = "c/<slug:slug>/giving-back"

urlpatterns = [
    path("to/<str:code>", redirects.to, name="to"),
    path("c/<slug:slug>/links", links.links, name="links"),
    path("c/<slug:slug>/links/<int:pk>/end", links.end, name="end_link"),
    path("c/<slug:slug>/links/<int:pk>/reopen", links.reopen, name="reopen_link"),
    path(f"{HERE}/tell", acts.tell, name="tell"),
    path(f"{HERE}/<int:pk>/confirm", acts.confirm, name="confirm"),
    path(f"{HERE}/<int:pk>/take-back", acts.take_back, name="take_back"),
    path(f"{HERE}/partners/<int:pk>", acts.name_partner, name="name_partner"),
]
