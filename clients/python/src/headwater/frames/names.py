"""Names that are not there, and those that were probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from headwater.errors import BadUserInput

MOST_SHOWN = 20


def did_you_mean(name: str, known: Collection[str]) -> str:
    """How an error goes on: the nearest name, else all that there are."""
    nearest = get_close_matches(name, known, n=1)
    if nearest:
        return f'Did you mean "{nearest[0]}"?'
    listed = ", ".join(f'"{other}"' for other in list(known)[:MOST_SHOWN])
    more = len(known) - MOST_SHOWN
    return f"There are {listed}{f' and {more} more' if more > 0 else ''}." if known else "There are none."


def require_columns(needed: Iterable[str], present: Collection[str], what: str) -> None:
    """
    Raises:
        BadUserInput: One of the columns that `what` needs is missing; it names the nearest that is there.
    """
    for name in needed:
        if name not in present:
            raise BadUserInput(
                f'{what} needs the column "{name}", which the table lacks. {did_you_mean(name, present)}',
                {"field": name, "expected": name, "found": list(present)[:MOST_SHOWN]},
            )


def refuse_other_columns(present: Iterable[str], known: Collection[str], what: str) -> None:
    """
    Raises:
        BadUserInput: The table has a column that `what` doesn't know.
    """
    for name in present:
        if name not in known:
            raise BadUserInput(
                f'The column "{name}" is none of {what}; leave it out. {did_you_mean(name, known)}',
                {"field": name, "expected": list(known)[:MOST_SHOWN], "found": name},
            )
