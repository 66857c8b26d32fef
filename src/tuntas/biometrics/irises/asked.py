"""What is asked of an eye image, and what the operator says when it is not met.

Sources: iris_radius, usable, pupil_ratio and centring ISO/IEC 29794-6 and 19794-6 (iris diameter
of 160 pixels or more, 70 percent of the iris seen, pupil 20 to 70 percent of the iris, room
around the iris). sharpness and gaze are scales of our own. An office passes its own limits.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tuntas.biometrics.judgement import GOOD, Advice, Advices, Limits, Span

ENROLMENT: Final[Limits] = MappingProxyType(
    {
        "iris_radius": Span(low=80),
        "inside": Span(low=0.98),
        "usable": Span(low=0.7),
        "pupil_ratio": Span(0.2, 0.7),
        "gaze": Span(high=0.2),
        "sharpness": Span(low=0.45),
        "contrast": Span(low=8),
        "reflections": Span(high=0.05),
    }
)
"""Of an image kept for deduplication."""

ADVICE: Final[Advices] = MappingProxyType(
    {
        "iris_radius": (
            Advice("Dekatkan alat ke mata.", "Bring the device closer to the eye."),
            GOOD,
        ),
        "inside": (
            Advice("Letakkan mata di tengah gambar.", "Put the eye in the middle of the image."),
            GOOD,
        ),
        "usable": (
            Advice(
                "Buka mata lebar; angkat kelopak dengan jari bila perlu.",
                "Open the eye wide; lift the lid with a finger if need be.",
            ),
            GOOD,
        ),
        "pupil_ratio": (
            Advice("Cahaya terlalu terang: redupkan.", "The light is too bright: dim it."),
            Advice("Ruangan terlalu gelap: tambah cahaya.", "The room is too dark: more light."),
        ),
        "gaze": (GOOD, Advice("Lihat lurus ke lensa.", "Look straight into the lens.")),
        "sharpness": (
            Advice(
                "Gambar kabur: jangan bergerak, atur jarak alat.",
                "The image is blurred: hold still, change the device's distance.",
            ),
            GOOD,
        ),
        "contrast": (
            Advice(
                "Tepi iris tidak jelas: bersihkan lensa alat.",
                "The iris's edge is not clear: clean the device's lens.",
            ),
            GOOD,
        ),
        "reflections": (
            GOOD,
            Advice(
                "Ada pantulan: lepas kacamata, jauhi jendela.",
                "There are reflections: take glasses off, turn away from windows.",
            ),
        ),
    }
)
