"""What brings members together as the year goes round: seasons, and the weekly challenge."""

from hometeam.gather.models.challenge import Feature, Pace, Weekly
from hometeam.gather.models.seasons import OwnSeason, SeasonChoice

__all__ = ["Feature", "OwnSeason", "Pace", "SeasonChoice", "Weekly"]
