"""LEADER's convolutions and resolution changes, compiled.

Feature maps are float32 [channels, height + 2·PAD, width + 2·PAD] with zeros around; the zeros
are what the network pads with, so no kernel asks where the edge is. Rows of *points* are pixels
in reading order with their channels last, as a matrix product wants them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import vectorised

PAD: Final = 4
_EPSILON: Final = np.float32(0.001)

Array = NDArray[np.float32]


def planes(channels: int, height: int, width: int) -> Array:
    """An empty feature map."""
    return np.zeros((channels, height + 2 * PAD, width + 2 * PAD), np.float32)


def inner(x: Array) -> Array:
    """A feature map without its zeros."""
    return x[:, PAD:-PAD, PAD:-PAD]


@vectorised
def _depthwise7(x: Array, kernel: Array, y: int, lines: Array) -> None:
    """Rows *y* and *y* + 1 of every channel convolved with its own 7×7 kernel, into *lines*
    [2, c, w]: a row of *x* is read once for both."""
    for c in range(lines.shape[1]):
        upper, lower = lines[0, c], lines[1, c]
        upper[:] = np.float32(0)
        lower[:] = np.float32(0)
        for dy in range(8):
            row = x[c, min(y + PAD - 3 + dy, x.shape[1] - 1), PAD - 3 :]
            if dy == 0:
                _add7(row, kernel[c, 0], upper)
            elif dy == 7:
                _add7(row, kernel[c, 6], lower)
            else:
                _add7_to_both(row, kernel[c, dy], kernel[c, dy - 1], upper, lower)


@vectorised
def _add7(row: Array, k: Array, out: Array) -> None:
    """Add *row* convolved with the seven taps *k* to *out*."""
    a, b, d, e, f, g, h = k[0], k[1], k[2], k[3], k[4], k[5], k[6]
    for i in range(out.shape[0]):
        out[i] += (
            a * row[i] + b * row[i + 1] + d * row[i + 2] + e * row[i + 3]
            + f * row[i + 4] + g * row[i + 5] + h * row[i + 6]
        )  # fmt: skip


@vectorised
def _add7_to_both(row: Array, k: Array, m: Array, upper: Array, lower: Array) -> None:
    """Add *row* convolved with *k* to *upper* and with *m* to *lower*."""
    a, b, d, e, f, g, h = k[0], k[1], k[2], k[3], k[4], k[5], k[6]
    p, q, r, s, t, u, v = m[0], m[1], m[2], m[3], m[4], m[5], m[6]
    for i in range(upper.shape[0]):
        x0, x1, x2, x3 = row[i], row[i + 1], row[i + 2], row[i + 3]
        x4, x5, x6 = row[i + 4], row[i + 5], row[i + 6]
        upper[i] += a * x0 + b * x1 + d * x2 + e * x3 + f * x4 + g * x5 + h * x6
        lower[i] += p * x0 + q * x1 + r * x2 + s * x3 + t * x4 + u * x5 + v * x6


@vectorised
def _add5(row: Array, k: Array, step: int, out: Array) -> None:
    """Add *row* convolved with the five taps *k*, *step* pixels apart, to *out*."""
    a, b, d, e, f = k[0], k[1], k[2], k[3], k[4]
    for i in range(out.shape[0]):
        out[i] += (
            a * row[i] + b * row[i + step] + d * row[i + 2 * step]
            + e * row[i + 3 * step] + f * row[i + 4 * step]
        )  # fmt: skip


@vectorised
def _normalise(line: Array, mean: Array, spread: Array) -> None:
    """Every pixel of *line* [c, w] to mean 0 and variance 1 over its channels."""
    share = np.float32(1 / line.shape[0])
    mean[:] = np.float32(0)
    spread[:] = np.float32(0)
    for c in range(line.shape[0]):
        row = line[c]
        for i in range(mean.shape[0]):
            mean[i] += row[i] * share
    # E[(x − μ)²], never E[x²] − μ²: that loses everything where a pixel's channels are alike.
    for c in range(line.shape[0]):
        row = line[c]
        for i in range(mean.shape[0]):
            away = row[i] - mean[i]
            row[i] = away
            spread[i] += away * away * share
    for i in range(mean.shape[0]):
        spread[i] = np.float32(1) / np.sqrt(spread[i] + _EPSILON)
    for c in range(line.shape[0]):
        row = line[c]
        for i in range(mean.shape[0]):
            row[i] *= spread[i]


@vectorised
def spread_normalised(x: Array, kernel: Array, top: int, points: Array, kept: Array) -> None:
    """Rows of *x* from *top*: depthwise 7×7 and normalised into *points* [n, c], and as they are
    into *kept* [n, c]; n is a multiple of the width."""
    channels, width = x.shape[0], x.shape[2] - 2 * PAD
    rows = points.shape[0] // width
    lines = np.empty((2, channels, width), np.float32)
    scratch = np.empty((2, width), np.float32)
    for first in range(0, rows, 2):
        _depthwise7(x, kernel, top + first, lines)
        for row in range(first, min(first + 2, rows)):
            line = lines[row - first]
            _normalise(line, scratch[0], scratch[1])
            for i in range(width):
                point, same = points[row * width + i], kept[row * width + i]
                for c in range(channels):
                    point[c] = line[c, i]
                for c in range(channels):
                    same[c] = x[c, top + row + PAD, i + PAD]


@vectorised
def spread(x: Array, kernel: Array, top: int, points: Array) -> None:
    """Rows of *x* from *top*, depthwise 5×5, into *points* [n, c]."""
    channels, width = x.shape[0], x.shape[2] - 2 * PAD
    line = np.empty((channels, width), np.float32)
    for row in range(points.shape[0] // width):
        for c in range(channels):
            line[c] = np.float32(0)
            for dy in range(5):
                _add5(x[c, top + row + PAD - 2 + dy, PAD - 2 :], kernel[c, dy], 1, line[c])
        for i in range(width):
            for c in range(channels):
                points[row * width + i, c] = line[c, i]


@vectorised
def place(points: Array, top: int, out: Array) -> None:
    """Rows of points [n, c] into the feature map *out* from row *top*."""
    channels = points.shape[1]
    width = out.shape[2] - 2 * PAD
    for row in range(points.shape[0] // width):
        for c in range(channels):
            for i in range(width):
                out[c, top + row + PAD, i + PAD] = points[row * width + i, c]


@vectorised
def place_doubled(points: Array, top: int, out: Array) -> None:
    """As ``place``, every pixel becoming 2×2 of *out*."""
    channels = points.shape[1]
    width = (out.shape[2] - 2 * PAD) // 2
    for row in range(points.shape[0] // width):
        y = 2 * (top + row) + PAD
        for c in range(channels):
            for i in range(width):
                value = points[row * width + i, c]
                x = 2 * i + PAD
                out[c, y, x] = value
                out[c, y, x + 1] = value
                out[c, y + 1, x] = value
                out[c, y + 1, x + 1] = value


@vectorised
def halve(x: Array, out: Array) -> None:
    """Half the resolution: maxima of the first half of the channels, means of the rest."""
    channels = out.shape[0]
    for c in range(channels):
        for v in range((x.shape[1] - 2 * PAD) // 2):
            upper, lower = x[c, 2 * v + PAD], x[c, 2 * v + PAD + 1]
            for u in range((x.shape[2] - 2 * PAD) // 2):
                i = 2 * u + PAD
                if 2 * c < channels:
                    first, second = max(upper[i], upper[i + 1]), max(lower[i], lower[i + 1])
                    out[c, v + PAD, u + PAD] = max(first, second)
                else:
                    whole = upper[i] + upper[i + 1] + lower[i] + lower[i + 1]
                    out[c, v + PAD, u + PAD] = whole * np.float32(0.25)


@vectorised
def _gelu(x: Array) -> None:
    """GELU by its tanh form; tanh as the quotient of polynomials that Eigen uses (1e-7)."""
    bound = np.float32(7.9053111)
    for i in range(x.shape[0]):
        value = x[i]
        t = value * (np.float32(0.7978846) + np.float32(0.0356774) * value * value)
        t = bound if t > bound else t
        t = -bound if t < -bound else t
        s = t * t
        above = np.float32(-2.76076847742355e-16) * s + np.float32(2.00018790482477e-13)
        above = above * s + np.float32(-8.60467152213735e-11)
        above = above * s + np.float32(5.12229709037114e-08)
        above = above * s + np.float32(1.48572235717979e-05)
        above = above * s + np.float32(6.37261928875436e-04)
        above = above * s + np.float32(4.89352455891786e-03)
        below = np.float32(1.19825839466702e-06) * s + np.float32(1.18534705686654e-04)
        below = below * s + np.float32(2.26843463243900e-03)
        below = below * s + np.float32(4.89352518554385e-03)
        x[i] = np.float32(0.5) * value * (np.float32(1) + t * above / below)


@vectorised
def stem(image: Array, near: Array, far: Array, affine: Array, out: Array, largest: bool) -> None:
    """The first layer: image [1, h + 2·PAD, w + 2·PAD] → *out* [c, …] at half the resolution.

    near, far: [c/2, 6, 5], the rows of the 5×5 kernels (far: two pixels apart) and a row whose
    first number is the bias. affine: [2, c], the scale and shift of the normalisation.
    *largest*: of each 2×2 the maximum, else the mean.
    """
    half = near.shape[0]
    width = image.shape[2] - 2 * PAD
    lines = np.empty((2, 2 * half, width), np.float32)
    scratch = np.empty((2, width), np.float32)
    for v in range((image.shape[1] - 2 * PAD) // 2):
        for odd in range(2):
            line = lines[odd]
            y = 2 * v + odd + PAD
            for c in range(half):
                line[c] = near[c, 5, 0]
                line[half + c] = far[c, 5, 0]
                for dy in range(5):
                    _add5(image[0, y - 2 + dy, PAD - 2 :], near[c, dy], 1, line[c])
                    _add5(image[0, y - 4 + 2 * dy, PAD - 4 :], far[c, dy], 2, line[half + c])
            _normalise(line, scratch[0], scratch[1])
            for c in range(2 * half):
                scale, shift = affine[0, c], affine[1, c]
                row = line[c]
                for i in range(width):
                    row[i] = row[i] * scale + shift
                _gelu(row)
        for c in range(2 * half):
            upper, lower = lines[0, c], lines[1, c]
            for u in range(width // 2):
                a, b, d, e = upper[2 * u], upper[2 * u + 1], lower[2 * u], lower[2 * u + 1]
                if largest:
                    out[c, v + PAD, u + PAD] = max(a, b, d, e)
                else:
                    out[c, v + PAD, u + PAD] = (a + b + d + e) * np.float32(0.25)


@vectorised
def position(x: Array, kernel: Array, bias: np.float32) -> Array:
    """The last layer: x [4, …] → probability of a minutia at each pixel [2h, 2w].

    kernel: [4, 4, 3, 3], one 3×3 kernel over the channels for each pixel of a 2×2 cell.
    """
    height, width = x.shape[1] - 2 * PAD, x.shape[2] - 2 * PAD
    out = np.empty((2 * height, 2 * width), np.float32)
    line = np.empty(width, np.float32)
    for v in range(height):
        for phase in range(4):
            line[:] = bias
            for c in range(4):
                for dy in range(3):
                    row = x[c, v + PAD - 1 + dy, PAD - 1 :]
                    a, b, d = (
                        kernel[phase, c, dy, 0],
                        kernel[phase, c, dy, 1],
                        kernel[phase, c, dy, 2],
                    )
                    for i in range(width):
                        line[i] += a * row[i] + b * row[i + 1] + d * row[i + 2]
            for i in range(width):
                chance = np.float32(1) / (np.float32(1) + np.exp(-line[i]))
                out[2 * v + phase // 2, 2 * i + phase % 2] = chance
    return out


@vectorised
def blur(x: Array) -> Array:
    """Binomial 5×5, zeros outside: the probabilities around a minutia become its quality."""
    height, width = x.shape
    padded = np.zeros((height + 4, width + 4), np.float32)
    padded[2:-2, 2:-2] = x
    out = np.empty((height, width), np.float32)
    line = np.empty(width + 4, np.float32)
    for y in range(height):
        for i in range(width + 4):
            line[i] = (
                padded[y, i] + padded[y + 4, i] + 4 * (padded[y + 1, i] + padded[y + 3, i])
                + 6 * padded[y + 2, i]
            ) * np.float32(1 / 256)  # fmt: skip
        for i in range(width):
            out[y, i] = line[i] + line[i + 4] + 4 * (line[i + 1] + line[i + 3]) + 6 * line[i + 2]
    return out


@vectorised
def peaks(quality: Array, at_least: np.float32) -> NDArray[np.bool_]:
    """Where *quality* is at least that and nowhere higher within 7×7."""
    height, width = quality.shape
    found = np.zeros((height, width), np.bool_)
    for y in range(height):
        for x in range(width):
            if quality[y, x] >= at_least:
                highest = True
                for v in range(max(0, y - 3), min(height, y + 4)):
                    for u in range(max(0, x - 3), min(width, x + 4)):
                        highest = highest and quality[v, u] <= quality[y, x]
                found[y, x] = highest
    return found
