"""What members agreed: collaborations, who takes part, who promised what, the terms as they were, and every change."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hometeam.engine.agreements import ENDED, OPEN, RUNNING, Move, State
from hometeam.foundation.clock import is_elsewhere, local, now, today
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member

STATE_NAMES = {
    State.IDEA: _("Not sent yet"),
    State.PROPOSED: _("Proposed"),
    State.COUNTERED: _("A change is proposed"),
    State.AGREED: _("Agreed"),
    State.DELIVERING: _("Under way"),
    State.DELIVERED: _("Done"),
    State.CONFIRMED: _("Done and confirmed"),
    State.CLOSED: _("Closed"),
    State.RENEGOTIATED: _("A new arrangement is proposed"),
    State.LAPSED: _("Gone quiet"),
    State.WITHDRAWN: _("Taken back"),
    State.DECLINED: _("Not this time"),
}


def within(sentence: str) -> str:
    """A sentence in whose middle whoever has closed is "a former member"."""
    return sentence[:1] + sentence[1:].replace(gettext("A former member"), gettext("a former member"))


def say_when(moment: datetime, timezone: str, *, timed: bool) -> str:
    """A day, or a day and an hour, as one says it in a community's time zone, which is named to readers elsewhere."""
    there = local(moment, timezone)
    day = date_format(there, gettext("l, j F"))
    if not timed:
        return day
    said = gettext("%(day)s at %(time)s") % {"day": day, "time": date_format(there, "TIME_FORMAT")}
    if not is_elsewhere(moment, timezone):
        return said
    return gettext("%(when)s, %(city)s time") % {"when": said, "city": timezone.rpartition("/")[2].replace("_", " ")}


class CollaborationQuerySet(models.QuerySet["Collaboration"]):
    """Collaborations by what the field calls them."""

    def open(self) -> CollaborationQuerySet:
        """Those that wait for somebody: an answer, a deed or a confirmation."""
        return self.filter(state__in=[*OPEN])

    def running(self) -> CollaborationQuerySet:
        """Those that are agreed and not done."""
        return self.filter(state__in=[*RUNNING])

    def ended(self) -> CollaborationQuerySet:
        return self.filter(state__in=[*ENDED])

    def of(self, member: Member) -> CollaborationQuerySet:
        """Those in which a member takes part."""
        return self.filter(parts__member=member)


class Collaboration(models.Model):
    """An agreed, or not yet agreed, thing of some kind between members. `version` grows with every change.

    It takes `least` to `most` members, as its kind did when it was proposed; `short` asks whether to go on with fewer.
    `agreement` holds who owns what, who pays and how it ends, as it stands; `answers` what the proposal had to say.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="collaborations")
    kind_id = models.SlugField(max_length=60)
    kind_version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=[(str(state), name) for state, name in STATE_NAMES.items()])
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("your note"), max_length=1200, blank=True)
    happens_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(_("where"), max_length=200, blank=True)
    online_link = models.URLField(_("link"), max_length=400, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    least = models.PositiveSmallIntegerField(default=2)
    most = models.PositiveSmallIntegerField(default=2)
    short = models.BooleanField(default=False)
    agreement = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="collaborations_started")
    left_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reasons = models.JSONField(default=list, blank=True)
    awaiting_invitation = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Collaboration]] = CollaborationQuerySet.as_manager()

    class Meta:
        ordering = ["happens_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="a_known_state")
        ]
        indexes = [
            models.Index(fields=["deadline_at"], name="due_to_move_on", condition=Q(deadline_at__isnull=False)),
            models.Index(fields=["community", "state"], name="together_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def may_be_worded(self) -> bool:
        """Whether its community may have words of its own for its kind; reads that have looked know (`kind_said`)."""
        return bool(getattr(self, "kind_said", True))

    @property
    def shown_title(self) -> str:
        """Its title, in the reader's language where it is the playbook's."""
        return gettext(self.title)

    @property
    def is_timed(self) -> bool:
        """Whether it happens at an hour, not only on a day."""
        return self.minutes > 0

    @property
    def is_group(self) -> bool:
        """Whether more than two may take part."""
        return self.most > 2

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        return str(STATE_NAMES[State(self.state)])

    @property
    def is_settled(self) -> bool:
        """Whether it is agreed, or done."""
        return self.state in RUNNING | {State.DELIVERED, State.CONFIRMED, State.CLOSED}

    @property
    def when_words(self) -> str:
        """The day, and the hour where it has one, on the community's clock."""
        return say_when(self.happens_at, self.community.timezone, timed=self.is_timed)


