"""LEADER written again: the network that its authors trained, several times faster.

The shipped graph was exported from Keras. It spells GELU and layer normalisation out in 8 and 13
nodes, turns dilated convolutions into reshuffled batches, moves between layouts all the time,
computes direction and type everywhere and finds maxima inside the graph. Here the same weights
are laid out for ``leader``: small graphs of matrix products that run on strips of an image while
they are in the processor's cache, and the kernels of the convolutions between them, which are
compiled (``leader_kernels``). Affine maps that follow each other are one: the scale of a
normalisation and the layer after it; the second and the third layer of a block with its residual;
those with the first layer of a head. Why, and how much faster:
``docs/decisions/0070-leader-written-again.md``.

``python -m tuntas.biometrics.fingers.leader_graph FOLDER`` writes it beside the shipped file.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from tuntas.biometrics import weights
from tuntas.biometrics.errors import WeightsMissing

FILE: Final = "leader_again.npz"
EMISSION: Final = "2"
"""Changes whenever the layout does: a file of another emission is written again."""
STRIDE: Final = 32
"""Both sides of an image are multiples of this: five halvings."""
SEPARABLE: Final = tuple(f"{way}0_{scale}" for way in ("enc", "dec") for scale in range(4))
BLOCKS: Final = tuple(f"{way}1_{scale}" for way in ("enc", "dec") for scale in range(4))
GATE: Final = "gate"
POSITION: Final = "head_0"
DETAILS: Final = ("head_1", "head_2")
"""Direction and type."""

_EPSILON: Final = 0.001

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Written:
    """graphs: ONNX models by name (SEPARABLE, BLOCKS, GATE, POSITION, DETAILS). kernels: arrays
    for ``leader_kernels`` by layer."""

    graphs: dict[str, bytes]
    kernels: dict[str, Array]


@dataclass(frozen=True, slots=True)
class _Weighted:
    """What the shipped graph holds: kernels by layer (out, in, kh, kw), biases, layer norms."""

    kernel: dict[str, Array]
    bias: dict[str, Array]
    scale: dict[str, Array]
    shift: dict[str, Array]

    def dense(self, layer: str) -> tuple[Array, Array]:
        """A 1×1 convolution as (matrix [in, out], bias [out])."""
        return self.kernel[layer][:, :, 0, 0].T, self.bias[layer]

    def normalised(self, norm: str, layer: str) -> tuple[Array, Array]:
        """*layer* with the scale and shift of the normalisation *norm* before it."""
        matrix, bias = self.dense(layer)
        return self.scale[norm][:, None] * matrix, bias + self.shift[norm] @ matrix


def find(within: Path | None = None) -> Written:
    """As ``make setup`` wrote it, else made from the shipped graph.

    Raises WeightsMissing when that is not there either.
    """
    folder = within or weights.folder()
    return _kept(folder / FILE) or emit(weights.find(weights.LEADER, folder))


def write(folder: Path) -> None:
    """Write it into *folder*, from the shipped graph there. Raises WeightsMissing."""
    made = emit(weights.find(weights.LEADER, folder))
    graphs = {
        "graph " + name: np.frombuffer(graph, np.uint8) for name, graph in made.graphs.items()
    }
    packed = io.BytesIO()
    whole = {"signature": np.array(_signature()), **graphs, **made.kernels}
    np.savez(packed, allow_pickle=False, **whole)
    (folder / FILE).write_bytes(packed.getvalue())


def _signature() -> list[str]:
    return [weights.LEADER.name, weights.LEADER.digest, EMISSION]


def _kept(path: Path) -> Written | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
            if held["signature"].tolist() != _signature():
                return None
            graphs = {name[6:]: held[name].tobytes() for name in held if name.startswith("graph ")}
            kernels = {name: held[name] for name in held if not name.startswith("graph ")}
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    del kernels["signature"]
    return Written(graphs, kernels)


def emit(shipped: Path) -> Written:
    """It, from the file of the *shipped* graph."""
    held = _read(onnx.load(shipped))
    graphs = {GATE: _gate(held), POSITION: _head(held, POSITION)}
    graphs |= {name: _separable(held, name) for name in SEPARABLE}
    graphs |= {name: _block(held, name) for name in BLOCKS}
    graphs |= {name: _detail(held, name) for name in DETAILS}
    kernels = {name: held.kernel[name + "_conv/depthwise"][:, 0] for name in SEPARABLE}
    kernels |= {name: held.kernel[name + "_depthwise_conv/depthwise"][:, 0] for name in BLOCKS}
    kernels[POSITION] = held.kernel[POSITION + "_ibc_depthwise_conv/depthwise"][:, 0]
    kernels["position"] = _phases(held.kernel["head_conv_pos"])
    kernels["position bias"] = held.bias["head_conv_pos"]
    for name in ("stem0", "stem1"):
        kernels[name + " near"] = _taps(held, name + "_conv")
        kernels[name + " far"] = _taps(held, name + "_dilated_conv")
        kernels[name + " affine"] = np.stack([held.scale[name + "_ln"], held.shift[name + "_ln"]])
    return Written(graphs, {name: np.ascontiguousarray(one) for name, one in kernels.items()})


def _read(shipped: onnx.ModelProto) -> _Weighted:
    """The weights of the *shipped* graph by the names that its authors gave the layers."""
    held = {one.name: numpy_helper.to_array(one) for one in shipped.graph.initializer}
    found = _Weighted({}, {}, {}, {})
    for node in shipped.graph.node:
        known = [held[name] for name in node.input if name in held]
        layer, _, part = node.output[0].removeprefix("functional_1/").partition("/")
        layer = layer.removesuffix("_1")
        if node.op_type == "Conv":
            # Two heads end in a convolution that lost its name to an optimiser.
            end = re.search(r"(head_conv_\w+?)_1/", node.input[1])
            layer = end[1] if end else layer
            layer += "/depthwise" if part.endswith("depthwise:0") else ""
            found.kernel[layer] = known[0]
            if len(known) > 1:
                found.bias[layer] = known[1].reshape(-1)
        elif node.op_type == "Add" and part == "BiasAdd:0":
            found.bias[layer] = known[0].reshape(-1)
        elif layer.endswith("_ln") and part == "mul:0":
            found.scale[layer] = known[0].reshape(-1)
        elif layer.endswith("_ln") and part == "add_1:0":
            found.shift[layer] = known[0].reshape(-1)
    return found


class _Graph:
    """Nodes as they are added; a name is what an operation returns."""

    def __init__(self, held: _Weighted) -> None:
        self.held = held
        self.nodes: list[onnx.NodeProto] = []
        self.values: list[onnx.TensorProto] = []

    def hold(self, value: NDArray[np.generic]) -> str:
        name = f"w{len(self.values)}"
        self.values.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def do(self, kind: str, *inputs: str, to: str = "", **attributes: Any) -> str:
        name = to or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def product(self, x: str, affine: tuple[Array, Array], *, to: str = "") -> str:
        return self.do("Gemm", x, self.hold(affine[0]), self.hold(affine[1]), to=to)

    def gelu(self, x: str, *, to: str = "") -> str:
        return self.do("Gelu", x, approximate="tanh", to=to)

    def normalise(self, x: str, norm: str) -> str:
        scale, shift = self.hold(self.held.scale[norm]), self.hold(self.held.shift[norm])
        return self.do("LayerNormalization", x, scale, shift, axis=-1, epsilon=_EPSILON)

    def bottleneck(
        self, x: str, kept: str, name: str, then: str | None = None, *, to: str = ""
    ) -> str:
        """An inverted bottleneck from its normalised *x* on, its residual *kept*, and the layer
        *then* after it. With nothing between them, the later layers are one matrix."""
        held = self.held
        expanded = self.gelu(self.product(x, held.normalised(name + "_ln", name + "_conv_exp")))
        reduce, adjust = held.dense(name + "_conv_red"), held.dense(name + "_conv_adj")
        if then:
            adjust = _one(adjust, held.dense(then))
        whole = self.product(kept, (adjust[0], reduce[1] @ adjust[0] + adjust[1]))
        if adjust[0].shape[1] <= adjust[0].shape[0]:
            return self.do("Gemm", expanded, self.hold(reduce[0] @ adjust[0]), whole, to=to)
        # Wider after than before: two products are cheaper than one.
        reduced = self.do("MatMul", expanded, self.hold(reduce[0]))
        return self.do("Gemm", reduced, self.hold(adjust[0]), whole, to=to)

    def model(
        self, name: str, inputs: dict[str, tuple[int | str, ...]], outputs: dict[str, int]
    ) -> bytes:
        """*inputs*: their shapes. *outputs*: how many dimensions each has."""
        made = helper.make_graph(
            self.nodes,
            name,
            [_port(one, shape) for one, shape in inputs.items()],
            [_port(one, (None,) * count) for one, count in outputs.items()],
            self.values,
        )
        opsets = [helper.make_opsetid("", 20)]
        return bytes(
            helper.make_model(made, opset_imports=opsets, ir_version=9).SerializeToString()
        )


def _port(name: str, shape: tuple[int | str | None, ...]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _one(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two affine maps as one, in double precision on the way."""
    matrix = first[0].astype(np.float64) @ second[0]
    bias = first[1].astype(np.float64) @ second[0] + second[1]
    return matrix.astype(np.float32), bias.astype(np.float32)


