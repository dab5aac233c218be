"""Is a zip laid out as `lacdsl pack` lays it out? One entry after the other, then the directory, and not a byte more.

Two programs that read a zip may see different files in it: one believes the directory at the end, another the headers on
the way; and what lies before, between or behind the entries is seen by neither. A pack has one reading only.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence

# The first moment that a zip can hold: files in a pack have no time of their own. Every file is a plain one.
TIME = (1980, 1, 1, 0, 0, 0)
UNIX = 3
MODE = 0o100644

_FIRST_DAY = 1 << 5 | 1
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def is_plain(data: bytes, members: Sequence[zipfile.ZipInfo]) -> bool:
    """Are the bytes of a zip those of its `members` and nothing else, each header in agreement with the directory?"""
    try:
        return _is_plain(data, members)
    except (struct.error, UnicodeEncodeError):
        return False


def _is_plain(data: bytes, members: Sequence[zipfile.ZipInfo]) -> bool:
    names = [member.filename for member in members]
    if names != sorted(names):
        return False
    position = 0
    entries = b""
    for member in members:
        name = member.filename.encode("ascii")
        if (member.header_offset, member.compress_size) != (position, member.file_size):
            return False
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits or member.extra or member.comment:
            return False
        if (member.date_time, member.create_system, member.external_attr) != (TIME, UNIX, MODE << 16):
            return False
        common = (
            member.extract_version, member.flag_bits, member.compress_type, 0, _FIRST_DAY,
            member.CRC, member.compress_size, member.file_size, len(name), 0,
        )  # fmt: skip
        header = _LOCAL.pack(b"PK\x03\x04", *common) + name
        if not data.startswith(header, position):
            return False
        made_by = member.create_version | member.create_system << 8
        rest = (0, 0, member.internal_attr, member.external_attr, position)
        entries += _ENTRY.pack(b"PK\x01\x02", made_by, *common, *rest) + name
        position += len(header) + member.file_size
    count = len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), position, 0)
    return data[position:] == entries + end
