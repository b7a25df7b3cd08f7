"""Routes of the room."""

from django.urls import path

from hometeam.ledger import views

app_name = "ledger"

HERE = "c/<slug:slug>/giving-back"

urlpatterns = [
    path(HERE, views.giving_back, name="giving_back"),
    path(f"{HERE}/tell", views.tell, name="tell"),
    path(f"{HERE}/<int:pk>/confirm", views.confirm, name="confirm"),
    path(f"{HERE}/<int:pk>/take-back", views.take_back, name="take_back"),
    path(f"{HERE}/partners/<int:pk>", views.name_partner, name="name_partner"),
]
