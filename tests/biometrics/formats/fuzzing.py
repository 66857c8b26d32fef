"""Good files, damaged in ways that hit structure, and a child process that reads them.

A reader may accept or refuse (``BiometricError``); anything else is a failure: another exception,
a crash of a C library (the child dies, not the suite), a case without end (the parent sees no
progress), or memory beyond a gigabyte (the child's address space is limited).

``python -m tests.biometrics.formats.fuzzing wsq,cbeff 1000 7`` prints one JSON line; case 42 of it
is ``case("wsq", 7, 42)``.
"""

from __future__ import annotations

import io
import json
import mmap
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import _wsq
import numpy as np
from PIL import Image

from tests.biometrics.formats.prints import ridges
from tests.biometrics.formats.test_cbeff import EXAMPLE
from tests.biometrics.formats.test_image_records import FACE, FINGER, IRIS
from tests.biometrics.formats.test_iso19794_2 import HAND_2005, HAND_2011
from tuntas.biometrics import images
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import picture
from tuntas.biometrics.formats import (
    cbeff,
    image,
    iso19794_2,
    iso19794_4,
    iso19794_5,
    iso19794_6,
    jpeg2000,
    wsq,
)
from tuntas.biometrics.formats.image import Coding
from tuntas.biometrics.formats.iso19794_2_card import read_compact, write_compact
from tuntas.biometrics.irises import eye
from tuntas.biometrics.positions import Eye, Finger
from tuntas.biometrics.template import Template

PROJECT = Path(__file__).resolve().parents[3]
MEMORY = 1 << 30
STALL_S = 30
"""Wall-clock seconds without a finished case (the machine may be busy) that count as a hang."""


@dataclass(frozen=True)
class Target:
    read: Callable[[bytes], object]
    seeds: Sequence[bytes]


@dataclass(frozen=True)
class Outcome:
    cases: int
    accepted: int
    slowest_s: float


@cache
def targets() -> dict[str, Target]:
    return {
        "minutiae": Target(iso19794_2.read, _minutiae()),
        "finger": Target(_with_pixels(iso19794_4.read), _fingers()),
        "face": Target(_with_pixels(iso19794_5.read), _faces()),
        "iris": Target(_with_pixels(iso19794_6.read), _irises()),
        "cbeff": Target(cbeff.read, _documents()),
        "wsq": Target(wsq.decode, _wsqs()),
        "jpeg2000": Target(_jpeg2000, _jpeg2000s()),
        "png_jpeg": Target(image.decode, _pngs_and_jpegs()),
        "card": Target(read_compact, [write_compact(_template(n), most=n) for n in (1, 40, 255)]),
        "print": Target(images.read, [*_pictures(), *_wsqs()]),
        "portrait": Target(picture.read, _pictures()),
        "eye": Target(eye.read, _pictures()),
        "template": Target(Template.unpack, [_template(n).pack() for n in (0, 1, 40, 255)]),
    }


def _with_pixels(read: Callable[[bytes], list[Any]]) -> Callable[[bytes], object]:
    return lambda content: [one.pixels() for one in read(content)]


def _jpeg2000(content: bytes) -> object:
    return jpeg2000.reversible(content), jpeg2000.decode(content)


def _template(count: int) -> Template:
    rng = np.random.default_rng(count)
    columns = [rng.integers(0, most, count) for most in (300, 400, 256, 3, 101)]
    return Template.of(*columns, width=300, height=400)


def _minutiae() -> list[bytes]:
    views = [
        iso19794_2.View(_template(n), Finger(n % 11), n % 16, quality=n % 101) for n in (3, 40)
    ]
    return [HAND_2005, HAND_2011, *(iso19794_2.write(e, views) for e in iso19794_2.Edition)]


def _fingers() -> list[bytes]:
    images = [
        iso19794_4.FingerImage.of(ridges(90, 84), 500, position=2, coding=coding)
        for coding in (Coding.RAW, Coding.WSQ, Coding.JPEG2000)
    ]
    return [FINGER, iso19794_4.write(images), *(iso19794_4.write([one]) for one in images)]


def _faces() -> list[bytes]:
    grey = iso19794_5.FaceImage.of(ridges(60, 50))
    return [FACE, iso19794_5.write([grey])]


