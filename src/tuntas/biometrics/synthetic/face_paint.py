"""The colours of a drawn face: skin, brows, eyes, lips, hair and cloth, on `face_shape`'s plane."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.synthetic.face_shape import Dress, Plane, Traits, bump, dome, half_width
from tuntas.biometrics.synthetic.seeds import generator

Colour = tuple[float, float, float]
Picture = NDArray[np.float32]

_TONES: Final[tuple[Colour, Colour]] = ((150, 104, 76), (226, 178, 142))
_HAIR: Final[tuple[Colour, Colour]] = ((22, 19, 20), (66, 48, 40))
_CLOTHS: Final[tuple[Colour, ...]] = (
    (52, 84, 128),
    (128, 58, 66),
    (62, 110, 92),
    (196, 186, 168),
    (92, 74, 120),
    (44, 46, 52),
)
_EDGE: Final = 0.012


def mixed(colours: tuple[Colour, Colour], share: float) -> Colour:
    """The first colour at a *share* of 0, the second at 1."""
    first, second = np.array(colours[0]), np.array(colours[1])
    red, green, blue = (first + (second - first) * share).tolist()
    return red, green, blue


def inside(level: NDArray[np.floating], soft: float = _EDGE) -> Plane:
    """1 where *level* is above 0, 0 below, soft between: an antialiased edge."""
    return np.asarray(np.clip(level / (2 * soft) + 0.5, 0, 1), np.float32)


def lay(picture: Picture, colour: Colour, cover: Plane) -> None:
    """Paint *colour* over *picture* where *cover* is 1."""
    picture += cover[..., None] * (np.array(colour, np.float32) - picture)


def painted(identity: int, traits: Traits, dress: Dress, u: Plane, v: Plane) -> Picture:
    """Colours [rows, columns, 3] and, as a fourth channel, 1 where there is no background."""
    rng = generator("face/paint", identity)
    picture = np.zeros((*u.shape, 4), np.float32)
    colours, drawn = picture[..., :3], picture[..., 3]
    skin = mixed(_TONES, traits.tone)
    hair = mixed(_HAIR, traits.hair_tone)
    cloth, scarf = (_CLOTHS[index] for index in rng.permutation(len(_CLOTHS))[:2])
    for colour, cover in _behind(traits, dress, u, v, (skin, hair, cloth, scarf)):
        lay(colours, colour, cover)
        np.maximum(drawn, cover, out=drawn)
    face = inside(half_width(traits, v) - np.abs(u))
    lay(colours, skin, face)
    np.maximum(drawn, face, out=drawn)
    _blush(colours, skin, traits, u, v)
    _features(colours, skin, hair, traits, u, v)
    _own_marks(colours, skin, rng, traits, u, v, dress)
    for colour, cover in _above(traits, dress, u, v, hair, scarf):
        lay(colours, colour, cover)
        np.maximum(drawn, cover, out=drawn)
    return picture


def _behind(
    traits: Traits, dress: Dress, u: Plane, v: Plane, colours: tuple[Colour, ...]
) -> list[tuple[Colour, Plane]]:
    """Hair behind the head, ears, neck, clothes."""
    skin, hair, cloth, scarf = colours
    shade = _times(skin, 0.72)
    neck = np.minimum(inside(0.56 + 0.12 * np.clip(v - 1.5, 0, 1) - np.abs(u)), inside(v - 1.0))
    body = inside(v - (traits.chin_at + 0.36 + 0.22 * u**2 - 0.10 * np.exp(-((u / 0.4) ** 2))))
    ears = np.maximum(bump(np.abs(u), v, (1.0, 0.16), 0.16, 0.30) - 0.45, -1)
    layers = [(shade, neck), (cloth, body)]
    if dress is Dress.LONG_HAIR:
        back = inside(dome(v, 1.16, 2.08) - np.abs(u) - 0.12 * np.clip(v - 1.2, 0, 1))
        layers.insert(0, (hair, back * inside(2.1 - v)))
    if dress in (Dress.SHORT_HAIR, Dress.PECI):
        layers.append((_times(skin, 0.9), inside(ears, 0.06)))
    if dress is Dress.KERUDUNG:
        layers.append((scarf, inside(_scarf(v) - np.abs(u))))
    return layers


def _above(
    traits: Traits, dress: Dress, u: Plane, v: Plane, hair: Colour, scarf: Colour
) -> list[tuple[Colour, Plane]]:
    """What lies over the forehead and around it."""
    crown = dome(v, 1.12, 2.08)
    head = inside(crown - np.abs(u)) * inside(0.35 - v)
    line = traits.hairline + 0.62 * np.clip(np.abs(u) - 0.3, 0, 1) ** 1.6
    line = line + 0.03 * np.sin(7 * u + 40 * traits.hair_tone)
    if dress is Dress.KERUDUNG:
        opening = 1 - (np.abs(u) / 0.90) ** 2.6
        opening -= (np.abs(v - 0.34) / np.where(v < 0.34, 1.14, traits.chin_at - 0.40)) ** 2.6
        cover = inside(-opening, 0.03) * inside(_scarf(v) - np.abs(u))
        return [(scarf, cover)]
    top = [(hair, head * inside(line - v, 0.03))]
    sides = inside(np.abs(u) - 0.97 * half_width(traits, v) + 0.02) * inside(crown - np.abs(u))
    top.append((hair, sides * inside(0.15 - v, 0.05)))
    if dress is Dress.LONG_HAIR:
        wide = inside(np.abs(u) - 0.86 * np.maximum(half_width(traits, v), 0.75), 0.02)
        wide *= (
            inside(dome(v, 1.16, 2.08) - np.abs(u)) * inside(v + 0.8, 0.2) * inside(1.7 - v, 0.1)
        )
        top.append((hair, wide))
    if dress is Dress.PECI:
        cap = inside(1.04 - np.abs(u)) * inside(-0.72 - 0.06 * u**2 - v)
        top.append(((24, 24, 28), cap * inside(v + 1.72 - 0.06 * u**2)))
    return top


def _scarf(v: Plane) -> Plane:
    """Half a kerudung's width: round the head, then over the shoulders."""
    return np.asarray(dome(v, 1.17, 2.12) + 0.6 * np.clip((v - 0.3) / 1.8, 0, 1) ** 2, np.float32)


