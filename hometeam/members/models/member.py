"""A member: a solopreneur, business or nonprofit; the people who act for it; whom it does not want to meet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import images
from hometeam.members.models.communities import Community, Membership

FORMER_MEMBER = gettext_noop("A former member")
"""What is kept as the name of one who has closed."""


class CalledField(models.CharField[str, str]):
    """How a member is called: by its name, or, once it has closed, "a former member" in the reader's language."""

    def from_db_value(self, value: str, _expression: object, _connection: object) -> str:
        return gettext(value) if value == FORMER_MEMBER else value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For the database it is words as any others."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), dict(kwargs)


class MemberQuerySet(models.QuerySet["Member"]):
    """Members by what the field calls them."""

    def here(self, community: Community) -> MemberQuerySet:
        """Members who are in this community now."""
        return self.filter(memberships__community=community, memberships__state=Membership.State.HERE)

    def claimed(self) -> MemberQuerySet:
        return self.filter(claimed_at__isnull=False)


class Member(models.Model):
    """What the members of a community see of each other."""

    class Kind(models.TextChoices):
        SOLOPRENEUR = "solopreneur", _("Solopreneur")
        BUSINESS = "business", _("Business")
        NONPROFIT = "nonprofit", _("Nonprofit")

    class Size(models.TextChoices):
        UNKNOWN = "", _("Not said")
        ONE = "1", _("Just me")
        FEW = "2-5", _("2 to 5 people")
        SOME = "6-20", _("6 to 20 people")
        MANY = "21+", _("More than 20 people")

    class PartneringShown(models.TextChoices):
        COMMUNITY = "community", _("Everybody in my communities")
        PARTNERS = "partners", _("Only those with whom I have done something")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SOLOPRENEUR)
    name = CalledField(_("name"), max_length=160)
    one_line = models.CharField(_("in one line"), max_length=160, blank=True)
    story = models.TextField(_("in a few sentences"), max_length=1200, blank=True)
    trade_words = models.CharField(_("trade, in your own words"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    photo = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    likes = models.JSONField(_("what I like to do together"), default=list, blank=True)
    stands_for = models.JSONField(_("what matters to me"), default=list, blank=True)
    partnering = models.TextField(_("who are you partnering with?"), max_length=400, blank=True, default="")
    partnering_shown = models.CharField(
        _("who may read it"), max_length=9, choices=PartneringShown, default=PartneringShown.COMMUNITY
    )
    size = models.CharField(_("size"), max_length=4, choices=Size, default=Size.UNKNOWN, blank=True)
    capacity = models.PositiveSmallIntegerField(_("collaborations at a time"), default=2)
    introductions_a_month = models.PositiveSmallIntegerField(_("introductions a month"), default=4)
    snoozed_until_on = models.DateField(_("resting until"), null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    start_step = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    # Of one who closed, what others' records may still call it: for a day, until they do so no more.
    former_name = models.CharField(_("former name"), max_length=160, blank=True, default="")

    communities = models.ManyToManyField(Community, through=Membership, related_name="members")

    objects: ClassVar[models.Manager[Member]] = MemberQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name"]),
            models.Index(
                fields=["snoozed_until_on"], name="resting", condition=models.Q(snoozed_until_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed(self) -> bool:
        return self.claimed_at is not None

    @property
    def photo_url(self) -> str:
        """Where the small picture is that stands beside the name, or "" where there is none."""
        return images.url(self.photo, "small") if self.photo else ""


class Seat(models.Model):
    """A person acting for a member: owners may also hand out seats and close the member; editors do all else."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=8, choices=Role, default=Role.OWNER)
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "person"], name="one_seat_each")]


class Block(models.Model):
    """A member who does not want to meet another; the other is never told, and neither sees the other."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocked_by")
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="one_block_each"),
            models.CheckConstraint(condition=~models.Q(member=models.F("other")), name="nobody_blocks_themselves"),
        ]
