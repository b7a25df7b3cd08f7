"""`hometeam overlap blind`: blind a customer list, or a list that was handed over, on one's own machine.

It needs no database and no installation: whoever would rather not trust a page in the browser runs it at home.
"""

from __future__ import annotations

import base64
import secrets
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hometeam.foundation.verbs import Trouble, Verb

KEY = Path("overlap.key")
KEY_MARK = "hometeam overlap 1 secret key: keep it to yourself, and delete it when the answer is there"


def _arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(metavar="STEP", required=True, title="steps")
    blind = steps.add_parser("blind", help="blind your customer list, then the list that you were handed")
    blind.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or one address a line; or the handed file")
    blind.add_argument("--key", type=Path, default=KEY, metavar="KEYFILE", help=f"where your secret key is ({KEY})")
    blind.add_argument("--out", type=Path, metavar="FILE", help="what to write (FILE-blinded.txt)")
    blind.add_argument("--column", metavar="NAME", help="which column has the addresses (the one with most of them)")


def blind(args: Namespace) -> None:
    """Do the step that the file is for: a handed list is blinded with the key there is, any other with a new one."""
    import django

    django.setup()
    from hometeam.engine import overlap

    out = args.out or args.file.with_name(f"{args.file.stem}-blinded.txt")
    _check_free(out)
    try:
        with args.file.open("rb") as file:
            content = file.read(overlap.LARGEST + 1)
    except OSError as error:
        raise Trouble(f"{args.file} cannot be read: {error.strerror}.") from error
    if overlap.kind_of(content) == overlap.Kind.HANDED:
        _blind_again(content, args.key, out)
    elif overlap.kind_of(content) is None:
        _blind_first(args, out)
    else:
        raise Trouble(f"{args.file} is blinded already. Upload it, or name your customer list.")


def _blind_first(args: Namespace, out: Path) -> None:
    from hometeam.engine import overlap
    from hometeam.overlap.queries import customer_list

    _check_free(args.key, "Each measuring needs a key of its own. Name another with --key.")
    found = customer_list(args.file, args.column)
    key = overlap.key_from(secrets.token_bytes(64))
    try:
        points = overlap.blinded(found.addresses, key, secrets.token_bytes(32))
    except overlap.WrongLength as wrong:
        raise Trouble(
            f"Different addresses in {args.file}: {wrong.count:,}. A list needs {overlap.LEAST} to {overlap.MOST:,}."
        ) from wrong
    _write(args.key, f"{KEY_MARK}\n{base64.urlsafe_b64encode(key).decode()}\n", mode=0o600)
    _write(out, overlap.written(overlap.Paper(overlap.Kind.LIST, points, overlap.public(key))))
    _say(f"{len(found.addresses):,} addresses{found.where}, blinded and filled up to {len(points):,} lines in {out}.")
    if found.left_out:
        _say(f"Cells without an e-mail address, left out: {found.left_out:,}.")
    _say(f"Upload {out}. Keep {args.key} to yourself: the second step needs it.")


def _blind_again(content: bytes, key_file: Path, out: Path) -> None:
    from hometeam.engine import overlap

    try:
        key = base64.urlsafe_b64decode(key_file.read_text("utf-8").split("\n")[1])
        points = overlap.blinded_again(overlap.read(content, overlap.Kind.HANDED).points, key)
    except FileNotFoundError as error:
        raise Trouble(f"There is no key in {key_file}. Name the one of the first step with --key.") from error
    except overlap.Unsound as error:
        raise Trouble("The handed file is damaged. Download it again.") from error
    except (OSError, IndexError, ValueError) as error:
        raise Trouble(f"{key_file} is no key, or the handed file is damaged. Download it again.") from error
    _write(out, overlap.written(overlap.Paper(overlap.Kind.RETURNED, points)))
    _say(f"Blinded again, {len(points):,} lines in {out}. Upload it, and delete {key_file} when the answer is there.")


def _check_free(path: Path, instead: str = "Name another with --out.") -> None:
    if path.exists():
        raise Trouble(f"{path} is there already. {instead}")


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    """A new file; whoever made one of that name meanwhile keeps theirs."""
    try:
        path.touch(mode, exist_ok=False)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Trouble(f"{path} cannot be written: {error.strerror}.") from error


def _say(line: str) -> None:
    print(line)  # noqa: T201


VERBS = [
    Verb("overlap", "count customers in common without handing over a list", _arguments, blind, needs_database=False)
]
