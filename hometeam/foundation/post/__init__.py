"""The post: notices to people, letters to addresses. Each is written in the caller's transaction and sent once."""

from hometeam.foundation.post.conversation import is_set_up
from hometeam.foundation.post.delivery import is_nobodys
from hometeam.foundation.post.forgetting import forget_letters, kept_letters
from hometeam.foundation.post.letters import Attachment, NotALetter, send_letter
from hometeam.foundation.post.notices import late, notify, spare_letter
from hometeam.foundation.post.paper import Written, absolute, write

__all__ = [
    "Attachment",
    "NotALetter",
    "Written",
    "absolute",
    "forget_letters",
    "is_nobodys",
    "is_set_up",
    "kept_letters",
    "late",
    "notify",
    "send_letter",
    "spare_letter",
    "write",
]
