"""What is done before the first page: in a process of its own, so that the memory it takes is free again afterwards."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from hometeam.foundation.verbs import Trouble


@dataclass(frozen=True)
class Prepared:
    """The words to greet with once the web server answers, and whether a mailbox is to listen."""

    greeting: str
    has_mailbox: bool


def prepared(*, demo: bool) -> Prepared:
    """The database, the static files and, if wanted, the sample are there when this comes back. Raises Trouble."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("fork")) as aside:
        try:
            return aside.submit(_prepare, demo=demo).result()
        except BrokenProcessPool as broken:
            raise Trouble(
                "something ended the preparation halfway, perhaps for want of memory; start again."
            ) from broken


def _prepare(*, demo: bool) -> Prepared:
    from hometeam.cli.database import ready
    from hometeam.cli.statics import collect
    from hometeam.cli.welcome import greeting, load_demo

    ready()
    collect()
    if demo:
        load_demo()
    from django.conf import settings

    return Prepared(greeting(demo=demo), has_mailbox=bool(settings.MAILBOX.listen_port))
