"""Routes of the room."""

from django.urls import path

from hometeam.referrals.views import book, one, partners, prospects

app_name = "referrals"

HERE = "c/<slug:slug>/referrals"

urlpatterns = [
    path(HERE, book.home, name="home"),
    path(f"{HERE}/new", book.new, name="new"),
    path("c/<slug:slug>/people/<int:pk>/introduce", book.introduce, name="introduce"),
    path(f"{HERE}/partners/<int:pk>", partners.partner, name="partner"),
    path(f"{HERE}/partners/<int:pk>/words", partners.words, name="partner_words"),
    path(f"{HERE}/partners/<int:pk>/stop", partners.stop, name="partner_stop"),
    path(f"{HERE}/<int:pk>", one.referral, name="referral"),
    path(f"{HERE}/<int:pk>/do/<slug:move>", one.move, name="move"),
    path(f"{HERE}/<int:pk>/thanks", one.thanks, name="thanks"),
    path("introduced/<str:token>", prospects.introduced, name="introduced"),
    path("introduced/<str:token>/change", prospects.introduced_change, name="introduced_change"),
]
