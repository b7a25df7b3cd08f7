"""Routes of the room."""

from django.urls import path

from hometeam.gather.views import challenge, giving_back, seasons

app_name = "gather"

SEASONS = "c/<slug:slug>/seasons"
CHALLENGE = "c/<slug:slug>/challenge"

urlpatterns = [
    path("c/<slug:slug>/giving-back", giving_back.giving_back, name="giving_back"),
    path(SEASONS, seasons.seasons, name="seasons"),
    path(f"{SEASONS}/new", seasons.new_season, name="new_season"),
    path(f"{SEASONS}/<int:pk>", seasons.change_season, name="change_season"),
    path(f"{SEASONS}/<int:pk>/away", seasons.take_away, name="take_away_season"),
    path(f"{SEASONS}/<int:pk>/back", seasons.put_back, name="put_back_season"),
    path(f"{SEASONS}/follow/<slug:season>", seasons.follow, name="follow_season"),
    path("seasons/<str:token>.ics", seasons.feed, name="seasons_feed"),
    path(CHALLENGE, challenge.challenge, name="challenge"),
    path(f"{CHALLENGE}/others", challenge.others, name="others"),
    path(f"{CHALLENGE}/write/<int:member>", challenge.write, name="write_feature"),
    path(f"{CHALLENGE}/pace", challenge.pace, name="pace"),
    path(f"{CHALLENGE}/settings", challenge.settings, name="challenge_settings"),
    path(f"{CHALLENGE}/<int:pk>", challenge.feature, name="feature"),
    path(f"{CHALLENGE}/<int:pk>/posted", challenge.posted, name="posted"),
    path(f"{CHALLENGE}/<int:pk>/undo", challenge.undo, name="undo_feature"),
    path(f"{CHALLENGE}/<int:pk>/thanks", challenge.thanks, name="thank_feature"),
    path(f"{CHALLENGE}/<int:pk>/shared", challenge.shared, name="share_feature"),
]
