"""The house's own verbs: starting it, looking after it."""

from argparse import ArgumentParser, Namespace

from hometeam.foundation.verbs import Verb


def _up_arguments(parser: ArgumentParser) -> None:
    from hometeam.cli import up

    up.arguments(parser)


def _up(args: Namespace) -> None:
    from hometeam.cli import up

    up.up(args)


def _doctor_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def _doctor(_args: Namespace) -> None:
    from hometeam.cli import doctor

    doctor.run()


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the archive to write, such as hometeam.tar.gz")


def _backup(args: Namespace) -> None:
    from hometeam.cli import backup

    backup.backup(args)


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="an archive that hometeam backup wrote")
    parser.add_argument(
        "--overwrite", metavar="NAME", default="", help="the data folder's name, to replace what is in it"
    )


def _restore(args: Namespace) -> None:
    from hometeam.cli import restore

    restore.restore(args)


def _mailbox_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def _mailbox(_args: Namespace) -> None:
    from django.conf import settings

    from hometeam.cli import mailbox
    from hometeam.foundation.verbs import Trouble

    if not settings.MAILBOX.listen_port:
        raise Trouble("there is nowhere to listen; set HOMETEAM_MAILBOX_LISTEN, such as smtp://0.0.0.0:2525.")
    mailbox.listen(settings.MAILBOX)


VERBS = [
    Verb("up", "start Hometeam: the web server and the worker", _up_arguments, _up, needs_database=False),
    Verb("doctor", "check that everything Hometeam needs is there", _doctor_arguments, _doctor, needs_database=False),
    Verb("mailbox", "listen for forwarded newsletters (up does it by itself)", _mailbox_arguments, _mailbox),
    Verb("backup", "write everything into one archive", _backup_arguments, _backup),
    Verb("restore", "put an archive back", _restore_arguments, _restore, needs_database=False),
]
