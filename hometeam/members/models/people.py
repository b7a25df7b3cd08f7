"""People sign in; members are what they act for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def language_of_now() -> str:
    """The language that the page is in where somebody comes in or a community is made: theirs, until they say so."""
    return get_language() or settings.LANGUAGE_CODE


class People(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are kept in lower case so that one person is one row."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an e-mail address, who acts for one or more members or organises a community."""

    class Notices(models.TextChoices):
        NOW = "now", _("As it happens")
        DAILY = "daily", _("Once a day, in one letter")
        NEVER = "never", _("Only here, no mail")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, blank=True, default=language_of_now)
    notice_choice = models.CharField(max_length=8, choices=Notices, default=Notices.NOW)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name
