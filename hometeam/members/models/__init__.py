"""Who is here: people and their seats, communities, members, what they give and look for, whom they serve, where they
are.
"""

from hometeam.members.models.communities import Community, Invitation, Membership, NoLetters, OrganiserSeat
from hometeam.members.models.haunts import Haunt, Regular
from hometeam.members.models.kit import Kit, KitPhoto
from hometeam.members.models.member import Block, Member, Seat
from hometeam.members.models.people import Person
from hometeam.members.models.profile import Audience, Channel, Need, Offer, Place

__all__ = [
    "Audience",
    "Block",
    "Channel",
    "Community",
    "Haunt",
    "Invitation",
    "Kit",
    "KitPhoto",
    "Member",
    "Membership",
    "Need",
    "NoLetters",
    "Offer",
    "OrganiserSeat",
    "Person",
    "Place",
    "Regular",
    "Seat",
]
