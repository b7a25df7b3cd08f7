"""Every room's routes, gathered; each room's `urls.py` names its paths in full."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

ROOMS = (
    "front",
    "organise",
    "stage",
    "fit",
    "referrals",
    "swap",
    "praise",
    "gather",
    "together",
    "overlap",
    "ledger",
    "members",
    "foundation",
)

handler500 = "hometeam.config.broken.something_broke"

urlpatterns: list[URLPattern | URLResolver] = [
    # A passkey is a way in, not a second step, so nobody has a code to be asked for here.
    path("accounts/2fa/reauthenticate/", RedirectView.as_view(pattern_name="mfa_list_webauthn")),
    path("accounts/", include("allauth.urls")),
    *(path("", include(f"hometeam.{room}.urls")) for room in ROOMS),
]
