"""The entropy coder of WSQ: zero runs and coefficients as symbols, symbols as Huffman codes.

Symbols (IAFIS-IC-0110, table 1): 1–100 a run of so many zeros; 101–104 a coefficient in 8 or 16
bits, positive or negative; 105 and 106 a run in 8 or 16 bits; 107–254 a coefficient of -73 … 74.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.errors import UnreadableImage

Bytes = NDArray[np.uint8]
Coefficients = NDArray[np.int16]
Raw = NDArray[Any]
"""In kernels, where numba knows the element types by itself."""

LONGEST: Final = 16
LONGEST_RUN: Final = 100
LEAST, MOST = -73, 74
ZERO_AT: Final = 180
INT64: Any = np.int64
"""Widens in numba; its type is hidden from mypy, to which a kernel's numbers are ints."""
DONE, BROKEN, GOING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Table:
    """*lengths*: how many codes have 1 … 16 bits; *values*: their symbols, shortest first."""

    lengths: tuple[int, ...]
    values: bytes

    def checked(self) -> Table:
        """Itself. Raises UnreadableImage when no such prefix code exists."""
        code = 0
        for length, count in enumerate(self.lengths, 1):
            code = (code << 1) + count
            if code > 1 << length:
                raise UnreadableImage
        if sum(self.lengths) != len(self.values):
            raise UnreadableImage
        return self

    def codes(self) -> tuple[NDArray[np.uint32], Bytes]:
        """Code and code length of every symbol, [256] each; length 0: the symbol has none."""
        codes, sizes = np.zeros(256, np.uint32), np.zeros(256, np.uint8)
        code, at = 0, 0
        for length, count in enumerate(self.lengths, 1):
            code <<= 1
            for symbol in self.values[at : at + count]:
                codes[symbol], sizes[symbol] = code, length
                code += 1
            at += count
        return codes, sizes

    def ranges(self) -> NDArray[np.int32]:
        """[3, 17]: for each code length its first code, its last (-1: none), and where its
        symbols begin."""
        ranges = np.full((3, LONGEST + 1), -1, np.int32)
        code, at = 0, 0
        for length, count in enumerate(self.lengths, 1):
            code <<= 1
            ranges[0, length], ranges[2, length] = code, at
            if count:
                ranges[1, length] = code + count - 1
            code, at = code + count, at + count
        return ranges


def best_table(counts: NDArray[np.int64]) -> Table:
    """The table with the fewest bits for symbols that occur *counts* [256] times.

    Codes of at most 16 bits, none of them all ones (ISO/IEC 10918-1, annex K.2).
    """
    weights = [int(count) for count in counts] + [1]  # the last keeps the all-ones code free
    if not any(weights[:-1]):
        weights[1] = 1
    groups = {symbol: [symbol] for symbol, weight in enumerate(weights) if weight}
    depth = dict.fromkeys(groups, 0)
    while len(groups) > 1:
        first, second = sorted(groups, key=lambda symbol: (weights[symbol], -symbol))[:2]
        weights[first] += weights[second]
        groups[first] += groups.pop(second)
        for symbol in groups[first]:
            depth[symbol] += 1
    by_depth = [0] * (max(depth.values()) + LONGEST + 1)
    for length in depth.values():
        by_depth[length] += 1
    _shorten(by_depth)
    deepest = max(length for length, count in enumerate(by_depth) if count)
    by_depth[deepest] -= 1
    symbols = sorted((length, symbol) for symbol, length in depth.items() if symbol < 256)
    return Table(tuple(by_depth[1 : LONGEST + 1]), bytes(symbol for _, symbol in symbols))


def _shorten(by_depth: list[int]) -> None:
    """Move codes longer than 16 bits up, two at a time, as annex K.2 does."""
    for length in range(len(by_depth) - 1, LONGEST, -1):
        while by_depth[length] > 0:
            shorter = length - 2
            while by_depth[shorter] == 0:
                shorter -= 1
            by_depth[length] -= 2
            by_depth[length - 1] += 1
            by_depth[shorter + 1] += 2
            by_depth[shorter] -= 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """Symbols with what follows each: *extra* in *bits* bits (0, 8 or 16)."""

    symbols: Bytes
    extra: NDArray[np.uint16]
    bits: Bytes

    @classmethod
    def of(cls, coefficients: Coefficients) -> Tokens:
        symbols = np.empty(len(coefficients), np.uint8)
        extra = np.empty(len(coefficients), np.uint16)
        bits = np.empty(len(coefficients), np.uint8)
        count = tokenise(coefficients, symbols, extra, bits)
        return cls(symbols[:count], extra[:count], bits[:count])

    def counts(self) -> NDArray[np.int64]:
        return np.bincount(self.symbols, minlength=256).astype(np.int64)

    def packed(self, table: Table) -> bytes:
        codes, sizes = table.codes()
        out = np.empty(8 * len(self.symbols) + 8, np.uint8)
        return out[: pack(self.symbols, self.extra, self.bits, codes, sizes, out)].tobytes()


