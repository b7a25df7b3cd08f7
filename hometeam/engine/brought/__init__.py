"""Sums of what things brought: by measure, by partner, by kind and over time, each level of knowledge by itself.

Pure: figures go in, sums come out. A figure counts in the period in which its window ends; it is never split.
"""

from hometeam.engine.brought.periods import Period, bucket_of, buckets_of, period_of, step_of
from hometeam.engine.brought.sums import (
    ESTIMATED,
    LEVELS,
    MEASURED,
    PARTNER_CONFIRMED,
    SELF_REPORTED,
    Figure,
    Tally,
    by,
    one_word_each,
    over_time,
    sums,
    within,
)

__all__ = [
    "ESTIMATED",
    "LEVELS",
    "MEASURED",
    "PARTNER_CONFIRMED",
    "SELF_REPORTED",
    "Figure",
    "Period",
    "Tally",
    "bucket_of",
    "buckets_of",
    "by",
    "one_word_each",
    "over_time",
    "period_of",
    "step_of",
    "sums",
    "within",
]
