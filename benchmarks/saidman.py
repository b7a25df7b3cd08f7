"""Pools of incompatible pairs as kidney exchange is studied with: Saidman and others, Transplantation 81(5), 2006.

Patient and donor have blood types by their shares in the United States; how sensitive a patient is (PRA) decides how
often a crossmatch fails, more often between a wife and her husband. Pairs who are compatible do without an exchange,
so only the others are in the pool. PrefLib 00036 was made this way.
"""

from __future__ import annotations

import numpy as np

from hometeam.engine.loops import Pool
from hometeam.engine.loops.pool import Floats, Ints

# O, A, B, AB; a donor of one may give to a patient of another where every antigen is the patient's own.
BLOOD = (0.4814, 0.3373, 0.1428, 0.0385)
ANTIGENS = np.array([0, 1, 2, 3])
FEMALE, SPOUSE = 0.4090, 0.4897
# How many patients are so sensitive, and how often their crossmatches fail.
SENSITIVE, FAILS = (0.7019, 0.2, 0.0981), (0.05, 0.45, 0.90)
HUSBAND_FITS = 0.75


def saidman_pool(size: int, seed: int = 1) -> Pool:
    """So many pairs, numbered from 0, each arc of weight 1; the same seed gives the same pool."""
    chance = np.random.default_rng(seed)
    patients, donors, fails = _pairs(size, chance)
    compatible = (ANTIGENS[donors][:, np.newaxis] & ~ANTIGENS[patients]) == 0
    matched = compatible & (chance.random((size, size)) >= fails)
    np.fill_diagonal(matched, val=False)
    givers, receivers = np.nonzero(matched)
    return Pool(
        ids=tuple(map(str, range(size))),
        givers=givers.astype(np.int32),
        receivers=receivers.astype(np.int32),
        weights=np.ones(len(givers)),
        chances=np.ones(len(givers)),
        capacities=np.ones(size, np.int64),
        waiting=np.zeros(size),
        counts=np.ones(size),
    )


def _pairs(size: int, chance: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Blood types of patients and donors who do not go together, and how often each patient's crossmatch fails."""
    count = 8 * size
    patients, donors = chance.choice(4, count, p=BLOOD), chance.choice(4, count, p=BLOOD)
    fails = np.array(FAILS)[chance.choice(3, count, p=SENSITIVE)]
    wife = (chance.random(count) < FEMALE) & (chance.random(count) < SPOUSE)
    with_donor = np.where(wife, 1 - HUSBAND_FITS * (1 - fails), fails)
    fits = (ANTIGENS[donors] & ~ANTIGENS[patients]) == 0
    apart = np.flatnonzero(~fits | (chance.random(count) < with_donor))[:size]
    return patients[apart], donors[apart], fails[apart]