def _blush(colours: Picture, skin: Colour, traits: Traits, u: Plane, v: Plane) -> None:
    red = (min(skin[0] * 1.04, 255), skin[1] * 0.86, skin[2] * 0.84)
    lay(colours, red, 0.5 * bump(np.abs(u), v, (0.58, 0.52), 0.24, 0.2))
    lay(colours, red, 0.4 * bump(u, v, (0, traits.nose_length), 0.16, 0.12))
    lay(colours, _times(skin, 0.8), 0.55 * bump(np.abs(u), v, (traits.eye_at, -0.03), 0.26, 0.12))


def _features(
    colours: Picture, skin: Colour, hair: Colour, traits: Traits, u: Plane, v: Plane
) -> None:
    side = np.abs(u)
    along = (side - traits.eye_at) / 0.30
    brow = traits.brow_at - traits.brow_arch * (1 - along**2) + 0.03 * along
    end = np.clip(1 - np.abs(along) ** 3, 0, 1)
    thick = traits.brow_thick * (1.0 - 0.35 * along) * end**0.5
    lay(colours, hair, 0.85 * inside(thick - np.abs(v - brow), 0.025) * (end > 0))
    _eyes(colours, traits, side, v)
    nostril = bump(side, v, (0.40 * traits.nose_width, traits.nose_length + 0.06), 0.055, 0.028)
    lay(colours, _times(skin, 0.35), np.clip(1.3 * nostril, 0, 0.9))
    under = bump(u, v, (0, traits.nose_length + 0.10), 0.2, 0.03)
    lay(colours, _times(skin, 0.7), 0.6 * under)
    _mouth(colours, skin, traits, u, v)


