"""Routes of the room."""

from django.urls import path

from hometeam.praise.views import corner, home, notes, photos, public, reviews, testimonials

app_name = "praise"

HERE = "c/<slug:slug>/praise"
THEM = "c/<slug:slug>/people/<int:pk>/praise"

urlpatterns = [
    path(HERE, home.received, name="home"),
    path(f"{HERE}/given", home.given, name="given"),
    path(f"{HERE}/shown", corner.shown, name="shown"),
    path(f"{HERE}/shown/switch", corner.switch, name="switch"),
    path(f"{HERE}/shown/new", corner.renew, name="renew"),
    path(f"{HERE}/testimonials/<int:pk>", testimonials.testimonial, name="testimonial"),
    path(f"{HERE}/testimonials/<int:pk>/sound.m4a", testimonials.sound, name="testimonial_sound"),
    path(f"{HERE}/testimonials/<int:pk>/picture.webp", testimonials.picture, name="testimonial_picture"),
    path(f"{HERE}/testimonials/<int:pk>/card.png", testimonials.card, name="testimonial_card"),
    path(f"{HERE}/testimonials/<int:pk>/answer", testimonials.answer, name="answer"),
    path(f"{HERE}/testimonials/<int:pk>/withdraw", testimonials.withdraw, name="withdraw"),
    path(f"{HERE}/testimonials/<int:pk>/give-again", testimonials.give_again, name="give_again"),
    path(f"{HERE}/notes/<int:pk>", notes.note, name="note"),
    path(f"{HERE}/notes/<int:pk>/sound.m4a", notes.sound, name="note_sound"),
    path(f"{HERE}/notes/<int:pk>/delete", notes.delete, name="delete_note"),
    path(f"{HERE}/notes/<int:pk>/bring-back", notes.bring_back, name="bring_back_note"),
    path(f"{HERE}/notes/<int:pk>/ask", notes.ask, name="ask_to_show"),
    path(f"{HERE}/notes/<int:pk>/show", notes.show, name="show_note"),
    path(f"{HERE}/photos/<int:pk>", photos.photo, name="photo"),
    path(f"{HERE}/photos/<int:pk>/picture.webp", photos.picture, name="photo_picture"),
    path(f"{HERE}/photos/<int:pk>/withdraw", photos.withdraw, name="withdraw_photo"),
    path(f"{HERE}/photos/<int:pk>/put-back", photos.put_back, name="put_photo_back"),
    path(f"{HERE}/photos/<int:pk>/thank", photos.thank, name="thank_for_photo"),
    path(f"{HERE}/photos/<int:pk>/kit", photos.into_kit, name="photo_into_kit"),
    path(f"{HERE}/reviews/<int:pk>", reviews.review, name="review"),
    path(f"{HERE}/reviews/<int:pk>/withdraw", reviews.withdraw, name="withdraw_review"),
    path(f"{HERE}/reviews/<int:pk>/thank", reviews.thank, name="thank_for_review"),
    path(THEM, home.member, name="member"),
    path(f"{THEM}/lines", home.lines, name="lines"),
    path(f"{THEM}/ask", home.ask, name="ask"),
    path(f"{THEM}/write", testimonials.write, name="write"),
    path(f"{THEM}/voice", notes.send, name="send_note"),
    path(f"{THEM}/photo", photos.give, name="give_photo"),
    path(f"{THEM}/review", reviews.write, name="write_review"),
    path(f"{THEM}/review/written", reviews.written, name="review_written"),
    path(f"{THEM}/review/remind", reviews.remind, name="remind_review"),
    path("praise/<slug:code>", public.page, name="public"),
    path("praise/<slug:code>/label.png", public.label, name="public_label"),
    path("praise/<slug:code>/widget", public.widget, name="widget"),
    path("praise/<slug:code>/widget.js", public.script, name="widget_script"),
    path("praise/<slug:code>/<int:pk>/card.png", public.card, name="public_card"),
    path("praise/<slug:code>/<int:pk>/sound.m4a", public.sound, name="public_sound"),
    path("praise/<slug:code>/<int:pk>/picture.webp", public.picture, name="public_picture"),
    path("praise/for/<slug:code>", public.give, name="customer"),
    path("praise/mine/<str:token>", public.mine, name="mine"),
]
