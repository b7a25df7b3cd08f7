from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Django's own words say what is wrong; ours say what to do.
# Set once here, so that every form speaks alike, the sign-in pages too.
WORDS: dict[type[forms.Field], dict[str, StrOrPromise]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")},
    forms.TypedChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")},
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _("Choose from the list only."),
        "invalid_list": _("Choose from the list only."),
    },
    forms.ModelChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")},
    forms.EmailField: {"invalid": _("Write a whole e-mail address, like ann@example.org.")},
    forms.URLField: {"invalid": _("Write a whole address, like https://example.org.")},
    forms.IntegerField: {"invalid": _("Write a whole number, like 12.")},
    forms.DecimalField: {"invalid": _("Write a number, like 12.50.")},
    forms.DateField: {"invalid": _("Write the day as year-month-day, like 2026-05-31, or pick it.")},
    forms.TimeField: {"invalid": _("Write the time like 08:30.")},
    forms.DateTimeField: {"invalid": _("Write the day and time like 2026-05-31 08:30, or pick them.")},
    forms.FileField: {
        "required": _("Choose a file."),
        "empty": _("That file is empty. Choose another."),
        "missing": _("Choose a file."),
        "invalid": _("No file came with the form. Choose it again."),
    },
    forms.ImageField: {"invalid_image": _("We could not read that picture. Choose a JPEG, PNG or WebP file.")},
}


class UiConfig(AppConfig):
    name = "hometeam.ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give Django's form fields our words."""
        for field, words in WORDS.items():
            field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
