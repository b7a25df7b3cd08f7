"""What a partner needs to speak well of a member: words, marks, photos, and what to leave out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.members.models.member import Member


class Kit(models.Model):
    """A member's own words and mark for others to use. The one line and the handles are on the member already."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="kit")
    fifty_words = models.TextField(_("in fifty words"), max_length=600, blank=True)
    logo = models.CharField(max_length=200, blank=True)
    booking_url = models.URLField(_("where one books you"), max_length=400, blank=True)
    shop_url = models.URLField(_("your shop"), max_length=400, blank=True)
    dos = models.TextField(_("do"), max_length=600, blank=True)
    donts = models.TextField(_("do not"), max_length=600, blank=True)


class KitPhoto(models.Model):
    """A photo for partners to use: what it shows, in words; what they may do with it; who agreed to be seen."""

    class Use(models.TextChoices):
        POST = "post", _("Post it about us, online")
        ALL = "all", _("Post it and print it")
        ASK = "ask", _("Ask us first")

    class Shown(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognised in it")
        AGREED = "agreed", _("Everybody in it has agreed that partners use it")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="kit_photos")
    image = models.CharField(max_length=200)
    alt = models.CharField(_("what it shows"), max_length=300)
    use = models.CharField(_("what partners may do with it"), max_length=4, choices=Use, default=Use.POST)
    shown = models.CharField(_("the people in it"), max_length=6, choices=Shown)
    credit = models.CharField(_("who took it"), max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "image"], name="one_kit_photo_each"),
            models.CheckConstraint(
                condition=models.Q(shown__in=["nobody", "agreed"]), name="nobody_in_a_kit_photo_is_unasked"
            ),
        ]
