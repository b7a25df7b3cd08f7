"""What a file is, told from its first bytes and never from its name, and a plain sentence for what cannot be read."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

MAX_BYTES = 100 * 1024 * 1024


class Readable(Protocol):
    """A file open for reading bytes, such as an upload."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...


class Unreadable(Exception):
    """This file cannot be read; the message says why and what to do in a plain sentence."""


def opened(path_or_file: Path | str | Readable) -> BinaryIO:
    """The bytes, whole, from the beginning. Raises Unreadable when there are none or too many."""
    if isinstance(path_or_file, str | Path):
        content = _from_path(Path(path_or_file))
    else:
        path_or_file.seek(0)
        content = path_or_file.read(MAX_BYTES + 1)
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise Unreadable(_("This file is empty. Choose another one."))
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _("This file is larger than 100 MB. Split it into several and bring them in one after the other.")
        )
    return BytesIO(content)


def _from_path(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable(_("There is no file %(name)s.") % {"name": path}) from error
    except IsADirectoryError as error:
        raise Unreadable(_("%(name)s is a folder, not a file.") % {"name": path}) from error
    except OSError as error:
        raise Unreadable(_("%(name)s cannot be opened. See whether you may read it.") % {"name": path}) from error


def is_workbook(file: BinaryIO, name: str) -> bool:
    """Whether these bytes are an XLSX workbook; False for text. Raises Unreadable for any other kind of file."""
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        _check_zip(file, name)
        return True
    _refuse_others(head, name)
    return False


def _refuse_others(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("%(name)s is an old Excel file or has a password. Save it as .xlsx without a password and try that.")
            % {"name": name}
        )
    if start.startswith(b"%pdf"):
        raise Unreadable(
            _("%(name)s is a PDF, which has no rows to read. Ask for the list as a spreadsheet or CSV file.")
            % {"name": name}
        )
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise Unreadable(
            _("%(name)s is a web page. Open it in a spreadsheet and save it as .xlsx or .csv.") % {"name": name}
        )
    if _looks_binary(head):
        raise Unreadable(_("%(name)s is not a table. Save your list as .xlsx or .csv and try that.") % {"name": name})


def _looks_binary(head: bytes) -> bool:
    """Many control characters and no UTF-16: a picture, a program, something compressed."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) // 4:
        return False
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 20


def _check_zip(file: BinaryIO, name: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(
            _("%(name)s is damaged. Open it in your spreadsheet program, save it again, and try that.") % {"name": name}
        ) from error
    file.seek(0)
    if "xl/vbaProject.bin" in names:
        raise Unreadable(
            _("%(name)s has macros in it, which we do not open. Save it as .xlsx without macros and try that.")
            % {"name": name}
        )
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise Unreadable(
            _("%(name)s is not an Excel workbook (.xlsx). Save your list as .xlsx or .csv and try that.")
            % {"name": name}
        )
