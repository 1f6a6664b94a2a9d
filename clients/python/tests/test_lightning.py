"""The logger of PyTorch Lightning."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import frameworks
import headwater

frameworks.need("torch")
frameworks.need("pytorch_lightning")

import pytorch_lightning as lightning
import torch
from torch.utils.data import DataLoader, TensorDataset

from headwater.lightning import HeadwaterLogger
from headwater.tracking import reports
from nets import Regression


@pytest.fixture(autouse=True)
def quiet() -> None:
    for text in ("does not have many workers", "number of training batches", "IPU", "litlogger", "isinstance.treespec"):
        warnings.filterwarnings("ignore", message=f".*{text}.*")


def data() -> DataLoader:
    torch.manual_seed(1)
    x = torch.randn(32, 3)
    return DataLoader(TensorDataset(x, x.sum(1)), batch_size=4)


def trainer(logger: HeadwaterLogger, folder: Path, **more: object) -> lightning.Trainer:
    settings = {"max_epochs": 2, "log_every_n_steps": 1, "accelerator": "cpu", "devices": 1} | more
    return lightning.Trainer(
        logger=logger,
        default_root_dir=str(folder),
        enable_progress_bar=False,
        enable_model_summary=False,
        **settings,
    )


def test_a_training_is_a_run(hw: headwater.Headwater, name: str, tmp_path: Path) -> None:
    logger = HeadwaterLogger(name, hw=hw, experiment=name, prefix="a")
    assert (logger.name, logger.experiment.id[:4]) == (name, "run_")
    model, fit = Regression(3), trainer(logger, tmp_path)
    fit.fit(model, data())
    facts = logger.experiment.facts()
    assert facts.status == "SUCCEEDED"
    assert facts.parameters == {"inputs": "3", "rate": "0.05", "fail_at": "None"}
    assert facts.metrics.keys() == {"a-loss", "a-odd", "a-epoch"}
    assert math.isnan(facts.metrics["a-odd"])
    best = facts.tags["checkpoint/best"]
    kept = hw.graphql.request("GET", f"/v1/artifacts/{logger.experiment.id}/{best}").content
    assert kept == Path(fit.checkpoint_callback.best_model_path).read_bytes()
    # What comes behind the training goes to the same run.
    fit.test(model, data(), verbose=False)
    tested = logger.experiment.facts()
    assert (tested.id, tested.status, "a-test_loss" in tested.metrics) == (facts.id, "SUCCEEDED", True)
    with hw.run(name) as run:
        version = run.log_model(model)
    assert torch.equal(version.load().line.weight, model.line.weight)
    assert version.tags["pytorch-lightning"] == lightning.__version__


def test_a_training_that_fails_and_goes_on(hw: headwater.Headwater, name: str, tmp_path: Path) -> None:
    logger = HeadwaterLogger(name, hw=hw, key=name, log_checkpoints="all")

    every = lightning.callbacks.ModelCheckpoint(save_top_k=-1, every_n_train_steps=4, save_last=True)
    with pytest.raises(ZeroDivisionError):
        trainer(logger, tmp_path, callbacks=[every]).fit(Regression(3, fail_at=10), data())
    facts = logger.experiment.facts()
    assert (facts.status, facts.message) == ("FAILED", "ZeroDivisionError: as was wished")
    files = hw.graphql.request("GET", f"/v1/artifacts?run={facts.id}&path=checkpoints").json()["files"]
    assert sorted(Path(file["path"]).name for file in files) == [
        "epoch=0-step=4.ckpt",
        "epoch=0-step=8.ckpt",
        "last.ckpt",
    ]

    again = HeadwaterLogger(name, hw=hw, key=name)
    with pytest.warns(RuntimeWarning, match="keeps its other values of fail_at"):
        trainer(again, tmp_path).fit(Regression(3), data(), ckpt_path=every.last_model_path, weights_only=False)
    resumed = again.experiment.facts()
    assert (resumed.id, resumed.status, resumed.message) == (facts.id, "SUCCEEDED", None)
    steps = hw.graphql.execute(
        'query Q($id: ID!) { run(id: $id) { metrics(names: ["loss"]) { step } } }', "Q", {"id": facts.id}
    )
    assert steps["run"]["metrics"] == [{"step": 15}]


def test_a_service_that_is_away(
    hw: headwater.Headwater, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "CLOSING", 0.1)
    away = headwater.connect("http://127.0.0.1:9", retries=0)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trainer(HeadwaterLogger(name, hw=away), tmp_path).fit(Regression(3), data())
    said = [str(each.message) for each in caught if "service" in str(each.message)]
    assert len(said) == 2
    assert "Training goes on without the service" in said[0]
    assert "did not get to the service" in said[1]
    # It is away in the middle of it, and there at the end.
    logger = HeadwaterLogger(name, hw=hw)
    logger.experiment._transport, there = away.graphql, logger.experiment._transport

    class Back(lightning.Callback):
        def on_train_end(self, *_: object) -> None:
            logger.experiment._transport = there

    with pytest.warns(RuntimeWarning, match="goes on without"):
        trainer(logger, tmp_path, callbacks=[Back()], max_epochs=40).fit(Regression(3), data())
    assert (logger.experiment.facts().status, "loss" in logger.experiment.facts().metrics) == ("SUCCEEDED", True)


TWO = """
import sys, torch, headwater, pytorch_lightning as lightning
from torch.utils.data import DataLoader, TensorDataset
from headwater.lightning import HeadwaterLogger
from nets import Regression
if __name__ == "__main__":
    x = torch.randn(32, 3)
    logger = HeadwaterLogger(sys.argv[1], experiment=sys.argv[1])
    trainer = lightning.Trainer(logger=logger, default_root_dir=sys.argv[2], max_epochs=1, log_every_n_steps=1, accelerator="cpu", devices=2,
        strategy=sys.argv[3], enable_progress_bar=False, enable_model_summary=False)
    trainer.fit(Regression(3), DataLoader(TensorDataset(x, x.sum(1)), batch_size=4))
"""


@pytest.mark.parametrize("strategy", ["ddp", "ddp_spawn"])
def test_two_ranks_are_one_run(hw: headwater.Headwater, name: str, tmp_path: Path, strategy: str) -> None:
    (tmp_path / "two.py").write_text(TWO)
    command = [sys.executable, str(tmp_path / "two.py"), name, str(tmp_path), strategy]
    path = os.pathsep.join([str(Path(headwater.__file__).parents[1]), str(Path(__file__).parent)])
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, env=os.environ | {"PYTHONPATH": path}, check=False
    )
    assert done.returncode == 0, done.stderr
    query = 'query Q($e: Ref!) { runs(filter: {experiment: $e}) { nodes { status metrics(names: ["loss"]) { step } artifacts { nodes { path } } } } }'
    found = hw.graphql.execute(query, "Q", {"e": name})["runs"]["nodes"]
    assert [(run["status"], run["metrics"]) for run in found] == [("SUCCEEDED", [{"step": 3}])]
    assert [file["path"] for file in found[0]["artifacts"]["nodes"]] == ["checkpoints"]
