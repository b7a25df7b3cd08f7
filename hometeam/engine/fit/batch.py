"""Everyone's best at once, by the full score, without comparing everyone with everyone in full.

Members repeat each other: a hundred thousand have but some hundred different sets of offers, and fewer sets of needs,
audiences, likes and languages than there are members. So what sets say to each other is reckoned once (`sets.py`), and a
pair's two logits are sums of entries of such tables, of their way, and of what each brings along. Place by place, each
member looks through those around by the *sum* of both logits, which is quick and never too small; of the most promising
the score is reckoned in full. Since

    log σ(x) + log σ(y) ≤ 2 log σ((x + y) / 2),

nobody who was passed over can be better than that bound says. Whoever is far away must make up for it by their work, and
is found by their work alone.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.near import (
    EARTH_M, ONLINE_M, OTHER_CITY_M, SAME_CITY_M, SAME_NEIGHBOURHOOD_M, UNKNOWN_M,
)
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.fit.pool import Bools, Entries, FitPool, Ints, code
from hometeam.engine.fit.score import (
    BESIDE, BY_EXPERTS, CERTAIN, HALF_WAY_M, MANY_HANDS, OTHER_MARKET_M, SAME_WORK, Weighs, _NONPROFIT, _of,
)
from hometeam.engine.fit.sets import Met, Sets, Singles, Tags, greatest, met

BLOCK = 0.25
HALO_M = 20_000.0
CELL = 0.003
LOOKED_AT = 80
GROUPS = 256
NEVER = np.float32(-1e9)
NO_PRICES: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class BestOfAll:
    rows: Ints
    others: NDArray[np.int32]
    ranks: Singles


def best_of_all(pool: FitPool, *, top: int = 20, beliefs: Weighs = BY_EXPERTS) -> BestOfAll:
    desk = Desk(pool, beliefs)
    others = np.full((len(pool), top), -1, np.int32)
    ranks = np.full((len(pool), top), -np.inf, np.float32)
    for rows, around, beyond_m in desk.blocks():
        _block(desk, rows, around, beyond_m, top, others, ranks)
    return BestOfAll(np.arange(len(pool)), others, ranks)


class Desk:
    def __init__(self, pool: FitPool, beliefs: Weighs) -> None:
        self.pool, self.weights = pool, beliefs.weights
        size = len(pool)
        w = self.weights
        self.offers = Sets.of(pool.offers, size)
        self.wants, self.sends = Sets.of(pool.wants, size), Sets.of(pool.sends, size)
        self.audience_sets = Sets.of(pool.audiences, size)
        best = greatest(pool.trades.alike, self.offers, pool.offers)
        self.want_met = met(pool, self.wants, pool.wants, best, CERTAIN)
        self.send_met = met(pool, self.sends, pool.sends, best, CERTAIN)
        self.together = self._pairs_of_offers(pool.trades.together, sure=True)
        self.alike = self._pairs_of_offers(pool.trades.alike, sure=False)
        self.audiences = Tags.of(pool.audiences, size, _says(pool.audiences, size))
        self.beside = self._beside()
        self.languages = Tags.of(pool.languages, size, _says(pool.languages, size))
        self.likes = Tags.of(pool.likes, size, _says(pool.likes, size))
        self.serves = self.audiences.bits.any(axis=1)
        self.speaks = self.languages.bits.any(axis=1)
        self.likes_any = self.likes.bits.any(axis=1)
        self.told = self.serves | self.likes_any | (pool.reach > 0) | self.speaks
        self.nonprofit = pool.kinds == _NONPROFIT
        room = np.clip((pool.capacity - 1) / (MANY_HANDS - 1), 0.0, 1.0)
        asks, liked = _of(pool, beliefs.asks), _of(pool, beliefs.liked)
        new = pool.new
        self.as_reader = (beliefs.bias + asks + w["i_have_room"] * room + w["i_am_new"] * new).astype(np.float32)
        self.as_other = (liked + w["they_have_room"] * room + w["they_are_new"] * new).astype(np.float32)
        self.both = self.as_reader + self.as_other

    def _pairs_of_offers(self, table, *, sure):
        reach = greatest(table, self.offers, self.pool.offers, sure=sure)  # service x set
        of_sets = self.offers.entries(self.pool.offers)
        count = len(self.offers.example)
        found = np.zeros((count, count), np.float32)
        values = reach[of_sets.codes] * (of_sets.weights[:, None].astype(np.float32) if sure else 1)
        np.maximum.at(found, of_sets.rows, values)
        return found

    def _beside(self):
        pool, size = self.pool, len(self.pool)
        ours = {code(tag): tag for tag in NEIGHBOURS}
        rows, codes = [], []
        for row, tag in zip(pool.audiences.rows, pool.audiences.codes):
            for other in NEIGHBOURS.get(ours.get(int(tag), ""), ()):
                rows.append(row); codes.append(code(other))
        known = set(pool.audiences.codes.tolist())
        keep = [i for i, c in enumerate(codes) if c in known]
        e = Entries(np.array(rows, np.int64)[keep], np.array(codes, np.int64)[keep], np.ones(len(keep)))
        return Tags.of(e, size, _says(pool.audiences, size)).bits

    def shared_audience(self, one, other):
        found = self.audiences.shared(one, other)
        near = np.zeros(found.shape, np.bool_)
        for word in range(self.beside.shape[1]):
            near |= (self.beside[one, word] & self.audiences.bits[other, word]) != 0
        return np.where(near, np.maximum(found, np.float32(BESIDE)), found)

    def blocks(self):
        pool = self.pool
        lat = np.degrees(np.arcsin(pool.points[:, 2])); lon = np.degrees(np.arctan2(pool.points[:, 1], pool.points[:, 0]))
        self.lat, self.lon = lat, lon
        placed = ~np.isnan(lat)
        everyone = np.flatnonzero(pool.open)
        cells = np.stack((np.floor(lat / BLOCK), np.floor(lon / BLOCK)), axis=1)
        keys, which = np.unique(cells[placed], axis=0, return_inverse=True)
        placed_rows = np.flatnonzero(placed)
        for at in range(len(keys)):
            rows = placed_rows[which.reshape(-1) == at]
            way = _to_box(pool.points, lat, lon, lat[rows], lon[rows])
            near = np.flatnonzero(pool.open & ~(way > HALO_M))
            out = way[pool.open & (way > HALO_M)]
            yield rows, near, float(out.min()) if len(out) else np.inf
        rows = np.flatnonzero(~placed)
        if len(rows):
            yield rows, everyone, np.inf


def _to_box(points, lat, lon, lats, lons):
    dlat = np.maximum(np.maximum(lats.min() - lat, lat - lats.max()), 0)
    dlon = np.maximum(np.maximum(lons.min() - lon, lon - lons.max()), 0)
    mid = np.radians(np.where(lat > lats.mean(), lat, lats.mean()))
    return np.hypot(dlat, dlon * np.cos(np.minimum(mid, 1.5))) * 111_000


def _says(tags: Entries, size: int) -> dict[int, float]:
    codes, counts = np.unique(tags.codes, return_counts=True)
    says = 1 - 0.5 * np.log(counts) / np.log(max(size, 2))
    return dict(zip(codes.tolist(), says.tolist(), strict=True))


def ways(pool: FitPool, one: Ints, other: Ints) -> tuple[Singles, Bools, Singles]:
    """Metres (inf where unknown), known, and way, for pairs."""
    p = pool.points
    if one.ndim == 2:
        chord = np.sqrt(np.maximum(2 - 2 * (p[one[:, 0]] @ p[other].T), 0))
        chord = np.sqrt(sum((p[one, k] - p[other, k]) ** 2 for k in range(3)))
    else:
        chord = np.sqrt(sum((p[one, k] - p[other, k]) ** 2 for k in range(3)))
    known = ~np.isnan(chord)
    metres = np.where(known, 2 * EARTH_M * np.arcsin(np.minimum(chord / 2, 1)) + pool.blur_m[one] + pool.blur_m[other], np.inf)
    way = metres
    if not known.all():
        c1, c2 = pool.cities[one], pool.cities[other]
        same_city = (c1 == c2) & (c1 != 0)
        unknown = (c1 == 0) | (c2 == 0)
        n1, n2 = pool.neighbourhoods[one], pool.neighbourhoods[other]
        part = (n1 == n2) & (n1 != 0) & (same_city | unknown)
        by_name = np.select([part, same_city, unknown], [SAME_NEIGHBOURHOOD_M, SAME_CITY_M, UNKNOWN_M], default=OTHER_CITY_M)
        way = np.where(known, metres, by_name)
    online = pool.online[one] & pool.online[other]
    return metres, known, np.where(online, np.minimum(way, ONLINE_M), way)


def place_value(weights, metres, known, way):
    near = np.where(known, np.exp(-metres / RING_M[1]), 0.0)
    return (weights["near_each_other"] * near + weights["way"] * way / (way + HALF_WAY_M)).astype(np.float32)


import time
CLOCK = {}
def tick(name, t):
    n = time.process_time(); CLOCK[name] = CLOCK.get(name, 0) + n - t; return n


def _block(desk, rows, around, beyond_m, top, others, ranks):
    t = time.process_time()
    pool, w = desk.pool, desk.weights
    # local codes
    L = around
    width = -(-len(L) // GROUPS)
    O, o_local = np.unique(np.concatenate((desk.offers.which[rows], desk.offers.which[L])), return_inverse=True)
    oR, oL = o_local[: len(rows)], o_local[len(rows):]
    def needs(sets, m):
        N, loc = np.unique(np.concatenate((sets.which[rows], sets.which[L])), return_inverse=True)
        return m.table(N, O), loc[: len(rows)], loc[len(rows):]
    want, wR, wL = needs(desk.wants, desk.want_met)
    send, sR, sL = needs(desk.sends, desk.send_met)
    a_w = np.float32(w["they_offer_what_i_need"] + w["they_need_what_i_offer"])
    a_s = np.float32(w["they_do_what_i_send_away"] + w["they_send_away_what_i_do"])
    # each distinct pair (wants, sends) as one needs-profile
    prof, nn = np.unique(np.concatenate((wR, wL)) * (len(send) + 1) + np.concatenate((sR, sL)), return_inverse=True)
    nR, nL = nn[: len(rows)], nn[len(rows):]
    both = a_w * want[prof // (len(send) + 1)] + a_s * send[prof % (len(send) + 1)]
    t = tick('tables', t)
    trade = np.float32(2 * w["our_trades_go_together"]) * desk.together[np.ix_(O, O)]
    alike = desk.alike[np.ix_(O, O)]
    rival = np.float32(2 * w["rivalry"]) * alike
    open_trade = np.where(alike >= SAME_WORK, NEVER, trade + (rival if w["rivalry"] > 0 else rival))
    lenient = np.where(alike >= 2 * SAME_WORK, NEVER, trade + np.minimum(rival, 0) * 0.5)
    biz = np.float32(2 * w["business_and_nonprofit"])
    colboth = desk.both[L]
    npL = desk.nonprofit[L]
    # spots
    cellkey = np.stack((np.floor(desk.lat[rows] / CELL), np.floor(desk.lon[rows] / CELL), pool.cities[rows], pool.neighbourhoods[rows], pool.online[rows]), axis=1)
    cellkey = np.nan_to_num(cellkey)
    _k, first, spot = np.unique(cellkey, axis=0, return_index=True, return_inverse=True)
    spot = spot.reshape(-1)
    place = _places(desk, rows, spot, len(first), L)
    t = tick('places', t)
    aud, audR, audL = _table(desk.audience_sets, rows, L, lambda a, b: 2 * w["shared_audience"] * desk.shared_audience(a, b))
    like_s = Sets.of(pool.likes, len(pool)) if not hasattr(desk, 'like_sets') else desk.like_sets
    desk.like_sets = like_s
    lang_s = Sets.of(pool.languages, len(pool)) if not hasattr(desk, 'lang_sets') else desk.lang_sets
    desk.lang_sets = lang_s
    lik, likR, likL = _table(like_s, rows, L, lambda a, b: 2 * w["like_the_same"] * desk.likes.shared(a, b))
    lan, lanR, lanL = _table(lang_s, rows, L, lambda a, b: 2 * w["shared_language"] * np.clip(2 * desk.languages.shared(a, b) - 1, 0, 1))
    reachR, reachL = pool.reach[rows], pool.reach[L]
    top_reach = int(max(reachL.max(), reachR.max(), 1))
    bands = np.arange(top_reach + 1)
    siz = (2 * w["alike_in_size"] * np.where((bands[:, None] > 0) & (bands > 0), np.clip(1 - abs(bands[:, None] - bands) / 2, 0, 1), 0)).astype(np.float32)
    told = desk.told[rows]
    t = tick('tags', t)
    order = np.lexsort((nR, told, desk.nonprofit[rows], oR))
    W = 160
    cand = np.full((len(rows), W), -1, np.int32)
    bound = np.full(len(rows), np.inf, np.float32)
    S = np.full(GROUPS * width, NEVER, np.float32)
    T = np.empty(len(L), np.float32)
    last = None
    for i in order:
        key = (oR[i], desk.nonprofit[rows[i]], told[i])
        if last != key:
            base = both[:, oR[i]][nL] + (lenient if desk.serves[rows[i]] else open_trade)[oR[i]][oL] + colboth + biz * (npL != key[1])
            last = key; lastn = None
        if lastn != nR[i]:
            lastn = nR[i]
            v = base + both[nR[i]][oL]
        s = S[: len(L)]
        np.add(v, place[spot[i]], out=s)
        if told[i]:
            if desk.serves[rows[i]]:
                np.take(aud[audR[i]], audL, out=T, mode='clip'); s += T
            if desk.likes_any[rows[i]]:
                np.take(lik[likR[i]], likL, out=T, mode='clip'); s += T
            if desk.speaks[rows[i]]:
                np.take(lan[lanR[i]], lanL, out=T, mode='clip'); s += T
            if reachR[i]:
                np.take(siz[reachR[i]], reachL, out=T, mode='clip'); s += T
        g = S.reshape(width, GROUPS).max(axis=0)
        cut = max(np.partition(g, GROUPS - LOOKED_AT)[GROUPS - LOOKED_AT], NEVER / 2)
        found = np.flatnonzero(s >= cut)[:W]
        cand[i, : len(found)] = found
        bound[i] = cut + desk.both[rows[i]]
    t = tick('scan', t)
    k = max(1, (cand >= 0).sum(axis=1).max())
    cand = cand[:, :k]
    has = cand >= 0
    A, pos = np.nonzero(has)
    B = cand[has]
    ra, rb = rows[A], L[B]
    o_a, o_b = oR[A], oL[B]
    w_mine, w_theirs = want[wR[A], o_b], want[wL[B], o_a]
    s_mine, s_theirs = send[sR[A], o_b], send[sL[B], o_a]
    r = _exact(desk, ra, rb, (w_mine, s_mine, w_theirs, s_theirs, desk.together[O[o_a], O[o_b]], alike[o_a, o_b]))
    t = tick('exact', t)
    R = np.full(cand.shape, -np.inf, np.float32)
    R[A, pos] = r
    best = np.argsort(-R, axis=1, kind='stable')[:, :top]
    got = np.take_along_axis(R, best, 1)
    o = np.take_along_axis(cand, best, 1)
    n = got.shape[1]
    others[rows[:, None], np.arange(n)] = np.where(np.isfinite(got), L[o], -1)
    ranks[rows[:, None], np.arange(n)] = got
    worst = ranks[rows, top - 1]
    CLOCK['uncertain'] = CLOCK.get('uncertain', 0) + int((worst < 2 * log_expit(bound / 2)).sum())
    t = tick('top', t)


def _table(sets, rows, L, say):
    which, loc = np.unique(np.concatenate((sets.which[rows], sets.which[L])), return_inverse=True)
    ex = sets.example[which]
    return np.asarray(say(ex[:, None], ex[None, :]), np.float32), loc[: len(rows)], loc[len(rows):]


def _places(desk, rows, spot, count, L):
    pool, w = desk.pool, desk.weights
    order = np.argsort(spot, kind='stable')
    starts = np.searchsorted(spot[order], np.arange(count))
    first = rows[order[starts]]
    found = np.empty((count, len(L)), np.float32)
    p = pool.points
    # centre and radius of each spot
    n = np.bincount(spot, minlength=count)
    centre = np.stack([np.bincount(spot, p[rows, k], minlength=count) / n for k in range(3)], axis=1)
    off = np.sqrt(((p[rows] - centre[spot]) ** 2).sum(axis=1)) * EARTH_M
    radius = np.zeros(count); np.maximum.at(radius, spot, np.nan_to_num(off))
    blur = np.full(count, np.inf); np.minimum.at(blur, spot, pool.blur_m[rows])
    pl = p[L]
    bl = pool.blur_m[L]
    clean = not np.isnan(pl).any() and not np.isnan(centre).any()
    x = (centre * EARTH_M).astype(np.float64)
    y = pl * EARTH_M
    mid = y.mean(axis=0) if clean else 0
    x32, y32 = (x - mid).astype(np.float32), (y - mid).astype(np.float32)
    for s in range(count):
        if clean:
            d = y32 - x32[s]
            m = np.sqrt(np.einsum('ij,ij->i', d, d)) - np.float32(radius[s])
            np.maximum(m, 0, out=m); m += (bl + blur[s]).astype(np.float32)
            near = np.exp(m * np.float32(-1 / RING_M[1]))
            way = m
            if pool.online[first[s]]:
                way = np.where(pool.online[L], np.minimum(m, ONLINE_M), m)
            found[s] = np.float32(2 * w["near_each_other"]) * near + np.float32(2 * w["way"]) * (way / (way + np.float32(HALF_WAY_M)))
        else:
            metres, known, way = ways(pool, np.full(len(L), first[s]), L)
            m = np.maximum(metres - radius[s], 0); way = np.where(known, np.maximum(way - radius[s], 0), way)
            found[s] = 2 * place_value(w, m, known, way)
    return found


def _exact(desk, a, b, work):
    pool, w = desk.pool, desk.weights
    w_mine, s_mine, w_theirs, s_theirs, together, alike = work
    metres, known, way = ways(pool, a, b)
    shared = desk.shared_audience(a, b)
    tongues = desk.languages.shared(a, b)
    silent = ~(desk.serves[a] & desk.serves[b])
    one_market = (metres <= OTHER_MARKET_M) | ~known | pool.online[a] | pool.online[b]
    rivalry = alike * np.where(silent | (shared > 0), 1, 0.5) * np.where(one_market, 1, 0.5)
    size = np.where((pool.reach[a] > 0) & (pool.reach[b] > 0), np.clip(1 - abs(pool.reach[a] - pool.reach[b]) / 2, 0, 1), 0)
    common = (
        place_value(w, metres, known, way)
        + w["our_trades_go_together"] * together
        + w["shared_audience"] * shared
        + w["business_and_nonprofit"] * (desk.nonprofit[a] != desk.nonprofit[b])
        + w["shared_language"] * np.clip(2 * tongues - 1, 0, 1)
        + w["like_the_same"] * desk.likes.shared(a, b)
        + w["alike_in_size"] * size
        + w["rivalry"] * rivalry
    )
    me = common + desk.as_reader[a] + desk.as_other[b] + (
        w["they_offer_what_i_need"] * w_mine + w["they_need_what_i_offer"] * w_theirs
        + w["they_do_what_i_send_away"] * s_mine + w["they_send_away_what_i_do"] * s_theirs)
    them = common + desk.as_reader[b] + desk.as_other[a] + (
        w["they_offer_what_i_need"] * w_theirs + w["they_need_what_i_offer"] * w_mine
        + w["they_do_what_i_send_away"] * s_theirs + w["they_send_away_what_i_do"] * s_mine)
    ok = (tongues > 0) | ~(desk.speaks[a] & desk.speaks[b])
    ok &= (rivalry < SAME_WORK) & (a != b) & pool.open[b]
    return np.where(ok, log_expit(me.astype(np.float32)) + log_expit(them.astype(np.float32)), -np.inf)
