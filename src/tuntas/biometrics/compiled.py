"""numba with types: a kernel keeps its signature, its machine code is kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numba.extending
import numpy as np

P = ParamSpec("P")
T = TypeVar("T")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """*function* as machine code, cached on disk, without the interpreter's lock.

    Only numbers, arrays and other compiled functions inside. No linear algebra: that needs
    SciPy, which is no dependency here.
    """
    return cast("Callable[P, T]", numba.njit(cache=True, nogil=True)(function))


def popcount(value: np.uint64) -> np.uint64:
    """How many bits of *value* are set: one instruction in compiled code, eight values at once
    in a loop; the same answer, slowly, outside of it.

    >>> int(popcount(np.uint64(0b1011)))
    3
    """
    return np.uint64(int(value).bit_count())


def _counting(typing: Any, value: Any) -> tuple[Any, Any]:
    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return numba.types.uint64(numba.types.uint64), written


# Plain calls instead of decorators, whose types differ between runs of mypy.
_extending: Any = numba.extending
_ctpop: Any = _extending.intrinsic(_counting)


def _popcount(value: Any) -> Any:
    def counted(value: Any) -> Any:
        return _ctpop(np.uint64(value))

    return counted


_extending.overload(popcount, inline="always")(_popcount)


def vectorised(function: Callable[P, T]) -> Callable[P, T]:
    """As ``compiled``, for loops over many numbers: sums may be taken in another order and a
    division by zero is infinite, so that the compiler may use the processor's vectors."""
    made = numba.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")(function)
    return cast("Callable[P, T]", made)


def exact(function: Callable[P, T]) -> Callable[P, T]:
    """As ``compiled``, with infinite quotients for divisions by zero and every sum in the order
    written: loops without sums still run in vectors, and the answer is the same to the last bit
    wherever the function is called from and whatever the processor."""
    made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[P, T]", made)
