"""Routes of the room."""

from django.urls import path

from hometeam.organise.views import communities, hanging, importing, introductions, inviting, members, trades

app_name = "organise"

_C = "c/<slug:slug>/organise/"

urlpatterns = [
    path("organise/first", communities.first, name="first"),
    path("organise/adopt/<int:pk>", communities.adopt, name="adopt"),
    path(_C, communities.home, name="home"),
    path(_C + "begin", communities.begin, name="begin"),
    path(_C + "settings", communities.settings, name="settings"),
    path(_C + "organisers", communities.organisers, name="organisers"),
    path(_C + "organisers/<int:pk>/remove", communities.organiser_remove, name="organiser_remove"),
    path(_C + "import", importing.import_start, name="import"),
    path(_C + "import/<int:pk>", importing.import_run, name="import_run"),
    path(_C + "import/<int:pk>/columns", importing.import_columns, name="import_columns"),
    path(_C + "import/<int:pk>/tab", importing.import_tab, name="import_tab"),
    path(_C + "import/<int:pk>/look-again", importing.import_look_again, name="import_look_again"),
    path(_C + "import/<int:pk>/bring-in", importing.import_bring_in, name="import_bring_in"),
    path(_C + "import/<int:pk>/put-aside", importing.import_put_aside, name="import_put_aside"),
    path(_C + "import/<int:pk>/undo", importing.import_undo, name="import_undo"),
    path(_C + "import/<int:pk>/take-out", importing.import_take_out, name="import_take_out"),
    path(_C + "import/<int:pk>/problems.csv", importing.import_problems, name="import_problems"),
    path(_C + "members", members.member_list, name="members"),
    path(_C + "trades", trades.trades, name="trades"),
    path(_C + "members/add", members.member_add, name="member_add"),
    path(_C + "members/<int:pk>", members.member_page, name="member"),
    path(_C + "members/<int:pk>/address", members.member_address, name="member_address"),
    path(_C + "members/<int:pk>/claim", members.member_claim, name="member_claim"),
    path(_C + "members/<int:pk>/remove", members.member_remove, name="member_remove"),
    path(_C + "members/<int:pk>/put-back", members.member_put_back, name="member_put_back"),
    path(_C + "hang-together", hanging.hang_together, name="hang_together"),
    path(_C + "hang-together/members.json", hanging.closely_drawn, name="closely_drawn"),
    path(_C + "introductions", introductions.introduction_list, name="introductions"),
    path(_C + "propose-to/<int:pk>", introductions.propose_to, name="propose_to"),
    path(_C + "invite", inviting.invite, name="invite"),
    path(_C + "invitations", inviting.invitation_list, name="invitations"),
    path(_C + "invitations/<int:pk>/withdraw", inviting.invitation_withdraw, name="invitation_withdraw"),
    path(_C + "invitations/<int:pk>/remind", inviting.invitation_remind, name="invitation_remind"),
]
