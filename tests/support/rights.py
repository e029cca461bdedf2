"""No rights of root for a while: what nobody may read, nobody reads, whoever runs these tests."""

from __future__ import annotations

import ctypes
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION = 0x20080522
_GIVEN_UP = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: reading and writing in spite of what a file's mode says."""

_Held = ctypes.c_uint32 * 6
"""Effective, permitted and inheritable bits, twice 32 of them."""


@contextmanager
def without_rights() -> Iterator[None]:
    """Give up for a while what root may do in spite of a file's mode; they stay permitted, and come back."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = (ctypes.c_uint32 * 2)(_VERSION, 0), _Held()
    libc.capget(header, held)
    before = _Held(*held)
    for bit in _GIVEN_UP:
        held[0] &= ~(1 << bit)
    _set(libc, header, held)
    try:
        yield
    finally:
        _set(libc, header, before)


def _set(
    libc: ctypes.CDLL, header: ctypes.Array[ctypes.c_uint32], held: ctypes.Array[ctypes.c_uint32]
) -> None:
    if libc.capset(header, held):
        raise PermissionError(ctypes.get_errno(), "the rights of this process cannot be changed")
