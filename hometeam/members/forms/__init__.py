"""The shapes of input, one form per question."""

from hometeam.members.forms.kit import AboutPhotoForm, KitForm, KitPhotoForm
from hometeam.members.forms.more import HauntForm, PartneringForm, ValuesForm
from hometeam.members.forms.photos import PhotoForm
from hometeam.members.forms.profile import (
    BasicsForm,
    ChannelForm,
    LikesForm,
    NeedForm,
    OfferForm,
    PlaceForm,
    RestForm,
    ServesForm,
    StartForm,
)
from hometeam.members.forms.seeking import SeekForm
from hometeam.members.forms.settings import CloseForm, EmailForm, SeatForm, SettingsForm

__all__ = [
    "AboutPhotoForm",
    "BasicsForm",
    "ChannelForm",
    "CloseForm",
    "EmailForm",
    "HauntForm",
    "KitForm",
    "KitPhotoForm",
    "LikesForm",
    "NeedForm",
    "OfferForm",
    "PartneringForm",
    "PhotoForm",
    "PlaceForm",
    "RestForm",
    "SeatForm",
    "SeekForm",
    "ServesForm",
    "SettingsForm",
    "StartForm",
    "ValuesForm",
]
