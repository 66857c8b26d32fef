"""The two networks as they run here: any picture size, folded normalisation, a given thread count.

The files are OpenCV Zoo's (``weights.YUNET``, ``weights.SFACE``). Two edits in memory, none to a
weight: YuNet's input loses its fixed 640 × 640, and SFace's weights stop being inputs, so that
the runtime may fold its batch normalisations into its convolutions.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from tuntas.biometrics import weights

ERRORS_ONLY = 3


@cache
def detector(folder: Path | None = None, threads: int = 1) -> Any:
    """YuNet for pictures of any size that 32 divides. Raises WeightsMissing."""
    model = onnx.load(weights.find(weights.YUNET, folder))
    for place, name in ((2, "height"), (3, "width")):
        model.graph.input[0].type.tensor_type.shape.dim[place].dim_param = name
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[1].dim_param = f"cells_{output.name}"
    return _session(model, threads)


@cache
def embedder(folder: Path | None = None, threads: int = 1) -> Any:
    """SFace. Raises WeightsMissing."""
    model = onnx.load(weights.find(weights.SFACE, folder))
    known = {initializer.name for initializer in model.graph.initializer}
    inputs = [one for one in model.graph.input if one.name not in known]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    return _session(model, threads)


def run(session: Any, tensor: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """The network's answers by name."""
    names = [output.name for output in session.get_outputs()]
    answers = session.run(names, {session.get_inputs()[0].name: tensor})
    return dict(zip(names, answers, strict=True))


def _session(model: Any, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = ERRORS_ONLY
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
