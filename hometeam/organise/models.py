"""Imports of a member directory, what they wrote and could not use, and addresses that only organisers see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hometeam.members.models import Community, Member


class ImportRun(models.Model):
    """One file brought into one community, from the upload to the report.

    `mapping` names for each field of a member its columns. `done_rows` of `total_rows` tell how far the work is.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("Waiting for you to look at the columns")
        CHECKING = "checking", _("Looking through the rows")
        READY = "ready", _("Ready to be brought in")
        WRITING = "writing", _("Being brought in")
        DONE = "done", _("Brought in")
        FAILED = "failed", _("Could not be brought in")
        UNDONE = "undone", _("Undone")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="import_runs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    unusable = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)
    preview = models.JSONField(default=list)
    trouble = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["community", "state"], name="import_run_by_state")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def percent(self) -> int:
        """How far the work in hand is, 0 to 100."""
        return min(100, self.done_rows * 100 // self.total_rows) if self.total_rows else 0


class ImportFile(models.Model):
    """The uploaded bytes, in the database so that any worker anywhere finds them; gone as soon as the run is over."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()


class ImportRow(models.Model):
    """Which row of a directory a member came from, in one community.

    `key` is a hash; `applied` holds what the import last wrote, so that the next one can tell an owner's edit from its
    own words; `digest` is that of the row as read. While `staged`, the member has no membership yet and nobody sees it.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="import_rows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="import_rows")
    made_by = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="rows_made")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    applied = models.JSONField()
    applied_at = models.DateTimeField()
    staged = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], condition=Q(staged=True), name="one_staged_row_each"),
            models.UniqueConstraint(fields=["community", "key"], condition=Q(staged=False), name="one_import_row_each"),
            models.UniqueConstraint(fields=["community", "member"], name="one_source_row_each"),
        ]


class ImportProblem(models.Model):
    """A row that could not be used, as it stood in the file, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    row_number = models.PositiveIntegerField()
    name = models.CharField(max_length=160, blank=True)
    why = models.CharField(max_length=300)
    cells = models.JSONField()

    class Meta:
        ordering = ["row_number"]
        indexes = [models.Index(fields=["run", "row_number"], name="import_problem_by_row")]


class Contact(models.Model):
    """An e-mail address that came with a directory or was typed by an organiser; organisers see it, nobody else."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="contacts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="contacts")
    email = models.EmailField()
    typed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "member"], name="one_contact_each")]


class Reminder(models.Model):
    """That an invitation has been repeated, which happens once at most."""

    invitation = models.OneToOneField("members.Invitation", on_delete=models.CASCADE, related_name="reminder")
    sent_at = models.DateTimeField()
