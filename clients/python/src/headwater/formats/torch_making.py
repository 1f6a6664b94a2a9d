"""Modules of PyTorch made by their recipes."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from headwater.errors import FailedPrecondition
from headwater.formats.packed import Loading
from headwater.formats.torch_reading import read_arguments
from headwater.formats.torch_recipe import Recipe, of_json
from headwater.frames.optional import need

LONGEST = 1000


def make_module(recipe: Recipe, tensors: Mapping[str, Any], loading: Loading) -> Any:
    """One that takes these tensors; what `load` was given, else what the recipe makes.

    Raises:
        FailedPrecondition: There is no whole recipe, or its class can't be imported, is no module, or can't be made here.
    """
    torch = need("torch", "torch")
    into = loading.into
    if isinstance(into, torch.nn.Module):
        return into
    if into is None and not recipe.is_whole:
        raise _unmade(loading, recipe, "what it was made with isn't known")
    # It begins with weights that are thrown away: what the caller draws next stays the same.
    with torch.random.fork_rng(devices=[]):
        if into is not None:
            return into(**of_json(recipe.arguments or {}))
        try:
            classes = _classes(recipe)
        except _Unknown as error:
            raise _unmade(loading, recipe, str(error)) from error
        try:
            with torch.device("meta"):
                shapes = _shapes(_made(recipe, classes))
        except Exception:  # Some can't be made without memory.
            shapes = None
        given = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
        if shapes is not None and shapes != given:
            raise _unmade(loading, recipe, f"it takes other weights now: {_difference(shapes, given)}")
        try:
            return _made(recipe, classes)
        except Exception as error:  # Whatever its constructor raises.
            raise _unmade(loading, recipe, f"it can't be made: {type(error).__name__}: {error}"[:LONGEST]) from error


def fill(module: Any, tensors: Mapping[str, Any], label: str) -> None:
    """Gives it the tensors, in the precision that they have.

    Raises:
        FailedPrecondition: It takes others.
    """
    for name, own in [*module.named_parameters(), *module.named_buffers()]:
        if name in tensors and own.dtype != tensors[name].dtype:
            own.data = own.data.to(tensors[name].dtype)
    try:
        module.load_state_dict(tensors, strict=True)
    except RuntimeError as error:
        raise FailedPrecondition(
            f"{type(module).__qualname__} doesn't take the weights of {label}: {error}"[:LONGEST],
            {"field": "into", "found": type(module).__qualname__},
        ) from error


def differs(recipe: Recipe, module: Any) -> str | None:
    """How what a recipe makes is another module than this one; None where it is not."""
    torch = need("torch", "torch")
    with torch.random.fork_rng(devices=[]):
        try:
            classes = _classes(recipe)
            try:
                with torch.device("meta"):
                    made = _made(recipe, classes)
            except Exception:  # Some can't be made without memory.
                made = _made(recipe, classes)
        except Exception as error:  # Whatever its constructor raises.
            return f"it can't be made again: {type(error).__name__}: {error}"[:LONGEST]
    shapes, given = _shapes(made), _shapes(module)
    if shapes != given:
        return f"it has other weights: {_difference(shapes, given)}"
    if repr(made) != repr(module) or _read_all(made) != _read_all(module):
        return "what it was made with has changed since"
    return None


class _Unknown(Exception):
    """A class that isn't here."""


def _classes(recipe: Recipe) -> dict[str, Any]:
    """All of its classes, imported before anything is made of them."""
    classes = {recipe.path: _class_of(recipe.path)}
    for child in (recipe.children or {}).values():
        classes |= _classes(child)
    return classes


def _made(recipe: Recipe, classes: Mapping[str, Any]) -> Any:
    kind = classes[recipe.path]
    if recipe.children is None:
        return kind(**of_json(recipe.arguments))
    children = OrderedDict((name, _made(child, classes)) for name, child in recipe.children.items())
    return kind(list(children.values())) if kind.__name__ == "ModuleList" else kind(children)


def _class_of(path: str) -> Any:
    """Imports nothing of Python's own library, and calls nothing but modules: a file says no more than which weights whose class takes."""
    name, _, qualified = path.partition(":")
    if "<locals>" in qualified:
        raise _Unknown(f"{path} was defined within a function")
    if name != "__main__" and name.partition(".")[0] in sys.stdlib_module_names:
        raise _Unknown(f"{path} is no module of PyTorch")
    try:
        found: Any = import_module(name)
        for part in qualified.split("."):
            found = getattr(found, part)
    except Exception as error:  # Importing runs whatever the module does.
        where = " (the program that trained it)" if name == "__main__" else ""
        raise _Unknown(f"{path}{where} can't be imported here: {type(error).__name__}: {error}") from error
    if not (isinstance(found, type) and issubclass(found, need("torch", "torch").nn.Module)):
        raise _Unknown(f"{path} is no module of PyTorch")
    return found


def _shapes(module: Any) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}


def _difference(made: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    names = sorted(name for name in {*made, *given} if made.get(name) != given.get(name))
    return ", ".join(f"{name} {made.get(name, 'missing')}, not {given.get(name, 'there')}" for name in names[:5])


def _read_all(module: Any) -> list[Any]:
    return [read_arguments(part) for part in module.modules()]


def _unmade(loading: Loading, recipe: Recipe, why: str) -> FailedPrecondition:
    name = recipe.path.rpartition(":")[2].rpartition(".")[2] or "Net"
    return FailedPrecondition(
        f"{loading.label} is a {recipe.path or 'module that nothing is known of'}, but {why}. Give what takes its weights: load(into={name}(…)).",
        {"field": "into", "expected": recipe.path},
    )
