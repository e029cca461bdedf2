"""A picture of a page stored with a palette: a quarter of the bytes, and no library for it."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256

Pixel = tuple[int, int, int]


def with_palette(png: bytes) -> bytes:
    """Return a true-colour PNG without transparency with at most 256 colours, rarer ones as the nearest of them."""
    chunks = list(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    depth = {2: 3, 6: 4}[kind]
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = [_pixels(row, depth) for row in _unfiltered(data, width * depth, depth)]
    seen = Counter(pixel for row in rows for pixel in row)
    palette = [pixel for pixel, _ in seen.most_common(_COLOURS)]
    place = {pixel: _nearest(palette, pixel) for pixel in seen}
    body = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header), (b"PLTE", bytes(value for pixel in palette for value in pixel)),
        (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""),
    )  # fmt: skip
    return _SIGNATURE + b"".join(_chunk(name, part) for name, part in parts)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _unfiltered(data: bytes, width: int, depth: int) -> Iterator[bytes]:
    """Yield the rows as they were before PNG's five filters, which write a byte as its difference from neighbours."""
    above = bytes(width)
    for at in range(0, len(data), width + 1):
        row, method = bytearray(data[at + 1 : at + 1 + width]), data[at]
        for place in range(width) if method else ():
            left, corner = (row[place - depth], above[place - depth]) if place >= depth else (0, 0)
            row[place] = (row[place] + _expected(method, left, above[place], corner)) & 255
        above = bytes(row)
        yield above


def _expected(method: int, left: int, up: int, corner: int) -> int:
    if method < 4:
        return (0, left, up, (left + up) // 2)[method]
    return min((left, up, corner), key=lambda value: abs(left + up - corner - value))


def _pixels(row: bytes, depth: int) -> list[Pixel]:
    return [(row[at], row[at + 1], row[at + 2]) for at in range(0, len(row), depth)]


def _nearest(palette: list[Pixel], pixel: Pixel) -> int:
    return min(
        range(len(palette)), key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], pixel, strict=True))
    )
