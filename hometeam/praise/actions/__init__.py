"""Every write of the room."""

from hometeam.praise.actions.corners import change_corner, new_codes
from hometeam.praise.actions.photos import give_photo, into_kit, put_photo_back, thank_for_photo, withdraw_photo
from hometeam.praise.actions.reviews import (
    forget_reminder,
    remind_due,
    remind_me,
    thank_for_review,
    withdraw_review,
    wrote_review,
)
from hometeam.praise.actions.testimonials import (
    Said,
    answer,
    ask_for_testimonial,
    give_again,
    give_as_customer,
    give_testimonial,
    withdraw,
    withdraw_as_customer,
)
from hometeam.praise.actions.tidying import tidy
from hometeam.praise.actions.voices import (
    ask_to_show,
    bring_back_note,
    delete_note,
    send_note,
    show_note,
)

__all__ = [
    "Said",
    "answer",
    "ask_for_testimonial",
    "ask_to_show",
    "bring_back_note",
    "change_corner",
    "delete_note",
    "forget_reminder",
    "give_again",
    "give_as_customer",
    "give_photo",
    "give_testimonial",
    "into_kit",
    "new_codes",
    "put_photo_back",
    "remind_due",
    "remind_me",
    "send_note",
    "show_note",
    "thank_for_photo",
    "thank_for_review",
    "tidy",
    "withdraw",
    "withdraw_as_customer",
    "withdraw_photo",
    "withdraw_review",
    "wrote_review",
]
