"""Tables of HTML, in the colours of the notebook around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

MOST_ROWS = 50


def facts(title: str, values: Mapping[str, Any]) -> str:
    """A heading and a row for each fact that is known."""
    rows = [(name, value) for name, value in values.items() if value not in (None, "", [], {}, ())]
    return f"<b>{escape(title)}</b>{grid((), rows)}"


def grid(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table; of long ones the first rows, and how many more there are."""
    listed = list(rows)
    top = f"<thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>" for row in listed[:MOST_ROWS])
    more = len(listed) - MOST_ROWS
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return f'<table style="text-align:left">{top}<tbody>{body}</tbody></table>{rest}'


def cell(value: Any) -> str:
    """A value as a reader writes it."""
    if isinstance(value, list | tuple):
        return ", ".join(cell(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{escape(str(name))}: {cell(part)}" for name, part in value.items())
    return escape(f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value))
