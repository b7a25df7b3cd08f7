"""How a community hangs together: who is alone, who belongs together, who holds groups together, who is leaned on, and
which one introduction would do most.

    web = Web.of(member_ids, [(giver, receiver, times), …])
    group = groups(web)
    alone(web), bridges(web, group), sides(web, group, member_id), leaned_on(web)
    introductions(web, meetings), layout(web, group)
"""

from hometeam.engine.network.groups import groups
from hometeam.engine.network.holding import Bridge, Leaned, alone, bridges, leaned_on, sides
from hometeam.engine.network.introductions import Introduction, Meeting, circle_sizes, introductions
from hometeam.engine.network.layout import layout, layout_of_groups
from hometeam.engine.network.web import Web

__all__ = [
    "Bridge",
    "Introduction",
    "Leaned",
    "Meeting",
    "Web",
    "alone",
    "bridges",
    "circle_sizes",
    "groups",
    "introductions",
    "layout",
    "layout_of_groups",
    "leaned_on",
    "sides",
]