def _separable(held: _Weighted, name: str) -> bytes:
    """points [n, c], convolved by channel → y [n, d]."""
    graph = _Graph(held)
    mixed = graph.product("points", held.dense(name + "_conv"))
    graph.gelu(graph.normalise(mixed, name + "_ln"), to="y")
    count = held.kernel[name + "_conv"].shape[1]
    return graph.model(name, {"points": ("n", count)}, {"y": 2})


def _block(held: _Weighted, name: str) -> bytes:
    """points [n, c], convolved and normalised; kept [n, c], as they were → y [n, d]."""
    graph = _Graph(held)
    graph.bottleneck("points", "kept", name, to="y")
    count = held.kernel[name + "_conv_exp"].shape[1]
    return graph.model(name, {"points": ("n", count), "kept": ("n", count)}, {"y": 2})


def _head(held: _Weighted, name: str) -> bytes:
    """As a block, with what the head does to each pixel after it: pointwise, so it may run before
    the resolution is doubled. → y [n, 4]."""
    graph = _Graph(held)
    _finish_head(graph, name, graph.bottleneck("points", "kept", name + "_ibc", name + "_conv1"))
    count = held.kernel[name + "_ibc_conv_exp"].shape[1]
    return graph.model(name, {"points": ("n", count), "kept": ("n", count)}, {"y": 2})


