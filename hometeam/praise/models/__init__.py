"""Good words: where reviews are written, testimonials and their consent, voice notes, photos in use."""

from hometeam.praise.models.deeds import PhotoInUse, Recording, Review, ReviewReminder, VoiceNote
from hometeam.praise.models.testimonials import Corner, Testimonial, a_code

__all__ = [
    "Corner",
    "PhotoInUse",
    "Recording",
    "Review",
    "ReviewReminder",
    "Testimonial",
    "VoiceNote",
    "a_code",
]
