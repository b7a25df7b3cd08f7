"""Every write of the room."""

from hometeam.gather.actions.challenge import (
    FEATURES_A_WEEK,
    AlreadyPosted,
    mark_posted,
    say_thanks,
    share_on,
    take_back,
    write_feature,
)
from hometeam.gather.actions.pace import (
    forget_names,
    keep_weekly,
    rest_until,
    skip_week,
    take_part_again,
    tell_of_week,
    want_notice,
)
from hometeam.gather.actions.seasons import (
    follow_season,
    put_back_season,
    save_own_season,
    take_away_season,
    tell_of_season,
)

__all__ = [
    "FEATURES_A_WEEK",
    "AlreadyPosted",
    "follow_season",
    "forget_names",
    "keep_weekly",
    "mark_posted",
    "put_back_season",
    "rest_until",
    "save_own_season",
    "say_thanks",
    "share_on",
    "skip_week",
    "take_away_season",
    "take_back",
    "take_part_again",
    "tell_of_season",
    "tell_of_week",
    "want_notice",
    "write_feature",
]
