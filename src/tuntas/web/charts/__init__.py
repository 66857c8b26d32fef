"""Charts as SVG text: pure functions of their figures, drawn on the server.

Every chart that carries text is drawn twice, wide and narrow, and the stylesheet shows the one
that fits: scaling one drawing down to a phone would leave its letters unreadable. Colours are
classes with presentation attributes below them, because the content policy forbids inline styles.
"""

from tuntas.web.charts.bars import Numerator, Part, bar, numerators, parts, sparkline
from tuntas.web.charts.burn_down import Break, Note, Point, Target, burn_down
from tuntas.web.charts.fall import Cause, Period, fall

__all__ = [
    "Break",
    "Cause",
    "Note",
    "Numerator",
    "Part",
    "Period",
    "Point",
    "Target",
    "bar",
    "burn_down",
    "fall",
    "numerators",
    "parts",
    "sparkline",
]
