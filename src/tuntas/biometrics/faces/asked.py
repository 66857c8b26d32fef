"""What is asked of a face picture, and what the operator says when it is not met.

Sources: eye_distance, inside and even_light (the darkest of four zones at least half as bright as
the brightest) ICAO 9303 Portrait Quality 1.0 and ISO/IEC 19794-5. Their ± 5° and ± 8° of pose are
widened by what five landmarks cannot know about one person's face (``pose``). sharpness and
background are scales of our own. eyes_open has no limit: it was not found to tell closed eyes
from small ones (``docs/biometrics.md``). An office passes its own limits, by date.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tuntas.biometrics.judgement import GOOD, Advice, Advices, Limits, Span

PORTRAIT: Final[Limits] = MappingProxyType(
    {
        "faces": Span(1, 1),
        "eye_distance": Span(low=90),
        "inside": Span(low=0.98),
        "across": Span(-0.15, 0.15),
        "yaw": Span(-10, 10),
        "pitch": Span(-15, 15),
        "roll": Span(-8, 8),
        "sharpness": Span(low=0.25),
        "brightness": Span(60, 205),
        "burnt": Span(high=0.05),
        "tone": Span(low=5.5),
        "even_light": Span(low=0.5),
        "background": Span(high=80),
    }
)
"""Of a picture for the card."""
LIVE: Final[Limits] = MappingProxyType(
    {name: span for name, span in PORTRAIT.items() if name not in ("background", "inside")}
    | {"eye_distance": Span(low=60)}
)
"""Of a frame that is compared and thrown away, e.g. when a card is handed over."""

_STRAIGHT: Final = Advice(
    "Hadap lurus ke kamera, jangan menoleh.", "Face the camera straight, without turning."
)
_UPRIGHT: Final = Advice("Tegakkan kepala.", "Hold the head upright.")

ADVICE: Final[Advices] = MappingProxyType(
    {
        "faces": (
            GOOD,
            Advice("Hanya satu orang di depan kamera.", "Only one person before the camera."),
        ),
        "eye_distance": (Advice("Maju sedikit.", "Come a little closer."), GOOD),
        "inside": (
            Advice(
                "Mundur sedikit sampai seluruh kepala terlihat.",
                "Step back a little until the whole head shows.",
            ),
            GOOD,
        ),
        # The camera does not mirror: what is on the picture's left is on the person's right.
        "across": (
            Advice("Geser sedikit ke kiri Anda.", "Move a little to your left."),
            Advice("Geser sedikit ke kanan Anda.", "Move a little to your right."),
        ),
        "yaw": (_STRAIGHT, _STRAIGHT),
        "pitch": (
            Advice("Turunkan dagu sedikit.", "Lower the chin a little."),
            Advice("Angkat dagu sedikit.", "Lift the chin a little."),
        ),
        "roll": (_UPRIGHT, _UPRIGHT),
        "eyes_open": (
            Advice("Buka mata, lepas kacamata gelap.", "Open the eyes, take dark glasses off."),
            GOOD,
        ),
        "sharpness": (
            Advice(
                "Gambar kabur: jangan bergerak, bersihkan lensa.",
                "The picture is blurred: hold still, clean the lens.",
            ),
            GOOD,
        ),
        "brightness": (
            Advice(
                "Terlalu gelap: tambah cahaya dari depan.", "Too dark: more light from the front."
            ),
            Advice(
                "Terlalu terang: kurangi cahaya atau jauhkan lampu.",
                "Too bright: less light, or the lamp further away.",
            ),
        ),
        "burnt": (
            GOOD,
            Advice(
                "Wajah memantulkan cahaya: geser lampu, lap keringat.",
                "The face shines: move the lamp, wipe off sweat.",
            ),
        ),
        "tone": (
            Advice(
                "Gambar pucat: bersihkan lensa, atur cahaya.",
                "The picture is pale: clean the lens, set the light.",
            ),
            GOOD,
        ),
        "even_light": (
            Advice(
                "Satu sisi wajah gelap: hadapkan ke cahaya.",
                "One side of the face is dark: turn towards the light.",
            ),
            GOOD,
        ),
        "background": (GOOD, Advice("Pakai latar polos.", "Use a plain background.")),
    }
)
