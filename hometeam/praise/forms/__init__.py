"""The shape of input."""

from hometeam.praise.forms.corner import CornerForm
from hometeam.praise.forms.deeds import PhotoForm, ReminderForm, ReviewForm, VoiceNoteForm
from hometeam.praise.forms.testimonial import ConsentForm, TestimonialForm

__all__ = [
    "ConsentForm",
    "CornerForm",
    "PhotoForm",
    "ReminderForm",
    "ReviewForm",
    "TestimonialForm",
    "VoiceNoteForm",
]
