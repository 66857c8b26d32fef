"""LEADER written again: the network that its authors trained, in a graph that runs several times faster.

The shipped graph was exported from Keras. It spells GELU and layer normalisation out in 8 and 13
nodes, turns dilated convolutions into reshuffled batches, moves between layouts all the time,
computes direction and type everywhere and finds maxima inside the graph. Here the same weights
run in two graphs: the trunk, at half the image's resolution, says how likely a minutia is at each
pixel; the details are computed on the 9×9 patches where one was found. Why and how much faster:
``docs/decisions/0070-leader-written-again.md``.

``python -m tuntas.biometrics.fingers.leader_graph FOLDER`` writes both beside the shipped file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from tuntas.biometrics import weights
from tuntas.biometrics.errors import WeightsMissing

TRUNK: Final = "leader_trunk.onnx"
DETAILS: Final = "leader_details.onnx"
EMISSION: Final = 1
"""Counts up whenever the graphs change: files of another emission are written again."""
STRIDE: Final = 32
"""Both sides of an image are multiples of this: five halvings."""

_EPSILON: Final = 0.001
_SCALES: Final = range(4)

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighted:
    """What the shipped graph holds: kernels by layer (out, in, kh, kw), biases, layer norms."""

    kernel: dict[str, Array]
    bias: dict[str, Array]
    scale: dict[str, Array]
    shift: dict[str, Array]


def read(shipped: onnx.ModelProto) -> Weighted:
    """The weights of the *shipped* graph by the names that its authors gave the layers."""
    held = {one.name: numpy_helper.to_array(one) for one in shipped.graph.initializer}
    found = Weighted({}, {}, {}, {})
    for node in shipped.graph.node:
        known = [held[name] for name in node.input if name in held]
        layer, _, part = node.output[0].removeprefix("functional_1/").partition("/")
        layer = layer.removesuffix("_1")
        if node.op_type == "Conv":
            # Two heads end in a convolution that lost its name to an optimiser.
            layer = _head_of(node.input[1]) or layer
            layer += "/depthwise" if part.endswith("depthwise:0") else ""
            found.kernel[layer] = known[0]
            if len(known) > 1:
                found.bias[layer] = known[1].reshape(-1)
        elif node.op_type == "Add" and part == "BiasAdd:0":
            found.bias[layer] = known[0].reshape(-1)
        elif re.fullmatch(r".*_ln", layer) and part == "mul:0":
            found.scale[layer] = known[0].reshape(-1)
        elif re.fullmatch(r".*_ln", layer) and part == "add_1:0":
            found.shift[layer] = known[0].reshape(-1)
    return found


def _head_of(kernel_name: str) -> str | None:
    found = re.search(r"(head_conv_\w+?)_1/", kernel_name)
    return found[1] if found else None


class _Graph:
    """Nodes as they are added; a name is what an operation returns."""

    def __init__(self, weighted: Weighted) -> None:
        self.weighted = weighted
        self.nodes: list[onnx.NodeProto] = []
        self.held: list[onnx.TensorProto] = []

    def hold(self, value: NDArray[np.generic]) -> str:
        name = f"w{len(self.held)}"
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def do(self, kind: str, *inputs: str, to: str = "", **attributes: object) -> str:
        name = to or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def convolve(self, x: str, layer: str, *, dilation: int = 1, same: bool = True) -> str:
        kernel = self.weighted.kernel[layer]
        groups = kernel.shape[0] if layer.endswith("/depthwise") else 1
        held = [self.hold(kernel)]
        if layer in self.weighted.bias:
            held.append(self.hold(self.weighted.bias[layer]))
        reach = dilation * (kernel.shape[-1] - 1) // 2 if same else 0
        return self.do(
            "Conv", x, *held, pads=[reach] * 4, dilations=[dilation] * 2, group=groups,
            kernel_shape=kernel.shape[2:],
        )  # fmt: skip

    def channels_last(self, x: str) -> str:
        return self.do("Transpose", x, perm=[0, 2, 3, 1])

    def channels_first(self, x: str) -> str:
        return self.do("Transpose", x, perm=[0, 3, 1, 2])

    def dense(self, x: str, layer: str) -> str:
        """A 1×1 convolution on channels that come last."""
        kernel = self.hold(self.weighted.kernel[layer][:, :, 0, 0].T)
        return self.do("Add", self.do("MatMul", x, kernel), self.hold(self.weighted.bias[layer]))

    def normalise(self, x: str, layer: str) -> str:
        scale = self.hold(self.weighted.scale[layer])
        shift = self.hold(self.weighted.shift[layer])
        return self.do("LayerNormalization", x, scale, shift, axis=-1, epsilon=_EPSILON)

    def gelu(self, x: str) -> str:
        return self.do("Gelu", x, approximate="tanh")

    def channels(self, x: str, first: int, last: int) -> str:
        bounds = [self.hold(np.array([bound])) for bound in (first, last, 1)]
        return self.do("Slice", x, *bounds)

    def halve(self, x: str, count: int) -> str:
        """Half the resolution: maxima of the first half of *count* channels, means of the rest."""
        sides = {"kernel_shape": [2, 2], "strides": [2, 2]}
        most = self.do("MaxPool", self.channels(x, 0, count // 2), **sides)
        mean = self.do("AveragePool", self.channels(x, count // 2, count), **sides)
        return self.do("Concat", most, mean, axis=1)

    def double(self, x: str) -> str:
        return self.do(
            "Resize", x, "", self.hold(np.array([1, 1, 2, 2], np.float32)), mode="nearest",
            coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        )  # fmt: skip

    def model(self, name: str, inputs: Sequence[_Port], outputs: Sequence[_Port]) -> bytes:
        graph = helper.make_graph(
            self.nodes, name, [one.info() for one in inputs], [one.info() for one in outputs],
            self.held,
        )  # fmt: skip
        opsets = [helper.make_opsetid("", 20)]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        helper.set_model_props(made, _signature())
        return bytes(made.SerializeToString())


@dataclass(frozen=True, slots=True)
class _Port:
    name: str
    shape: tuple[int | str, ...]

    def info(self) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(self.name, TensorProto.FLOAT, self.shape)


def _signature() -> dict[str, str]:
    return {
        "source": weights.LEADER.name,
        "source_sha256": weights.LEADER.digest,
        "emission": str(EMISSION),
    }


def trunk(weighted: Weighted) -> bytes:
    """image [1, 1, H, W], 0–255 → features [1, 52, H/2, W/2] and position [1, 4, H/2, W/2].

    position: the probability of a minutia at each pixel; the four channels are the pixels
    (0, 0), (0, 1), (1, 0), (1, 1) of each 2×2 cell.
    """
    graph = _Graph(weighted)
    enhanced = _gate(graph, _first_pass(graph, "image"))
    fine = graph.do(
        "AveragePool", _stem(graph, "image", "stem1"), kernel_shape=[2, 2], strides=[2, 2]
    )
    seen = graph.do("Concat", enhanced, fine, axis=1)
    _second_pass(graph, seen, to="features")
    heard = graph.channels_last(_block(graph, "features", "head_0_ibc"))
    heard = graph.channels_first(_head(graph, heard, "head_0"))
    phases = graph.hold(_phases(weighted.kernel["head_conv_pos"]))
    bias = graph.hold(np.repeat(weighted.bias["head_conv_pos"], 4))
    logits = graph.do("Conv", heard, phases, bias, pads=[1] * 4, kernel_shape=[3, 3])
    graph.do("Sigmoid", logits, to="position")
    return graph.model(
        "leader trunk",
        [_Port("image", (1, 1, "height", "width"))],
        [
            _Port("features", (1, 52, "half_height", "half_width")),
            _Port("position", (1, 4, "half_height", "half_width")),
        ],
    )


def details(weighted: Weighted) -> bytes:
    """Direction and type at minutiae found.

    patches [n, 52, 9, 9]: the features around the cell of each minutia; inside [n, 1, 6, 6]: 1
    where the 6×6 pixels around lie inside the image, else 0. → direction [n, 2, 2, 2] (the two
    coordinates of a vector) and ending [n, 1, 2, 2] (probability), for the cell's four pixels.
    """
    graph = _Graph(weighted)
    for head, end in (("head_1", "head_conv_dir"), ("head_2", "head_conv_typ")):
        heard = _block(graph, "patches", head + "_ibc", same=False)
        heard = graph.double(graph.channels_first(_head(graph, graph.channels_last(heard), head)))
        # Outside the image the shipped graph pads its last convolution with zeros.
        heard = graph.convolve(graph.do("Mul", heard, "inside"), end, same=False)
        if head == "head_2":
            graph.do("Sigmoid", heard, to="ending")
        else:
            graph.do("Identity", heard, to="direction")
    return graph.model(
        "leader details",
        [_Port("patches", ("n", 52, 9, 9)), _Port("inside", ("n", 1, 6, 6))],
        [_Port("direction", ("n", 2, 2, 2)), _Port("ending", ("n", 1, 2, 2))],
    )


def _stem(graph: _Graph, image: str, name: str) -> str:
    near = graph.convolve(image, name + "_conv")
    far = graph.convolve(image, name + "_dilated_conv", dilation=2)
    both = graph.channels_last(graph.do("Concat", near, far, axis=1))
    return graph.channels_first(graph.gelu(graph.normalise(both, name + "_ln")))


def _first_pass(graph: _Graph, image: str) -> str:
    """The small U-net: 32 channels at half the resolution."""
    x = graph.do("MaxPool", _stem(graph, image, "stem0"), kernel_shape=[2, 2], strides=[2, 2])
    kept: list[tuple[str, int]] = []
    for scale in _SCALES:
        x = _separable(graph, x, f"enc0_{scale}")
        kept.append((x, 16 << scale))
        x = graph.halve(x, 16 << scale)
    for scale in reversed(_SCALES):
        x = graph.double(_separable(graph, x, f"dec0_{scale}"))
        x = graph.do("Concat", x, kept[scale][0], axis=1)
    return x


def _gate(graph: _Graph, x: str) -> str:
    near_and_far = [
        graph.gelu(graph.convolve(x, f"attention_conv_d{reach}", dilation=reach))
        for reach in (1, 3, 6)
    ]
    gate = graph.convolve(graph.do("Concat", *near_and_far, axis=1), "attention_s")
    return graph.do("Mul", x, graph.do("Sigmoid", gate))


def _second_pass(graph: _Graph, x: str, *, to: str) -> None:
    """The large U-net: 52 channels at half the resolution."""
    kept = []
    for scale in _SCALES:
        x = _block(graph, x, f"enc1_{scale}")
        kept.append(x)
        count = graph.weighted.kernel[f"enc1_{scale}_conv_adj"].shape[0]
        x = graph.halve(x, count)
    for scale in reversed(_SCALES):
        x = graph.double(_block(graph, x, f"dec1_{scale}"))
        x = graph.do("Concat", x, kept[scale], axis=1, to="" if scale else to)


def _separable(graph: _Graph, x: str, name: str) -> str:
    spread = graph.convolve(x, name + "_conv/depthwise")
    mixed = graph.channels_last(graph.convolve(spread, name + "_conv"))
    return graph.channels_first(graph.gelu(graph.normalise(mixed, name + "_ln")))


def _block(graph: _Graph, x: str, name: str, *, same: bool = True) -> str:
    """An inverted bottleneck with its residual. Not *same*: only where the kernel fits."""
    spread = graph.convolve(x, name + "_depthwise_conv/depthwise", same=same)
    y = graph.normalise(graph.channels_last(spread), name + "_ln")
    y = graph.dense(graph.gelu(graph.dense(y, name + "_conv_exp")), name + "_conv_red")
    y = graph.do("Add", y, graph.channels_last(x if same else _middle(graph, x)))
    return graph.channels_first(graph.dense(y, name + "_conv_adj"))


def _middle(graph: _Graph, x: str) -> str:
    bounds = [graph.hold(np.array(bound)) for bound in ([3, 3], [6, 6], [2, 3])]
    return graph.do("Slice", x, *bounds)


def _head(graph: _Graph, x: str, name: str) -> str:
    """Pointwise, so it may run before the resolution is doubled: a quarter of the work."""
    y = graph.normalise(graph.dense(x, name + "_conv1"), name + "_ln")
    return graph.gelu(graph.dense(y, name + "_conv2"))


def _phases(kernel: Array) -> Array:
    """[1, c, 5, 5] on an image doubled by repetition as [4, c, 3, 3] on the image itself."""
    made = np.zeros((4, kernel.shape[1], 3, 3), np.float32)
    for row, column, dy, dx in np.ndindex(2, 2, 5, 5):
        cell = (row + dy - 2) // 2 + 1, (column + dx - 2) // 2 + 1
        made[2 * row + column, :, cell[0], cell[1]] += kernel[0, :, dy, dx]
    return made


def emit(shipped: Path) -> dict[str, bytes]:
    """Both graphs, by file name, from the *shipped* file."""
    weighted = read(onnx.load(shipped))
    return {TRUNK: trunk(weighted), DETAILS: details(weighted)}


def find(within: Path | None = None) -> dict[str, bytes]:
    """Both graphs: as ``make setup`` wrote them, else made from the shipped one.

    Raises WeightsMissing when the shipped graph is not there either.
    """
    folder = within or weights.folder()
    try:
        kept = {name: (folder / name).read_bytes() for name in (TRUNK, DETAILS)}
    except OSError:
        return emit(weights.find(weights.LEADER, folder))
    if all(_signed(model) for model in kept.values()):
        return kept
    return emit(weights.find(weights.LEADER, folder))


def _signed(model: bytes) -> bool:
    try:
        said = {one.key: one.value for one in onnx.load_from_string(model).metadata_props}
    except Exception:  # protobuf raises its own kinds
        return False
    return said == _signature()


def write(folder: Path) -> None:
    """Write both graphs into *folder*, from the shipped one there. Raises WeightsMissing."""
    for name, model in emit(weights.find(weights.LEADER, folder)).items():
        (folder / name).write_bytes(model)


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]))
    except WeightsMissing as refused:
        sys.exit(str(refused))
