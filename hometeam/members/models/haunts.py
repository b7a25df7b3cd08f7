"""Where members are regulars: the few places of a town that several of them name, each kept once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.members.models.member import Member


class Haunt(models.Model):
    """A café, library or market where members are regulars, or a group online, which is a place without a street.

    Whoever names it finds those that members of their own communities named (`engine.haunts` says which are one), and
    nobody sees any other. What else is worth knowing of a place, such as its sockets, can hang on this table.
    """

    class Kind(models.TextChoices):
        CAFE = "cafe", _("Café")
        COWORKING = "coworking", _("Coworking space")
        LIBRARY = "library", _("Library")
        MARKET = "market", _("Market")
        ONLINE = "online", _("A group online")
        OTHER = "other", _("Something else")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CAFE)
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    named_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Regular(models.Model):
    """A member is a regular of a haunt, and who may see that."""

    class ShownTo(models.TextChoices):
        COMMUNITY = "community", _("Everybody in my communities")
        REGULARS = "regulars", _("Only those who are regulars there too")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="haunts")
    haunt = models.ForeignKey(Haunt, on_delete=models.CASCADE, related_name="regulars")
    shown_to = models.CharField(_("who may see it"), max_length=9, choices=ShownTo, default=ShownTo.COMMUNITY)
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "haunt"], name="a_regular_once")]
