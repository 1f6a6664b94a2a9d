"""References to nodes, as the service writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from headwater.wire.input_types import TagInput

# What the grammar of references keeps for itself.
_RESERVED = re.compile(r"[:@/~\"'\s]")


def ref_of(node: Any) -> str:
    """A reference: a text is one already; of anything that the client gave out its label, else its id."""
    if isinstance(node, str):
        return node
    return str(getattr(node, "label", None) or node.id)


def quoted(name: str) -> str:
    """A name as it stands in a reference: in quotes where it needs them."""
    return '"' + name.replace('"', '""') + '"' if _RESERVED.search(name) or name in {"*", ".", ".."} else name


def feature_set_of(ref: str) -> str:
    """`airport_traffic` of `airport_traffic@2:mean_delay_3h~origin`."""
    return re.split(r"[@:]", ref, maxsplit=1)[0]


def tags_of(tags: Mapping[str, str] | None) -> list[TagInput] | None:
    """Tags as an input takes them."""
    return None if tags is None else [TagInput(key=key, value=str(value)) for key, value in tags.items()]
