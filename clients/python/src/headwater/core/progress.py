"""A bar of tqdm, where there is one."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress_bar(what: str, wanted: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Gives what moves it: how much is done, and of how much. It shows nothing where tqdm is missing, and goes when it is full."""
    bars = _tqdm() if wanted else None
    if bars is None:
        yield lambda done, total: None
        return
    with bars(desc=what, unit="row", leave=False, delay=0.5) as bar:

        def show(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _tqdm() -> Any:
    """That of a notebook in one that has ipywidgets, else the one of text, without the warning that tqdm gives where they are missing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm
