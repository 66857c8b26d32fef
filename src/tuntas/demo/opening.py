"""What the demo starts from: its story, and the files that the office holds on the first day.

Neither needs a store, so they can be made by a process of their own while the store is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from tuntas.demo import lists, script, telling
from tuntas.demo.files import Register
from tuntas.demo.story import Story

FOLDER = "berkas"

Opening = Callable[[Path], Story]
"""Writes the files of the first day below a data folder; the story they tell."""


def files(folder: Path) -> Path:
    """Where the office keeps its files, below the data folder."""
    held = folder / FOLDER
    held.mkdir(parents=True, exist_ok=True)
    return held


def register_file(folder: Path) -> Path:
    return files(folder) / f"penduduk-{script.OPENING_ON.isoformat()}.csv"


def write(folder: Path) -> Story:
    """Tell the story; write the register's export and what other agencies would bring."""
    story = telling.told()
    register_file(folder).write_text(
        Register(story).export(seed=script.SEED), encoding="utf-8", newline=""
    )
    lists.write(files(folder), story, seed=script.SEED)
    return story


@contextmanager
def beside(folder: Path) -> Iterator[Opening]:
    """``write``, begun now in another process: whoever calls the result waits for the rest.

    In a folder that is no longer empty nothing is begun; there the result is ``write`` itself.
    """
    if folder.is_dir() and any(folder.iterdir()):
        yield write
        return
    # Begun anew: a process that this one's threads and open files are not copied into.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        written = other.submit(write, folder)

        def waited_for(_: Path) -> Story:
            story = written.result()
            telling.remember(story)
            return story

        yield waited_for