class Part(models.Model):
    """A member in a collaboration: its role, its answer to the terms as they stand, its thanks.

    `agreed_terms` is the number of the terms it said yes to. In a group one may be LATE (asked, but it has started) or
    OUT (`out` says how); members are never deleted under it, so that the others' history stays.
    """

    class Answer(models.TextChoices):
        WAITING = "", _("Has not answered")
        YES = "yes", _("Says yes")
        LATE = "late", _("May still join")
        OUT = "out", _("Is not in it")

    class Out(models.TextChoices):
        INSIDE = "", _("Is in it")
        SAID_NO = "said-no", _("Not this time")
        LEFT = "left", _("Has left")
        TAKEN_OUT = "taken-out", _("Was taken out")

    TAKING_PART = (Answer.WAITING, Answer.YES)
    """The answers of those who are asked, or bound by what was agreed; those who are late or out are neither."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="parts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="parts")
    role = models.SlugField(max_length=40)
    answer = models.CharField(max_length=4, choices=Answer, default=Answer.WAITING, blank=True)
    out = models.CharField(max_length=9, choices=Out, default=Out.INSIDE, blank=True)
    agreed_terms = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    thanks = models.CharField(_("thanks"), max_length=600, blank=True)
    again = models.BooleanField(_("again"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "member"], name="one_part_each"),
            models.CheckConstraint(
                condition=Q(out="", answer__in=["", "yes", "late"]) | (~Q(out="") & Q(answer="out")),
                name="out_means_out",
            ),
        ]

    @property
    def takes_part(self) -> bool:
        """Whether it is asked, or bound by what was agreed."""
        return self.answer in self.TAKING_PART


class Commitment(models.Model):
    """One promised step: whose (nobody's: all do it together), for whom (nobody in particular: for all the others),
    what, by when, and the acts that fulfilled it. `doubted_by`: whom it was ticked for, and who said "not yet".
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="commitments")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, blank=True, related_name="commitments")
    receiver = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    step = models.SlugField(max_length=40)
    what = models.CharField(max_length=300)
    counts = models.BooleanField(default=False)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    doubted_by = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    acts = models.ManyToManyField(Act, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(doubted_by__isnull=True) | Q(done_at__isnull=True), name="doubted_is_not_done"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="promised_by_day", condition=Q(done_at__isnull=True))]

    def is_for(self, part: Part) -> bool:
        """Whether it is owed to a side, if that is not its giver."""
        return self.receiver_id in (None, part.pk)

    @property
    def is_late(self) -> bool:
        """Whether its day is over on the community's calendar, and it is not done."""
        return self.done_at is None and self.due_on < today(self.collaboration.community.timezone)

    @property
    def text(self) -> str:
        """What was promised, with the names that the sides bear now; in the reader's language where it is ours."""
        named = (self.part_id, self.receiver_id)
        parts = [one for one in self.collaboration.parts.all() if one.takes_part or one.pk in named]
        mine = [part.member.name for part in parts if self.part_id in (None, part.pk)]
        theirs = [part.member.name for part in parts if part.pk != self.part_id and self.is_for(part)]
        return within(gettext(self.what).replace("{me}", ", ".join(mine)).replace("{other}", ", ".join(theirs)))


class Terms(models.Model):
    """What was on the table, numbered; kept for ever, so that each change can be seen.

    `signed` says who said yes to it and when: a list of {"part", "at"}.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    signed = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["collaboration", "number"], name="terms_are_numbered")]


AGREED_ELSEWHERE = "agree"
MOVES = ("propose", AGREED_ELSEWHERE, *map(str, Move))
"""What the history tells of: beginnings, and the moves of the rules."""


class Change(models.Model):
    """One move of the history. `private` words are for the eyes of the side who wrote them.

    `changed` holds what other terms would change: a list of {"field", "before", "after"}; `steps` the promised steps
    that it is about, as they were: a list of {"what", "part", "receiver"}. `about` is the member whom a move of the
    starter concerned.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="changes")
    move = models.CharField(max_length=12, choices=[(name, name) for name in MOVES])
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    words = models.CharField(max_length=600, blank=True)
    private = models.BooleanField(default=False)
    changed = models.JSONField(default=list)
    steps = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["collaboration", "version"], name="one_change_per_version")]


class CalendarFeed(models.Model):
    """A member's private calendar address: its token holds this number, so that a new number ends the old address."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="calendar_feed")
    number = models.PositiveIntegerField(default=1)
