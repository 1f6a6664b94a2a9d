"""Modules of PyTorch as files of safetensors: their tensors, and in the header what makes the module that takes them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.formats.packed import Loading, Packed, versions_of
from headwater.formats.texts import texts_of
from headwater.formats.torch_making import differs, fill, make_module
from headwater.formats.torch_reading import read_recipe
from headwater.formats.torch_recipe import Recipe, given_arguments, path_of
from headwater.frames.optional import need

FORMAT = "safetensors"
# Entries of the file's header, which holds texts only.
RECIPE = "headwater.recipe"
SAME = "headwater.same"


def pack_module(module: Any, folder: Path, arguments: Mapping[str, Any] | None) -> Packed:
    """Its state, and its recipe.

    Raises:
        BadUserInput: Something of its state is no tensor, or a tensor that safetensors has no word for.
    """
    inner = _unwrapped(module)
    tensors, same = _tensors(inner)
    recipe = _recipe_of(inner, arguments)
    path = folder / "model.safetensors"
    header = {RECIPE: recipe.to_json(), SAME: json.dumps(same), "format": "pt"}
    try:
        need("safetensors.torch", "torch").save_file(tensors, path, metadata=header)
    except (ValueError, KeyError) as error:
        raise _unkept(inner, f"safetensors can't keep it: {error}") from error
    parameters = list(inner.parameters())
    known = {
        "model": type(inner).__name__,
        "weights": sum(parameter.numel() for parameter in parameters),
        "trainable_weights": sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
        **(recipe.arguments or {}),
    }
    found = versions_of("torch", "safetensors", "lightning", "pytorch-lightning", "numpy")
    return Packed(path, FORMAT, found, texts_of(known))


def unpack_module(path: Path, loading: Loading) -> Any:
    """The module with its weights, on the CPU, in eval mode.

    Raises:
        FailedPrecondition: The file is damaged, the class can't be imported or made here, or it takes other weights.
    """
    torch = need("safetensors.torch", "torch")
    try:
        with need("safetensors", "torch").safe_open(str(path), framework="pt") as file:
            header = dict(file.metadata() or {})
        tensors = torch.load_file(path)
        same = json.loads(header.get(SAME, "{}"))
        tensors |= {name: tensors[first] for name, first in same.items()}
        recipe = Recipe.of_json(header.get(RECIPE, "{}"))
    except (
        need("safetensors", "torch").SafetensorError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise FailedPrecondition(
            f"The file of {loading.label} is no whole file of safetensors: {error}", {"field": "artifact"}
        ) from error
    module = make_module(recipe, tensors, loading)
    fill(module, tensors, loading.label)
    return module.eval()


def _recipe_of(module: Any, arguments: Mapping[str, Any] | None) -> Recipe:
    """Read off the module, unless the arguments are given. Where that doesn't make the same module, a warning says that one is needed to load it.

    Raises:
        BadUserInput: The arguments that are given make another module, or aren't JSON.
    """
    given = None if arguments is None else Recipe(path_of(type(module)), given_arguments(arguments))
    recipe = given or read_recipe(module)
    problem = differs(recipe, module) if recipe.is_whole else "what it was made with can't be read off it"
    if problem is None:
        return recipe
    name = type(module).__qualname__
    if arguments is not None:
        raise BadUserInput(
            f"{name}(**arguments) makes another module: {problem}", {"field": "arguments", "found": dict(arguments)}
        )
    warnings.warn(
        f"{name} can only be loaded into what is given then, load(into={name}(…)), for {problem}. "
        "Give log_model arguments={…}, what the class is called with, and load() does that itself.",
        RuntimeWarning,
        stacklevel=2,
    )
    return Recipe(recipe.path)


def _unwrapped(module: Any) -> Any:
    """What torch.compile and the wrappers for several devices hold."""
    while True:
        name = type(module).__name__
        if name == "OptimizedModule":
            module = module._orig_mod
        elif name in {"DataParallel", "DistributedDataParallel"}:
            module = module.module
        else:
            return module


def _tensors(module: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Each tensor once, and which names stand for one that another name has already: weights that are tied."""
    torch = need("torch", "torch")
    tensors: dict[str, Any] = {}
    same: dict[str, str] = {}
    seen: dict[Any, str] = {}
    for name, tensor in module.state_dict().items():
        if not isinstance(tensor, torch.Tensor):
            raise _unkept(module, f'"{name}" of its state is {type(tensor).__name__}, no tensor')
        if torch.nn.parameter.is_lazy(tensor) or tensor.is_meta:
            raise _unkept(module, f'"{name}" has no values yet; run it once first')
        found = tensor.detach()
        place = (found.data_ptr(), found.shape, found.stride(), found.dtype, found.device) if found.numel() else name
        if place in seen:
            same[name] = seen[place]
            continue
        seen[place] = name
        kept = found.to("cpu").contiguous()
        # safetensors refuses parts of one memory, which a view into a larger one is.
        tensors[name] = kept.clone() if kept.untyped_storage().nbytes() != kept.numel() * kept.itemsize else kept
    return tensors, same


def _unkept(module: Any, why: str) -> BadUserInput:
    name = type(module).__qualname__
    return BadUserInput(f"{name} can't be kept without a pickle: {why}.", {"field": "estimator", "found": name})
