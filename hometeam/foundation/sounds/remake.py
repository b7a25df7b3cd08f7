"""Makes one sound anew: `python remake.py GIVEN MADE SECONDS`, as a process of its own, never imported by the house.

Prints `seconds N` and ends with 0, or prints `long`, `empty` or `unreadable` and ends with 1. Whatever the file does to
the decoder happens to this process alone, which may use only so much of the machine.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

CPU_SECONDS = 20
MEMORY = 1 << 30
LARGEST_MADE = 4 << 20
RATE = 44_100
BIT_RATE = 56_000
SHORTEST = 0.4
GRACE = 2.0
"""So many seconds more than allowed pass: a recorder stops a moment late."""
# Only what holds a recording itself; lists that name other files or addresses are not among them.
FORMATS = "aac,amr,caf,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,ogg,wav,w64,aiff"


class Refused(Exception):
    """`long`, `empty` or `unreadable`."""


def live_modestly() -> None:
    """Take away from this process what no recording needs."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_MADE),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def remake(given: str, made: str, max_seconds: int) -> float:
    """Decode, mix to mono, encode; returns the seconds made. Raises Refused, or what the library finds."""
    import av

    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file,pipe"}
    with open(given, "rb") as file, av.open(file, options=options) as container:  # noqa: PTH123
        if not container.streams.audio:
            raise Refused("unreadable")
        with av.open(made, "w", format="ipod", options={"movflags": "faststart", "fflags": "+bitexact"}) as out:
            stream = out.add_stream("aac", rate=RATE, layout="mono")
            stream.bit_rate = BIT_RATE
            samples = 0
            for frame in _mono(container):
                frame.pts, frame.time_base = samples, Fraction(1, RATE)
                samples += frame.samples
                if samples > (max_seconds + GRACE) * RATE:
                    raise Refused("long")
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    if samples < SHORTEST * RATE:
        raise Refused("empty")
    return samples / RATE


def _mono(container: Any) -> Iterator[Any]:
    """The sound's frames, one after the other, on one channel and at our rate."""
    from av import AudioResampler

    resampler = AudioResampler(format="fltp", layout="mono", rate=RATE)
    for frame in container.decode(audio=0):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def main() -> int:
    """Read the command line, answer on standard output."""
    live_modestly()
    given, made, max_seconds = sys.argv[1:]
    try:
        seconds = remake(given, made, int(max_seconds))
    except Refused as refused:
        answer = str(refused)
    except Exception:  # a damaged file meets any of the library's errors
        answer = "unreadable"
    else:
        answer = f"seconds {max(1, round(min(seconds, int(max_seconds))))}"
    sys.stdout.write(answer)
    return 0 if answer.startswith("seconds") else 1


if __name__ == "__main__":
    sys.exit(main())