def _eyes(colours: Picture, traits: Traits, side: Plane, v: Plane) -> None:
    x = (side - traits.eye_at) / traits.eye_width
    y = v + traits.eye_slant * (side - traits.eye_at)
    bow = np.clip(1 - x**2, 0, 1)
    upper, lower = -1.15 * traits.eye_open * bow**0.8, 0.75 * traits.eye_open * bow
    opening = np.minimum(y - upper, lower - y)
    open_eye = inside(opening, 0.008) * (np.abs(x) < 1)
    lay(colours, (232, 226, 220), open_eye)
    iris = np.hypot(side - traits.eye_at, y + 0.01)
    lay(colours, (52, 33, 24), open_eye * inside(0.086 - iris))
    lay(colours, (10, 8, 8), open_eye * inside(0.038 - iris))
    glint = np.hypot(side - traits.eye_at - 0.025, y + 0.045)
    lay(colours, (250, 250, 250), open_eye * inside(0.015 - glint))
    lid = np.clip(0.022 - np.abs(y - upper), -1, 1)
    lay(colours, (24, 16, 14), inside(lid, 0.008) * (np.abs(x) < 1.02))
    crease = np.abs(y - upper + 0.055 - 0.02 * x)
    lay(colours, (70, 44, 34), 0.6 * inside(0.010 - crease, 0.008) * (np.abs(x) < 0.9))
    rim = np.abs(y - lower)
    lay(colours, (92, 58, 48), 0.6 * inside(0.008 - rim, 0.008) * (np.abs(x) < 0.95))


def _mouth(colours: Picture, skin: Colour, traits: Traits, u: Plane, v: Plane) -> None:
    x = u / traits.mouth_width
    bow = np.clip(1 - x**2, 0, 1)
    y = v - traits.mouth_at - 0.02 * (1 - x**2)
    peak = traits.lip_upper * bow**0.7 * (1 + 0.25 * np.exp(-(((np.abs(x) - 0.25) / 0.2) ** 2)))
    lips = np.minimum(y + peak, traits.lip_lower * bow**0.6 - y)
    colour = (skin[0] * 0.83, skin[1] * 0.58, skin[2] * 0.58)
    lay(colours, colour, inside(lips, 0.012) * (np.abs(x) < 1))
    line = inside(0.011 - np.abs(y), 0.010) * (np.abs(x) < 1.03)
    lay(colours, _times(colour, 0.42), line)


def _own_marks(
    colours: Picture,
    skin: Colour,
    rng: np.random.Generator,
    traits: Traits,
    u: Plane,
    v: Plane,
    dress: Dress,
) -> None:
    """Moles; for some men a moustache or a beard."""
    for _ in range(rng.poisson(0.8)):
        at = float(rng.uniform(-0.7, 0.7)), float(rng.uniform(0.2, 1.3))
        lay(colours, _times(skin, 0.4), bump(u, v, at, 0.025, 0.025))
    growth = rng.random()
    if dress not in (Dress.SHORT_HAIR, Dress.PECI) or growth > 0.45:
        return
    mouth = traits.mouth_at
    lip = bump(u, v, (0, mouth - 0.155), 0.30, 0.045)
    lay(colours, (34, 28, 28), np.clip(1.1 * lip, 0, 1) * rng.uniform(0.45, 0.8))
    if growth < 0.2:
        below = np.clip(1.6 * bump(u, v, (0, traits.chin_at - 0.12), 0.36, 0.24), 0, 1)
        lay(colours, (34, 28, 28), below * inside(half_width(traits, v) - np.abs(u)) * 0.7)


def _times(colour: Colour, share: float) -> Colour:
    return colour[0] * share, colour[1] * share, colour[2] * share