def _irises() -> list[bytes]:
    eyes = [iso19794_6.IrisImage.of(ridges(48, 64), eye=eye) for eye in Eye]
    return [IRIS, iso19794_6.write(eyes)]


def _documents() -> list[bytes]:
    blocks = [
        cbeff.Block("Finger", "Left Thumb", cbeff.FINGER_IMAGE, FINGER, score=n) for n in (1, 2)
    ]
    return [EXAMPLE, cbeff.write(blocks), cbeff.write([])]


def _wsqs() -> list[bytes]:
    drawn = ridges(96, 90)
    flat = np.full((100, 100), 9, np.uint8)
    by_nist = bytes(_wsq.compress(drawn.tobytes(), *drawn.shape, 1.0))
    return [by_nist, wsq.encode(flat, 500), *(wsq.encode(drawn, 500, ratio) for ratio in (3, 15))]


def _saved(picture: np.ndarray, name: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, name, **options)
    return out.getvalue()


def _jpeg2000s() -> list[bytes]:
    grey, colour = ridges(60, 50), np.dstack([ridges(40, 30, n) for n in range(3)])
    tiled = {"tile_size": (32, 32), "num_resolutions": 3, "progression": "RPCL"}
    tiled |= {"precinct_size": (32, 32), "codeblock_size": (16, 16)}
    lossy = {"irreversible": True, "quality_mode": "rates", "quality_layers": [20, 10, 5]}
    return [
        jpeg2000.encode(grey, 500),
        jpeg2000.encode(colour, None),
        _saved(grey, "JPEG2000", no_jp2=True, **tiled),
        _saved(colour, "JPEG2000", **lossy),
        _saved(grey.astype(np.uint16), "JPEG2000"),
    ]


def _pngs_and_jpegs() -> list[bytes]:
    grey, colour = ridges(60, 50), np.dstack([ridges(40, 30, n) for n in range(3)])
    return [
        _saved(grey, "PNG", dpi=(500, 500)),
        _saved(colour, "PNG"),
        _saved(grey > 128, "PNG"),
        _saved(grey, "JPEG", dpi=(500, 500)),
        _saved(colour, "JPEG", progressive=True),
    ]


def _pictures() -> list[bytes]:
    """What people upload, for the readers that open images with Pillow themselves."""
    colour = np.dstack([ridges(100, 90, n) for n in range(3)])
    names = ("PNG", "TIFF", "BMP", "JPEG", "JPEG2000")
    grey = [_saved(ridges(100, 90), name) for name in names]
    packed = _saved(colour, "TIFF", compression="tiff_lzw")
    deep = _saved(ridges(100, 90).astype(np.uint16), "PNG")
    return [*grey, *(_saved(colour, name) for name in names), packed, deep]


def case(name: str, seed: int, number: int) -> bytes:
    """The same damaged file every time."""
    rng = random.Random(f"{name}:{seed}:{number}")
    seeds = targets()[name].seeds
    content = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        rng.choice(DAMAGES)(rng, content, seeds)
    return bytes(content)


