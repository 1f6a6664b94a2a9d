"""What a module of PyTorch was made with, read off it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from headwater.formats.torch_recipe import Recipe, as_json, path_of
from headwater.frames.optional import need

CONTAINERS = {"Sequential", "ModuleList", "ModuleDict"}
# Where a module lies, not what it is.
PLACES = {"device", "dtype"}
# The constructors of those that have none of their own.
NOTHING = {"Module.__init__", "LightningModule.__init__"}


def read_recipe(module: Any) -> Recipe:
    """Of a container by what it contains, else by the class and its arguments."""
    kind = type(module)
    if kind.__name__ in CONTAINERS and kind.__module__ == "torch.nn.modules.container":
        return Recipe(path_of(kind), children={name: read_recipe(child) for name, child in module.named_children()})
    return Recipe(path_of(kind), read_arguments(module))


def read_arguments(module: Any) -> dict[str, Any] | None:
    """What its class was called with: Lightning's hyperparameters, else attributes of the same names. None where one of them is unknown."""
    kept = getattr(module, "hparams", None)
    kept = kept if isinstance(kept, Mapping) else {}
    found: dict[str, Any] = {}
    for name, parameter in _parameters(type(module)).items():
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            return None
        value = kept[name] if name in kept else getattr(module, name, parameter.empty)
        if name == "bias" and value is not parameter.empty and not isinstance(value, bool):
            # Where there is one, the attribute is the tensor.
            value = value is not None
        try:
            found[name] = as_json(value)
        except ValueError:
            return None
    return found


def _parameters(kind: type) -> dict[str, inspect.Parameter]:
    nn = need("torch", "torch").nn
    if kind.__init__.__qualname__ in NOTHING or kind is nn.Identity:  # type: ignore[misc]
        return {}
    # Theirs are (*args, **kwargs), which go to their base; its first is their own name.
    made_by = nn.RNNBase if kind in {nn.LSTM, nn.GRU} else kind
    listed = inspect.signature(made_by).parameters.items()
    left_out = PLACES | ({"mode"} if made_by is nn.RNNBase else set()) | ({"proj_size"} if kind is nn.GRU else set())
    return {name: parameter for name, parameter in listed if name not in left_out and not name.startswith("_")}
