"""Every table of the foundation: the journal, scheduled runs, the post, search, limits and one-time tokens."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from hometeam.foundation.clock import now


class AppendOnly(TypeError):
    """The journal is only ever added to."""


class Events(models.QuerySet["Event"]):
    """Reading the journal; changing it is refused."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("the journal is only added to")

    def delete(self) -> NoReturn:
        raise AppendOnly("the journal is only added to")


class Event(models.Model):
    """One thing that happened. Plain ids, no foreign keys: the journal outlives what it tells of."""

    person_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    on_behalf = models.BooleanField(default=False)
    community_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    object_label = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=now)

    objects = Events.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["community_id", "id"], name="event_in_community"),
            models.Index(fields=["object_label", "object_id"], name="event_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label} {self.object_id}"

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("the journal is only added to")


class ScheduledRun(models.Model):
    """One due slot of one schedule. The unique pair makes several workers run it once."""

    name = models.CharField(max_length=80)
    slot_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot_at"], name="one_run_per_slot")]

    def __str__(self) -> str:
        return f"{self.name} at {self.slot_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """A worker process that is alive, or was when it last said so."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id


class Letter(models.Model):
    """A row of the outbox: one e-mail, sent once. The key is the caller's promise of "once"."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Not sent, kept here")
        FAILED = "failed", _("Could not be sent")
        UNKNOWN = "unknown", _("Perhaps sent: sending was cut off")

    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(default=now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="letter_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Notice(models.Model):
    """Something one person is told, once. It is in their inbox whatever happens to its mail."""

    class Mail(models.TextChoices):
        NONE = "none", _("No e-mail")
        NOW = "now", _("At once")
        DIGEST = "digest", _("In the daily letter")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=160)
    community_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=300)
    lines = models.JSONField(default=list)
    action_label = models.CharField(max_length=80, blank=True)
    action_url = models.CharField(max_length=500, blank=True)
    alert = models.PositiveSmallIntegerField(default=0)
    mail = models.CharField(max_length=6, choices=Mail.choices, default=Mail.NONE)
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_key")]
        indexes = [
            models.Index(
                fields=["person", "created_at"],
                name="notice_for_digest",
                condition=models.Q(mail="digest", mailed_at=None),
            ),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject


class SearchRow(models.Model):
    """What can be found of one thing in one community; text is folded (no capitals, accents or punctuation).

    The word index itself is made by a migration: an FTS5 table with triggers on SQLite, a generated tsvector column
    on PostgreSQL. Both follow this table, so writing here is writing the index, in the caller's transaction.
    """

    owner_label = models.CharField(max_length=80)
    owner_id = models.BigIntegerField()
    community_id = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_label", "owner_id", "community_id"], name="one_search_row"),
        ]
        indexes = [models.Index(fields=["community_id", "owner_label"], name="search_in_community")]

    def __str__(self) -> str:
        return f"{self.owner_label} {self.owner_id}"


class Spending(models.Model):
    """The recent uses of one limited thing, as seconds since 1970."""

    key = models.CharField(max_length=200, unique=True)
    uses = models.JSONField(default=list)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class OneTimeToken(models.Model):
    """A link that works once. Only its hash is kept, so that a stolen database opens no door."""

    digest = models.CharField(max_length=64, unique=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}"
