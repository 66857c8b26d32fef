"""Whole-number programmes in a child process: it is ended when it overstays, whatever it does.

HiGHS looks at its clock between steps only, and a step may be long (21,600 columns once ran 75
seconds past the limit). Nothing is lost with the child but its answer.
"""

from __future__ import annotations

import pickle
import subprocess
import sys

from tuntas.missions.planning.master import Answer, Floats, Model, solve_whole

_GRACE_SECONDS = 5.0


def solve(
    model: Model, *, seconds: float, seed: int, gap: float, start: Floats | None = None
) -> Answer | None:
    """The answer of ``master.solve_whole``; ``None`` when the child had to be ended."""
    asked = pickle.dumps((model, seconds, seed, gap, start))
    child = [sys.executable, "-m", "tuntas.missions.apart"]
    try:
        done = subprocess.run(
            child, input=asked, capture_output=True, check=False, timeout=seconds + _GRACE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    # From our own child, over its own pipe: nobody else wrote these bytes.
    answer: Answer = pickle.loads(done.stdout)
    return answer


def _serve() -> None:
    model, seconds, seed, gap, start = pickle.load(sys.stdin.buffer)
    answer = solve_whole(model, seconds=seconds, seed=seed, gap=gap, start=start)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _serve()
