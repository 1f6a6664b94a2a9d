"""Figures as files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from headwater.errors import BadUserInput

TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def figure_bytes(figure: Any, name: str) -> tuple[bytes, str]:
    """What is drawn, in the format that the name ends with, and its content type.

    Raises:
        BadUserInput: It is no figure of matplotlib (or axes of one), or the name ends otherwise.
    """
    whole = figure if hasattr(figure, "savefig") else getattr(figure, "figure", None)
    extension = name.rpartition(".")[2].lower()
    if extension not in TYPES:
        raise BadUserInput(
            f'The figure\'s name "{name}" ends in none of {", ".join(f".{known}" for known in TYPES)}.',
            {"field": "name", "expected": list(TYPES), "found": extension},
        )
    if whole is None or not hasattr(whole, "savefig"):
        raise BadUserInput(
            f"A figure is one of matplotlib, not {type(figure).__name__}; log_file takes any file.",
            {"field": "figure", "found": type(figure).__name__},
        )
    target = BytesIO()
    whole.savefig(target, format=extension, bbox_inches="tight")
    return target.getvalue(), TYPES[extension]
