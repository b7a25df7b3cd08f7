"""Every named read of this room."""

from hometeam.members.queries.communities import (
    asking,
    communities_of,
    left_by,
    members_by,
    members_with,
    memberships_of,
    only_owned_by,
    open_communities,
    organiser_ids,
)
from hometeam.members.queries.groups import Group, Values, fingerprint, values_of
from hometeam.members.queries.kits import KitOf, Photo, kit_of
from hometeam.members.queries.people import Page, Row, Sought, people, rows_of
from hometeam.members.queries.people_map import PeopleMap, people_map
from hometeam.members.queries.profile import Profile, Reach, Said, place_words, profile_of, resting_until
from hometeam.members.queries.viewer import Viewer, own_place

__all__ = [
    "Group",
    "KitOf",
    "Page",
    "PeopleMap",
    "Photo",
    "Profile",
    "Reach",
    "Row",
    "Said",
    "Sought",
    "Values",
    "Viewer",
    "asking",
    "communities_of",
    "fingerprint",
    "kit_of",
    "left_by",
    "members_by",
    "members_with",
    "memberships_of",
    "only_owned_by",
    "open_communities",
    "organiser_ids",
    "own_place",
    "people",
    "people_map",
    "place_words",
    "profile_of",
    "resting_until",
    "rows_of",
    "values_of",
]
