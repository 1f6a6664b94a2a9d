"""Modules of PyTorch as model versions."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import frameworks
import headwater
from headwater.errors import BadUserInput, FailedPrecondition

frameworks.need("torch")

import safetensors.torch
import torch
from torch import nn

from nets import Extra, Net, Silent, Tied

COLUMNS = ["late", "distance", "delay"]


@pytest.fixture(scope="module")
def training_set(hw: headwater.Headwater) -> pd.DataFrame:
    return frameworks.made_training_set(hw)


def fitted(training_set: pd.DataFrame, module: nn.Module) -> nn.Module:
    x = torch.tensor(training_set[COLUMNS].to_numpy(dtype="float32"))
    y = torch.tensor(training_set["y"].to_numpy(dtype="float32"))
    optimizer = torch.optim.Adam(module.parameters(), lr=0.05)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.mse_loss(module(x).squeeze(1), y).backward()
        optimizer.step()
    return module.eval()


def logged(hw: headwater.Headwater, name: str, module: nn.Module, **more: object) -> headwater.aio.models.ModelVersion:
    with hw.run(name) as run:
        return run.log_model(module, **more)


def same(one: nn.Module, other: nn.Module) -> bool:
    own, its = one.state_dict(), other.state_dict()
    return own.keys() == its.keys() and all(torch.equal(own[name], its[name]) for name in own)


def test_a_module_is_logged_loaded_and_fed(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    with hw.run(name, inputs=[training_set], parameters={"rate": 0.25}) as run:
        module = fitted(training_set, Net(inputs=3, hidden=16, rate=0.25))
        run.log(mse=0.01, broken=float("nan"))
        version = run.log_model(module, signature_from=training_set, columns=COLUMNS)
    facts = run.facts()
    assert facts.parameters | {"model": "Net", "weights": "113", "hidden": "16", "rate": "0.25"} == facts.parameters
    refs = training_set.attrs["features"]
    assert version.signature == [refs["late"], "distance", refs["delay"]]
    assert (version.format, version.metrics) == ("safetensors", {"mse": 0.01})
    assert version.trained_on == [training_set.attrs["training_set"]]
    assert version.tags["torch"] == torch.__version__.partition("+")[0]
    assert version.digest.startswith("sha256:")
    version.set_alias("champion")
    champion = hw.model(f"{name}@champion")
    loaded = champion.load()
    assert type(loaded) is Net
    assert not loaded.training
    assert same(module, loaded)
    array = champion.features([{"airport": "A5", "distance": 0.5}], kind="numpy")
    with torch.no_grad():
        predicted = loaded(torch.tensor(array, dtype=torch.float32)).item()
    row = training_set.iloc[5]
    assert predicted == pytest.approx(row["delay"] * 2 - row["late"] + 0.25, abs=0.5)


@pytest.mark.parametrize(
    "module",
    [
        nn.Sequential(nn.Linear(3, 4, bias=False), nn.ReLU(), nn.Sequential(nn.LayerNorm(4), nn.Tanh()), nn.Identity()),
        nn.Sequential(nn.Conv2d(1, 2, (3, 1), padding="same"), nn.BatchNorm2d(2), nn.MaxPool2d(2), nn.Flatten()),
        nn.LSTM(3, 5, num_layers=2, batch_first=True, dropout=0.2, bidirectional=True),
        nn.ModuleDict({"embed": nn.Embedding(10, 3, padding_idx=0), "list": nn.ModuleList([nn.GRU(3, 2)])}),
        nn.Linear(2, 2).to(torch.bfloat16),
        Tied(),
        nn.DataParallel(Net(2)),
    ],
    ids=lambda module: type(module).__name__,
)
def test_what_it_was_made_with_is_read_off_it(hw: headwater.Headwater, name: str, module: nn.Module) -> None:
    torch.manual_seed(7)
    drawn = torch.get_rng_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loaded = logged(hw, name, module).load()
    inner = module.module if isinstance(module, nn.DataParallel) else module
    assert repr(loaded) == repr(inner)
    assert same(inner, loaded)
    assert torch.equal(torch.get_rng_state(), drawn)
    if isinstance(loaded, Tied):
        assert loaded.first.weight is loaded.second.weight


def test_what_can_not_be_read_off_it_is_given(hw: headwater.Headwater, name: str) -> None:
    module = Silent(4)
    with pytest.warns(RuntimeWarning, match=r"Silent can only be loaded into"):
        bare = logged(hw, name, module)
    with pytest.raises(FailedPrecondition, match=r"load\(into=Silent"):
        bare.load()
    assert same(module, bare.load(into=Silent(4)))
    with pytest.raises(FailedPrecondition, match=r"doesn't take the weights"):
        bare.load(into=Silent(5))
    assert same(module, logged(hw, name, Silent(4), arguments={"width": 4}).load(into=lambda **given: module))
    with pytest.raises(BadUserInput, match=r"makes another module: it has other weights"):
        logged(hw, name, module, arguments={"width": 5})
    with pytest.raises(BadUserInput, match="JSON"):
        logged(hw, name, module, arguments={"width": object()})

    class Local(nn.Linear):
        def __init__(self) -> None:
            super().__init__(1, 1)

    with pytest.warns(RuntimeWarning, match="within a function"):
        local = logged(hw, name, Local())
    assert same(local.load(into=Local), local.load(into=Local()))


def test_nothing_is_pickled(hw: headwater.Headwater, name: str) -> None:
    with pytest.raises(BadUserInput, match=r'"_extra_state" of its state is dict'):
        logged(hw, name, Extra())
    with pytest.raises(BadUserInput, match="no values yet"):
        logged(hw, name, nn.LazyLinear(3))


def test_a_class_that_is_not_here(hw: headwater.Headwater, name: str) -> None:
    """The one who loads has other modules than the one who trained, or others of the same name."""
    version = logged(hw, name, Net(2))
    program = f"import headwater; headwater.connect().model({version.label!r}).load()"
    package, here = str(Path(headwater.__file__).parents[1]), str(Path(__file__).parent)
    for path, is_there in ((package, False), (f"{package}{os.pathsep}{here}", True)):
        environment = os.environ | {"PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False
        )
        missing = "nets:Net can't be imported here: ModuleNotFoundError: No module named 'nets'. Give what takes its weights: load(into=Net"
        assert (done.returncode == 0, missing in done.stderr) == (is_there, not is_there), done.stderr


@pytest.mark.parametrize(
    "path", ["os:system", "antigravity:Net", "headwater:connect", "torch:load", "nets:Net.missing"]
)
def test_a_file_calls_nothing_but_modules(hw: headwater.Headwater, name: str, path: str) -> None:
    content = safetensors.torch.save(
        {"weight": torch.zeros(1)},
        {"headwater.recipe": f'{{"path": "{path}", "arguments": {{"command": "exit 1"}}}}'},
    )
    with pytest.raises(FailedPrecondition, match=r"no module of PyTorch|can't be imported"):
        registered(hw, name, content).load()


def registered(hw: headwater.Headwater, name: str, content: bytes) -> headwater.aio.models.ModelVersion:
    """A version of other bytes, rightly registered."""
    import hashlib

    with hw.run(name) as run:
        kept = run.log_file(content, "model/model.safetensors")
        given = headwater.wire.input_types.RegisterModelVersionInput(
            model=name,
            run=run.id,
            artifact={
                "uri": f"{hw.settings.url}{kept['url']}",
                "digest": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "format": "safetensors",
            },
            signature=[],
        )
        hw.graphql.register_model_version(given)
    return hw.model(name)


def test_a_file_that_is_damaged_or_was_exchanged(hw: headwater.Headwater, name: str) -> None:
    with pytest.raises(FailedPrecondition, match="no whole file of safetensors"):
        registered(hw, name, b"\x08" + b"\0" * 20).load()
    deep = '{"path":"a:b","children":{"x":' * 5000 + "{}" + "}}" * 5000
    with pytest.raises(FailedPrecondition, match="no whole file of safetensors"):
        registered(hw, name, safetensors.torch.save({}, {"headwater.recipe": deep})).load()
    huge = '{"path": "torch.nn:Linear", "arguments": {"in_features": 1000000000, "out_features": 1000000}}'
    with pytest.raises(FailedPrecondition, match="other weights"):
        registered(hw, name, safetensors.torch.save({}, {"headwater.recipe": huge})).load()

    version = logged(hw, name, Net(2))
    path = version.uri.partition("/v1/artifacts/")[2]
    content = hw.graphql.request("GET", f"/v1/artifacts/{path}").content
    other = content[:-1] + bytes([content[-1] ^ 1])
    with pytest.raises(headwater.HeadwaterError):
        # What a living version is made of is not overwritten.
        hw.graphql.request("PUT", f"/v1/artifacts/{path}", body=other)
    version.digest = "sha256:" + "0" * 64
    with pytest.raises(FailedPrecondition, match="other bytes than were registered"):
        version.load()


def test_the_order_of_columns(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    refs = training_set.attrs["features"]
    assert logged(hw, name, Net(2), signature_from=training_set).signature == list(refs.values())
    chosen = training_set[["y", "late", "delay"]]
    assert logged(hw, name, Net(2), signature_from=chosen).signature == [refs["late"], refs["delay"]]
    with pytest.raises(BadUserInput, match="lat"):
        logged(hw, name, Net(2), signature_from=training_set, columns=["lat"])
    np.testing.assert_array_equal(training_set[["late"]].shape, (64, 1))