def _finish_head(graph: _Graph, name: str, x: str) -> str:
    mixed = graph.product(
        graph.do("LayerNormalization", x, graph.hold(np.ones(4, np.float32)), axis=-1,
                 epsilon=_EPSILON),
        graph.held.normalised(name + "_ln", name + "_conv2"),
    )  # fmt: skip
    return graph.gelu(mixed, to="y")


def _detail(held: _Weighted, name: str) -> bytes:
    """patches [n, 52, 9, 9]: the features around the cells of found minutiae; inside
    [n, 1, 6, 6]: 1 where the 6×6 pixels around lie inside the image, else 0. → detail
    [n, 1 or 2, 2, 2] for the cell's four pixels: the logit of an ending, or a direction's vector.
    """
    graph = _Graph(held)
    kernel = held.kernel[name + "_ibc_depthwise_conv/depthwise"]
    count = kernel.shape[0]
    spread = graph.do("Conv", "patches", graph.hold(kernel), group=count, kernel_shape=[7, 7])
    bounds = [graph.hold(np.array(bound)) for bound in ([3, 3], [6, 6], [2, 3])]
    kept = _points(graph, graph.do("Slice", "patches", *bounds), count)
    points = graph.do(
        "LayerNormalization", _points(graph, spread, count),
        graph.hold(np.ones(count, np.float32)), axis=-1, epsilon=_EPSILON,
    )  # fmt: skip
    heard = _finish_head(
        graph, name, graph.bottleneck(points, kept, name + "_ibc", name + "_conv1")
    )
    cells = graph.do("Reshape", heard, graph.hold(np.array([-1, 3, 3, 4])))
    cells = graph.do("Transpose", cells, perm=[0, 3, 1, 2])
    twice = graph.do(
        "Resize", cells, "", graph.hold(np.array([1, 1, 2, 2], np.float32)), mode="nearest",
        coordinate_transformation_mode="asymmetric", nearest_mode="floor",
    )  # fmt: skip
    # Outside the image the shipped graph pads its last convolution with zeros.
    end = {"head_1": "head_conv_dir", "head_2": "head_conv_typ"}[name]
    seen = graph.do("Mul", twice, "inside")
    last = graph.hold(held.kernel[end]), graph.hold(held.bias[end])
    graph.do("Conv", seen, *last, kernel_shape=[5, 5], to="detail")
    return graph.model(
        name, {"patches": ("n", count, 9, 9), "inside": ("n", 1, 6, 6)}, {"detail": 4}
    )


def _points(graph: _Graph, x: str, count: int) -> str:
    last = graph.do("Transpose", x, perm=[0, 2, 3, 1])
    return graph.do("Reshape", last, graph.hold(np.array([-1, count])))


def _gate(held: _Weighted) -> bytes:
    """x [1, 32, h, w] → y, x with each number between 0 and itself."""
    graph = _Graph(held)
    seen = []
    for reach in (1, 3, 6):
        layer = f"attention_conv_d{reach}"
        both = graph.hold(held.kernel[layer]), graph.hold(held.bias[layer])
        sides: dict[str, Any] = {
            "pads": [reach] * 4,
            "dilations": [reach] * 2,
            "kernel_shape": [3, 3],
        }
        seen.append(graph.gelu(graph.do("Conv", "x", *both, **sides)))
    last = graph.hold(held.kernel["attention_s"]), graph.hold(held.bias["attention_s"])
    gate = graph.do("Conv", graph.do("Concat", *seen, axis=1), *last, kernel_shape=[1, 1])
    graph.do("Mul", "x", graph.do("Sigmoid", gate), to="y")
    return graph.model(GATE, {"x": (1, 32, "h", "w")}, {"y": 4})


def _phases(kernel: Array) -> Array:
    """[1, c, 5, 5] on an image doubled by repetition as [4, c, 3, 3] on the image itself."""
    made = np.zeros((4, kernel.shape[1], 3, 3), np.float32)
    for row, column, dy, dx in np.ndindex(2, 2, 5, 5):
        cell = (row + dy - 2) // 2 + 1, (column + dx - 2) // 2 + 1
        made[2 * row + column, :, cell[0], cell[1]] += kernel[0, :, dy, dx]
    return made


def _taps(held: _Weighted, layer: str) -> Array:
    """A 5×5 kernel per channel with its bias in a sixth row."""
    taps = np.zeros((held.kernel[layer].shape[0], 6, 5), np.float32)
    taps[:, :5] = held.kernel[layer][:, 0]
    taps[:, 5, 0] = held.bias[layer]
    return taps


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]))
    except WeightsMissing as refused:
        sys.exit(str(refused))
