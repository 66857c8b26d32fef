"""Every reader that hands a file to Pillow looks at its headers first."""

import io
import time

import numpy as np
import pytest
from PIL import Image

from tests.biometrics.formats.prints import ridges
from tuntas.biometrics import images
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import picture
from tuntas.biometrics.formats import image
from tuntas.biometrics.irises import eye


def scans_without_end() -> bytes:
    """60 kB that would keep a decoder busy for eight seconds; a megabyte for minutes."""
    out = io.BytesIO()
    Image.fromarray(np.full((2000, 2000), 128, np.uint8)).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * 3000 + content[-2:]


def crumbs() -> bytes:
    out = io.BytesIO()
    Image.new("L", (1400, 1400)).save(out, "JPEG2000", codeblock_size=(4, 4), num_resolutions=2)
    return out.getvalue()


@pytest.mark.parametrize("read", [images.read, picture.read, eye.read, image.decode])
@pytest.mark.parametrize("bomb", [scans_without_end, crumbs])
def test_no_reader_starts_what_would_not_end(read, bomb) -> None:
    content = bomb()

    before = time.process_time()
    with pytest.raises(BiometricError):
        read(content)

    assert time.process_time() - before < 1


@pytest.mark.parametrize("name", ["JPEG", "JPEG2000"])
@pytest.mark.parametrize("read", [images.read, picture.read, eye.read, image.decode])
def test_ordinary_files_pass(read, name: str) -> None:
    out = io.BytesIO()
    Image.fromarray(ridges(128, 120)).save(out, name)

    assert read(out.getvalue()) is not None
