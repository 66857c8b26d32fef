"""numba with types: a kernel keeps its signature, its machine code is kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
T = TypeVar("T")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """*function* as machine code, cached on disk, without the interpreter's lock.

    Only numbers, arrays and other compiled functions inside. No linear algebra: that needs
    SciPy, which is no dependency here.
    """
    return cast("Callable[P, T]", numba.njit(cache=True, nogil=True)(function))
