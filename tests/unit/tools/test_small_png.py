"""Pictures with a palette show what they showed, whichever filters they were stored with."""

from __future__ import annotations

import struct
import zlib

import pytest

from tools.small_png import with_palette

WIDTH = 3
ROWS = [bytes(range(9)), bytes([250, 9, 3, 7, 7, 7, 0, 0, 255]), bytes([9, 9, 9, 9, 9, 9, 1, 2, 3])]


def written(rows: list[bytes], kind: int = 2) -> bytes:
    """Return a true-colour PNG of rows that are filtered already."""
    header = struct.pack(">IIBBBBB", WIDTH, len(rows), 8, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def filtered(row: bytes, above: bytes, method: int) -> bytes:
    """Return a row as PNG's filter of that number stores it."""
    left = [*bytes(3), *row[:-3]]
    corner = [*bytes(3), *above[:-3]]
    values = zip(row, left, above, corner, strict=True)
    return bytes([method, *((value - _guess(method, a, b, c)) % 256 for value, a, b, c in values)])


def _guess(method: int, left: int, up: int, corner: int) -> int:
    paeth = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
    return (0, left, up, (left + up) // 2, paeth)[method]


def shown(png: bytes) -> list[bytes]:
    """Return the rows of a PNG with a palette and no filter."""
    at, palette, data = 8, b"", b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        palette, data = (body, data) if name == b"PLTE" else (palette, body if name == b"IDAT" else data)
        at += length + 12
    places = zlib.decompress(data)
    lines = [places[start + 1 : start + 1 + WIDTH] for start in range(0, len(places), WIDTH + 1)]
    return [b"".join(palette[3 * place : 3 * place + 3] for place in line) for line in lines]


@pytest.mark.parametrize("method", range(5))
def test_each_filter_is_undone(method: int) -> None:
    rows = [filtered(row, above, method) for row, above in zip(ROWS, [bytes(9), *ROWS[:-1]], strict=True)]

    assert shown(with_palette(written(rows))) == ROWS


def test_transparency_is_left_out() -> None:
    rows = [b"\0" + b"".join(row[at : at + 3] + b"\xff" for at in (0, 3, 6)) for row in ROWS]

    assert shown(with_palette(written(rows, kind=6))) == ROWS
