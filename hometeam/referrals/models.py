"""Introductions: who introduces whom to whom, how far it got, and the words of standing partners.

Whatever is known of the prospect is in one row of its own, so that erasing it leaves counts without a person.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hometeam.engine.referrals import OPEN, Consent, Introduction, Move, Side, State
from hometeam.foundation.clock import now
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Member
from hometeam.members.queries.trades import title
from hometeam.together.models import Collaboration

STATE_NAMES = {
    State.SENT: _("Sent"),
    State.ACCEPTED: _("Taken on"),
    State.CONTACTED: _("They are in touch"),
    State.MET: _("They have met"),
    State.WON: _("It came to something"),
    State.LOST: _("It came to nothing"),
    State.DECLINED: _("Not this time"),
    State.WITHDRAWN: _("Taken back"),
    State.LAPSED: _("Gone quiet"),
}
ASKED_NAME = _("With the person introduced")


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Introductions by what the field calls them."""

    def open(self) -> ReferralQuerySet:
        """Those that wait for somebody."""
        return self.filter(state__in=[*OPEN])

    def known_to(self, member: Member) -> ReferralQuerySet:
        """Those that a member gave, or received and has been told of."""
        return self.filter(Q(giver=member) | Q(receiver=member, known=True))


class Referral(models.Model):
    """One member introduces somebody to another. `version` grows with every move; `open_key` keeps it single."""

    class Effort(models.IntegerChoices):
        MENTIONED = 1, _("Mentioned the name")
        SHOWED = 2, _("Told what they do, and gave their page or card")
        ASKED = 3, _("Asked what is needed, and it is their kind of work")
        VOUCHED = 4, _("Put in a good word: a call is expected")
        BROUGHT = 5, _("Brought both together: a call or a meeting is set")

    class Reason(models.TextChoices):
        NONE = "", _("Not said")
        FIT = "fit", _("It was not quite my work")
        TIME = "time", _("The time did not suit")
        PRICE = "price", _("The price did not suit")
        OTHER_CHOICE = "other-choice", _("They chose somebody else")
        NO_NEED = "no-need", _("They do not need it any more")
        NO_ANSWER = "no-answer", _("I could not reach them")
        NO_ROOM = "no-room", _("I could not take it on after all")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="referrals")
    giver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="referrals_given")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="referrals_received")
    service = models.SlugField(max_length=60, blank=True)
    effort = models.PositiveSmallIntegerField(choices=Effort)
    state = models.CharField(max_length=10, choices=[(str(state), name) for state, name in STATE_NAMES.items()])
    consent = models.CharField(max_length=6, choices=[(str(one), str(one)) for one in Consent])
    known = models.BooleanField(default=False)
    taken = models.BooleanField(default=False)
    reminded = models.BooleanField(default=False)
    before = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.NONE, blank=True)
    version = models.PositiveIntegerField(default=1)
    act = models.ForeignKey(Act, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    within = models.ForeignKey(Collaboration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    open_key = models.CharField(max_length=64, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    lapse_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Referral]] = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="an_introductions_state"
            ),
            models.CheckConstraint(condition=Q(effort__gte=1, effort__lte=5), name="an_effort_of_one_to_five"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_introduces_to_themselves"),
            models.UniqueConstraint(fields=["open_key"], condition=~Q(open_key=""), name="one_open_introduction_each"),
        ]
        indexes = [
            models.Index(fields=["giver", "community", "-changed_at"], name="introductions_given"),
            models.Index(fields=["receiver", "community", "-changed_at"], name="introductions_received"),
            models.Index(fields=["lapse_at"], name="introductions_waiting", condition=Q(lapse_at__isnull=False)),
            models.Index(fields=["ended_at"], name="introductions_to_erase", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        is_asked = self.state == State.SENT and self.consent == Consent.ASKED
        return str(ASKED_NAME if is_asked else STATE_NAMES[State(self.state)])

    @property
    def about(self) -> str:
        """What it is about, without a word that could tell of a person."""
        return title(self.service) if self.service else gettext("something they do")

    @property
    def told_in_person(self) -> bool:
        """Whether it is the giver who says that the prospect agreed."""
        return self.consent == Consent.TOLD

    @property
    def is_agreed(self) -> bool:
        """Whether the prospect is known to agree."""
        return self.consent != Consent.ASKED

    @property
    def rules_view(self) -> Introduction:
        """What the rules need to know of it."""
        return Introduction(
            state=State(self.state),
            consent=Consent(self.consent),
            known=self.known,
            taken=self.taken,
            details=self.erased_at is None,
            reminded=self.reminded,
            thanked=hasattr(self, "thanks"),
            before=State(self.before) if self.before else None,
        )


class Prospect(models.Model):
    """Whom an introduction is about, and all words that tell of them. The row goes when they are to be forgotten."""

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="prospect")
    name = models.CharField(_("their name"), max_length=120)
    email = models.EmailField(_("their e-mail address"))
    phone = models.CharField(_("their phone number"), max_length=40, blank=True)
    shares_email = models.BooleanField(default=True)
    need = models.TextField(_("what they need"), max_length=600)
    words = models.TextField(_("your introduction"), max_length=1200)
    why = models.TextField(_("why them, in your own words"), max_length=600, blank=True)

    def __str__(self) -> str:
        return self.name


class ReferralMove(models.Model):
    """One move of an introduction's history. `words` go when the prospect is forgotten for good."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=10, choices=[(name, name) for name in ("give", *map(str, Move))])
    side = models.CharField(max_length=10, choices=[(str(side), str(side)) for side in Side])
    to_state = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    words = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["referral", "version"], name="one_move_per_version")]


class Thanks(models.Model):
    """The receiver's thanks, perhaps with what it was worth, which only the two sides see."""

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="thanks")
    words = models.CharField(_("your thanks"), max_length=600)
    amount = models.DecimalField(_("what it was worth"), max_digits=15, decimal_places=3, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="a_worth_is_not_negative")]


class PartnerWords(models.Model):
    """What a member tells a standing partner: whom it likes to be sent, whom not, how to introduce it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="partner_words")
    partner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    likes = models.TextField(_("whom you like to be sent"), max_length=600, blank=True)
    rather_not = models.TextField(_("whom rather not"), max_length=600, blank=True)
    introduce = models.TextField(_("how to introduce you"), max_length=800, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "partners' words"
        constraints = [
            models.UniqueConstraint(fields=["community", "member", "partner"], name="one_sheet_of_words_each"),
            models.CheckConstraint(condition=~Q(member=F("partner")), name="nobody_is_their_own_partner"),
        ]


class PartnershipEnd(models.Model):
    """One side stopped a standing partnership; a later agreement between the two begins it anew."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="partnerships_stopped")
    partner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["community", "by", "partner"], name="partnership_end")]
