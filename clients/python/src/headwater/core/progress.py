"""A bar of tqdm, where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(what: str, wanted: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Gives what moves it: how much is done, and of how much. It shows nothing where tqdm is missing, and goes when it is full."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        wanted = False
    if not wanted:
        yield lambda done, total: None
        return
    with tqdm(desc=what, unit="row", leave=False, delay=0.5) as bar:

        def show(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