@compiled
def tokenise(coefficients: Raw, symbols: Raw, extra: Raw, bits: Raw) -> int:
    """Fill the three columns, return how many tokens they hold (never more than coefficients)."""
    count, run = 0, 0
    value: Any
    for at in range(len(coefficients) + 1):
        value = INT64(coefficients[at]) if at < len(coefficients) else 1
        if value == 0:
            run += 1
            if run < 0xFFFF:
                continue
        if run:
            extra[count], bits[count] = run, 0
            if run <= LONGEST_RUN:
                symbols[count] = run
            elif run <= 0xFF:
                symbols[count], bits[count] = 105, 8
            else:
                symbols[count], bits[count] = 106, 16
            count, run = count + 1, 0
        if value == 0 or at == len(coefficients):
            continue
        size = abs(value)
        extra[count], bits[count] = size, 0
        if LEAST <= value <= MOST:
            symbols[count] = value + ZERO_AT
        elif size <= 0xFF:
            symbols[count], bits[count] = (101 if value > 0 else 102), 8
        else:
            symbols[count], bits[count] = (103 if value > 0 else 104), 16
        count += 1
    return count


@compiled
def pack(symbols: Raw, extra: Raw, bits: Raw, codes: Raw, sizes: Raw, out: Raw) -> int:
    """Write the tokens' codes into *out*, a zero byte after every 0xFF; returns the length."""
    held, count, at = 0, 0, 0
    for i in range(len(symbols) + 1):
        if i < len(symbols):
            symbol, wide = symbols[i], INT64(bits[i])
            size = INT64(sizes[symbol])
            held = (held << size) | INT64(codes[symbol])
            held = (held << wide) | (INT64(extra[i]) if wide else 0)
            count += size + wide
        elif count % 8:
            missing = 8 - count % 8
            held, count = (held << missing) | ((1 << missing) - 1), count + missing
        while count >= 8:
            count -= 8
            byte = (held >> count) & 0xFF
            out[at] = byte
            at += 1
            if byte == 0xFF:
                out[at] = 0
                at += 1
        held &= (1 << count) - 1
    return at


@compiled
def unpack(
    content: Raw, start: int, ranges: Raw, values: Raw, out: Raw, filled: int
) -> tuple[int, int, int]:
    """Decode one block of *content* from *start* into *out* after its first *filled* items.

    Returns the place of the marker that ends the block, how many items of *out* are filled now,
    and DONE, or BROKEN: an unknown code, too many coefficients, or the bytes ran out.
    """
    at, held, count, state = start, 0, 0, GOING
    while True:
        at, held, count, state = _fill(content, at, held, count, state)
        if state == BROKEN:
            return at, filled, BROKEN
        symbol, length = _symbol(held, count, ranges, values)
        if symbol < 0:
            # Fewer than eight bits that complete no code are the padding before a marker.
            return at, filled, DONE if state == DONE and count < 8 else BROKEN
        run, value, used = _meaning(symbol, held, count - length)
        count -= length + used
        if run < 0 or filled + run > len(out):
            return at, filled, BROKEN
        for _ in range(run):
            out[filled] = value
            filled += 1


@compiled
def _fill(content: Raw, at: int, held: int, count: int, state: int) -> tuple[int, int, int, int]:
    """Hold more than 40 bits; DONE at a marker, BROKEN where *content* ends without one."""
    held &= (1 << count) - 1
    while count <= 40 and state == GOING:
        if at >= len(content):
            return at, held, count, BROKEN
        byte = INT64(content[at])
        if byte == 0xFF:
            if at + 1 >= len(content):
                return at, held, count, BROKEN
            if content[at + 1] != 0:
                return at, held, count, DONE
            at += 1
        at, held, count = at + 1, (held << 8) | byte, count + 8
    return at, held, count, state


@compiled
def _symbol(held: int, count: int, ranges: Raw, values: Raw) -> tuple[int, int]:
    """The symbol whose code the *count* bits of *held* begin with (-1: none), and its length."""
    for length in range(1, min(LONGEST, count) + 1):
        code = (held >> (count - length)) & ((1 << length) - 1)
        if code <= ranges[1, length]:
            return INT64(values[ranges[2, length] + code - ranges[0, length]]), length
    return -1, 0


@compiled
def _meaning(symbol: int, held: int, count: int) -> tuple[int, int, int]:
    """How often which coefficient, and how many more of the *count* bits left were read.

    How often is -1 when *symbol* means nothing or its bits are not there.
    """
    if 1 <= symbol <= LONGEST_RUN:
        return symbol, 0, 0
    if 106 < symbol < 255:
        return 1, symbol - ZERO_AT, 0
    wide = 8 if symbol in (101, 102, 105) else 16
    if symbol < 1 or symbol == 255 or count < wide:
        return -1, 0, 0
    extra = (held >> (count - wide)) & ((1 << wide) - 1)
    if symbol >= 105:
        return extra, 0, wide
    if extra > 0x7FFF:
        return -1, 0, 0
    return 1, (extra if symbol in (101, 103) else -extra), wide