def _flip(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    for _ in range(rng.choice((1, 1, 2, 8))):
        if content:
            content[_place(rng, content)] ^= 1 << rng.randrange(8)


def _overwrite(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    if content:
        content[_place(rng, content)] = rng.choice(
            (0, 1, 0x7F, 0x80, 0xFE, 0xFF, rng.randrange(256))
        )


def _lie(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    """A number of two or four bytes becomes an edge, or is off by a little."""
    size = rng.choice((2, 4))
    at = _place(rng, content)
    if at + size > len(content):
        return
    told = int.from_bytes(content[at : at + size], "big")
    most = 256**size
    lies = (0, 1, told + 1, told - 1, most - 1, most // 2, most // 2 - 1, len(content), 2 * told)
    content[at : at + size] = (rng.choice(lies) % most).to_bytes(size, "big")


def _cut(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    del content[_place(rng, content) :]


def _remove(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    at = _place(rng, content)
    del content[at : at + rng.choice((1, 2, 4, 16, 200))]


def _repeat(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    at = _place(rng, content)
    piece = content[at : at + rng.choice((1, 4, 64, 1000))]
    content[at:at] = piece * rng.choice((1, 1, 2, 50))


def _splice(rng: random.Random, content: bytearray, seeds: Sequence[bytes]) -> None:
    other = rng.choice(seeds)
    at, start = _place(rng, content), rng.randrange(len(other) + 1)
    length = rng.choice((4, 32, 300, len(other)))
    content[at : at + rng.choice((0, length))] = other[start : start + length]


def _insert(rng: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    """Words that mean something to one of the readers."""
    at = _place(rng, content)
    content[at:at] = rng.choice(WORDS)


WORDS = [
    *(struct.pack(">H", marker) for marker in (0xFFA0, 0xFFA1, 0xFFA2, 0xFFA3, 0xFFA6, 0xFFA8)),
    *(struct.pack(">H", marker) for marker in (0xFF4F, 0xFF51, 0xFF52, 0xFF53, 0xFF90, 0xFF93)),
    *(
        b"jp2c",
        b"jp2h",
        b"res \0\0\0\x12resc",
        b"pclr",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
        b"\xff" * 40,
    ),
    *(b"<BIR>", b"</BIR>", b"<!DOCTYPE a>", b"&#0;", b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--"),
    *(b"xmlns=''", b"</c:BDB><c:BDB>", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"IDAT", b"tRNS", b"iCCP"),
]
DAMAGES = (_flip, _flip, _overwrite, _lie, _lie, _cut, _remove, _repeat, _splice, _insert)


def _place(rng: random.Random, content: bytearray) -> int:
    """Headers are hit as often as everything after them."""
    most = len(content)
    return rng.randrange(min(most, rng.choice((24, 128, most))) or 1) if most else 0


def fuzz(names: Sequence[str], count: int, seed: int) -> dict[str, Outcome]:
    """Read *count* damaged files of each name in a child. Raises AssertionError on a failure."""
    with tempfile.TemporaryFile() as progress, tempfile.TemporaryFile() as said:
        progress.write(bytes(16))
        progress.flush()
        command = [sys.executable, "-m", __name__, ",".join(names), str(count), str(seed)]
        command.append(str(progress.fileno()))
        with mmap.mmap(progress.fileno(), 16) as seen:
            child = subprocess.Popen(
                command, cwd=PROJECT, stdout=said, stderr=said, pass_fds=[progress.fileno()]
            )
            stalled = _wait(child, seen)
            at, number = struct.unpack("QQ", seen[:])
        said.seek(0)
        words = said.read().decode(errors="replace")[-2000:]
    where = f'case("{names[at]}", {seed}, {number})'
    assert not stalled, f"{where} did not end in {STALL_S} s"
    assert child.returncode == 0, f"{where}: exit {child.returncode}: {words}"
    found = json.loads(words.splitlines()[-1])
    return {name: Outcome(**found[name]) for name in names}


def _wait(child: subprocess.Popen[bytes], seen: mmap.mmap) -> bool:
    """Whether the child had to be ended because nothing moved."""
    last, since = b"", time.monotonic()
    while True:
        try:
            child.wait(timeout=1)
            return False
        except subprocess.TimeoutExpired:
            if seen[:] != last:
                last, since = seen[:], time.monotonic()
            elif time.monotonic() - since > STALL_S:
                child.kill()
                child.wait()
                return True


def main(names: str, count: str, seed: str, progress: str | None = None) -> None:
    seen = mmap.mmap(int(progress), 16) if progress else mmap.mmap(-1, 16)
    found = {}
    for at, name in enumerate(names.split(",")):
        target = targets()[name]
        for good in target.seeds:  # compiles every kernel before memory is limited
            _accepts(target, good)
        if not at:
            _limit_memory()
        accepted, slowest = 0, 0.0
        for number in range(int(count)):
            seen[:] = struct.pack("QQ", at, number)
            content = case(name, int(seed), number)
            before = time.process_time()
            accepted += _accepts(target, content)
            slowest = max(slowest, time.process_time() - before)
        found[name] = {"cases": int(count), "accepted": accepted, "slowest_s": round(slowest, 3)}
    print(json.dumps(found))


def _accepts(target: Target, content: bytes) -> bool:
    try:
        target.read(content)
    except BiometricError:
        return False
    return True


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * mmap.PAGESIZE
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


if __name__ == "__main__":
    main(*sys.argv[1:])
