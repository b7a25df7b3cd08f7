from django.urls import path

from hometeam.foundation import views

app_name = "foundation"
urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/read", views.read_all, name="read_all"),
    path("notices/<int:pk>", views.open_notice, name="open_notice"),
    path("stop/<str:token>", views.stop, name="stop"),
    path("outbox", views.outbox, name="outbox"),
    path("outbox/<int:pk>", views.letter, name="letter"),
    path("outbox/<int:pk>/again", views.again, name="send_again"),
]
