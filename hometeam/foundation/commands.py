"""`hometeam worker`."""

from argparse import ArgumentParser, Namespace

from hometeam.foundation.verbs import Verb


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def _worker(arguments: Namespace) -> None:
    from hometeam.foundation import clock, jobs

    if arguments.once:
        jobs.reap(clock.now())
        jobs.run_due(clock.now())
        jobs.work_off()
    else:
        jobs.work()


VERBS = [Verb("worker", "send mail, remind, import: everything that happens in the background", _arguments, _worker)]
