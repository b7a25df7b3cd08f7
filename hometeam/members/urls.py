"""Routes of the room."""

from django.urls import path

from hometeam.members.views import acting, claims, joining, kits, me, people, photos, seats, start

app_name = "members"

urlpatterns = [
    path("enter/<str:token>", claims.enter, name="enter"),
    path("claim/<str:token>", claims.claim, name="claim"),
    path("join/<slug:slug>", joining.join, name="join"),
    path("join/<slug:slug>/label.png", joining.join_label, name="join_label"),
    path("start/", start.begin, name="start"),
    path("start/match", start.match, name="match"),
    path("start/<slug:step>", start.step, name="start_step"),
    path("me/", me.mine, name="me"),
    path("me/settings", me.settings, name="settings"),
    path("me/close", me.close_account, name="close_account"),
    path("me/undo/<slug:key>", me.undo, name="undo"),
    path("me/<int:pk>/", me.overview, name="profile"),
    path("me/<int:pk>/seats", seats.seats, name="seats"),
    path("me/<int:pk>/seats/offer", seats.offer, name="offer_seat"),
    path("me/<int:pk>/seats/<int:seat>/role", seats.role, name="seat_role"),
    path("me/<int:pk>/seats/<int:seat>/remove", seats.remove, name="remove_seat"),
    path("me/<int:pk>/seats/revoke/<int:invitation>", seats.revoke, name="revoke_seat"),
    path("me/<int:pk>/blocks", seats.blocks, name="blocks"),
    path("me/<int:pk>/blocks/<int:other>/remove", seats.unblock, name="unblock"),
    path("me/<int:pk>/communities", joining.mine, name="communities"),
    path("me/<int:pk>/communities/<int:community>/leave", joining.leave, name="leave"),
    path("me/<int:pk>/communities/<int:community>/back", joining.back, name="come_back"),
    path("me/<int:pk>/close", me.close_member, name="close_member"),
    path("me/<int:pk>/photo", photos.photo, name="photo"),
    path("me/<int:pk>/photo/remove", photos.remove_photo, name="remove_photo"),
    path("me/<int:pk>/kit/logo", kits.logo, name="kit_logo"),
    path("me/<int:pk>/kit/logo/remove", kits.remove_logo, name="remove_kit_logo"),
    path("me/<int:pk>/kit/photos/add", kits.add_photo, name="add_kit_photo"),
    path("me/<int:pk>/kit/photos/<int:row>", kits.photo, name="kit_photo"),
    path("me/<int:pk>/kit/photos/<int:row>/drop", kits.drop_photo, name="drop_kit_photo"),
    path("me/<int:pk>/<slug:group>", me.edit, name="edit"),
    path("me/<int:pk>/<slug:group>/add", me.add, name="add"),
    path("me/<int:pk>/<slug:group>/<int:row>/drop", me.drop, name="drop"),
    path("me/<int:pk>/<slug:group>/<int:row>/confirm", me.confirm, name="confirm"),
    path("me/<int:pk>/<slug:group>/<int:row>/take", me.take, name="take"),
    path("media/pictures/<slug:name>-<slug:size>.webp", photos.picture, name="picture"),
    path("c/<slug:slug>/people", people.people, name="people"),
    path("c/<slug:slug>/people/<int:pk>/block", people.block, name="block"),
    path("c/<slug:slug>/asking", joining.asking, name="asking"),
    path("c/<slug:slug>/asking/<int:pk>", joining.answer, name="answer_asking"),
    path("c/<slug:slug>/act-for", acting.act_for, name="act_for"),
    path("c/<slug:slug>/stop-acting", acting.stop_acting, name="stop_acting"),
]
