"""Every byte of a pack: a zip that is not laid out as `lacdsl pack` does it is refused before anything in it is read."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs.files import why_not
from lacdsl.rulesets.packs.listing import LISTING, listing_of
from lacdsl.rulesets.packs.make import zipped
from lacdsl.rulesets.packs.opened import open_pack
from tests.rulesets.test_packs import MANIFEST, RULE, codes

FILES = {"ruleset.yaml": MANIFEST, "own.rules": RULE.encode()}
WHOLE = {**FILES, LISTING: listing_of(FILES, Problems()).data}
GOOD = zipped(WHOLE)
CENTRAL = GOOD.find(b"PK\x01\x02")
END = GOOD.rfind(b"PK\x05\x06")


def patched(place: int, form: str, value: int) -> bytes:
    data = bytearray(GOOD)
    struct.pack_into(form, data, place, value)
    return bytes(data)


def rezipped(
    change: Callable[[zipfile.ZipInfo], object] = lambda _: None,
    more: tuple[tuple[str, bytes], ...] = (),
    kind: int = zipfile.ZIP_STORED,
    comment: bytes = b"",
    backwards: bool = False,
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, data in sorted((*WHOLE.items(), *more), reverse=backwards):
            entry = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            entry.filename, entry.compress_type = name, kind
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            change(entry)
            archive.writestr(entry, data)
        archive.comment = comment
    return made.getvalue()


def streamed() -> bytes:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object, /) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, data in WHOLE.items():
            archive.writestr(name, data)
    return pipe.data


def with_gap() -> bytes:
    data = bytearray(GOOD[:CENTRAL] + b"CHILD,DOB\n" + GOOD[CENTRAL:])
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 16, CENTRAL + 10)
    return bytes(data)


def attributes(kind: int) -> Callable[[zipfile.ZipInfo], object]:
    return lambda entry: setattr(entry, "external_attr", (kind | 0o644) << 16)


LAYOUTS: dict[str, bytes] = {
    "bytes before": b"MZ" + GOOD,
    "a zip before": rezipped() + GOOD,
    "bytes behind": GOOD + b"\0",
    "a zip behind": GOOD + rezipped(),
    "bytes between": with_gap(),
    "a comment": rezipped(comment=b"hello"),
    "a comment on a file": rezipped(lambda entry: setattr(entry, "comment", b"hello")),
    "an extra field": rezipped(lambda entry: setattr(entry, "extra", b"\x99\x99\x04\x00evil")),
    "another name in an extra field": rezipped(lambda entry: setattr(entry, "extra", b"up\x05\0\1\0\0\0\0")),
    "backwards": rezipped(backwards=True),
    "compressed": rezipped(kind=zipfile.ZIP_DEFLATED),
    "bzip2": rezipped(kind=zipfile.ZIP_BZIP2),
    "lzma": rezipped(kind=zipfile.ZIP_LZMA),
    "as a stream": streamed(),
    "a link": rezipped(attributes(stat.S_IFLNK)),
    "a folder": rezipped(attributes(stat.S_IFDIR)),
    "a program": rezipped(lambda entry: setattr(entry, "external_attr", 0o104755 << 16)),
    "a time": rezipped(lambda entry: setattr(entry, "date_time", (2026, 1, 1, 0, 0, 0))),
    "one more, not listed": rezipped(more=(("more.rules", b""),)),
    "the other name on the way": GOOD.replace(b"own.rules", b"0wn.rules", 1),
    "the other size on the way": patched(18, "<L", 3),
    "the other hash on the way": patched(14, "<L", 1),
    "encrypted on the way": patched(6, "<H", 1),
    "strongly encrypted on the way": patched(6, "<H", 0x40),
    "encrypted in the directory": patched(CENTRAL + 8, "<H", 1),
    "patched data": patched(CENTRAL + 8, "<H", 0x20),
    "method 99": patched(CENTRAL + 10, "<H", 99),
    "a larger size in the directory": patched(CENTRAL + 24, "<L", 0xFFFFFFF0),
    "another place": patched(CENTRAL + 42, "<L", 5),
    "another disk": patched(CENTRAL + 34, "<H", 7),
    "a date that is none": patched(CENTRAL + 14, "<H", 0xFFFF),
    "fewer files by count": patched(END + 10, "<H", 1),
    "more files by count": patched(END + 10, "<H", 60),
    "a directory elsewhere": patched(END + 16, "<L", 0),
    "a directory of no size": patched(END + 12, "<L", 0),
    "zip64": patched(END + 16, "<L", 0xFFFFFFFF),
    "a comment that is not there": patched(END + 20, "<H", 9),
    "empty": b"",
    "no zip": b"hello",
    "a zip of nothing": b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.parametrize("how", LAYOUTS)
def test_a_zip_that_is_laid_out_otherwise_is_refused(tmp_path: Path, how: str) -> None:
    path = tmp_path / "council.zip"
    path.write_bytes(LAYOUTS[how])
    with pytest.raises(LacdslError) as error:
        open_pack(path, None, Problems())
    assert codes(error) <= {"R470", "R471"}
    assert all("council.zip" in found.message and found.help for found in error.value.diagnostics)


def test_a_pack_as_it_was_made_is_read(tmp_path: Path) -> None:
    path = tmp_path / "council.zip"
    path.write_bytes(GOOD)
    assert rezipped() == GOOD
    assert open_pack(path, None, Problems()).whole == WHOLE


NAMES = [
    "../a.rules", "/a.rules", "C:/a.rules", "//host/share/a.rules", "\\\\host\\share\\a.rules", "b\\a.rules", "./a.rules",
    "b//a.rules", "b/./a.rules", "a.rules.", "a.rules ", "CON.rules", "nul", "aux", "b/PRN.yaml", "com¹.rules",
    "CONIN$.rules", "a.rules:x", "a.rules::$DATA", "ówn.rules", "\uff4fwn.rules", "own\u200b.rules",
    "own\u202eselur.rules", "own\n.rules", "own\0.rules", "~/a.rules", "%TEMP%/a.rules", "a*.rules", "a?.rules", "-a.rules",
    ".git/hooks/post-checkout", "hooks/post-checkout", "setup.py", "a.pth", "desktop.ini", "a.exe", "a.zip", "b/",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_not_every_system_takes_for_itself_is_none(name: str) -> None:
    assert why_not(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "council.zip"
    os.mkfifo(path)
    with pytest.raises(LacdslError) as error:
        open_pack(path, None, Problems())
    assert codes(error) == {"R470"}
