"""Models of Keras, and its callback."""

from __future__ import annotations

import math
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

frameworks.need("keras")

import keras

from headwater.keras import HeadwaterCallback
from headwater.tracking import reports

COLUMNS = ["late", "distance", "delay"]


class Double(keras.layers.Layer):
    def call(self, inputs: object) -> object:
        return inputs * 2


@pytest.fixture(scope="module")
def training_set(hw: headwater.Headwater) -> pd.DataFrame:
    return frameworks.made_training_set(hw)


def network(*layers: keras.layers.Layer, rate: float = 0.05) -> keras.Model:
    model = keras.Sequential([keras.Input((3,)), *layers, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(rate), "mse", metrics=["mae"])
    return model


def table(training_set: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return training_set[COLUMNS].to_numpy("float32"), training_set["y"].to_numpy("float32")


def test_a_model_is_trained_logged_loaded_and_fed(
    hw: headwater.Headwater, training_set: pd.DataFrame, name: str
) -> None:
    x, y = table(training_set)
    model = network(keras.layers.Dense(8, "relu"))
    with hw.run(name, inputs=[training_set]) as run:
        model.fit(x, y, epochs=20, verbose=0, callbacks=[HeadwaterCallback(every_batches=10)])
        assert run.facts().status == "RUNNING"
        version = run.log_model(model, signature_from=training_set, columns=COLUMNS)
    facts = run.facts()
    expected = {
        "model": "Sequential",
        "weights": "41",
        "optimizer": "Adam",
        "loss": "mse",
        "epochs": "20",
        "steps": "2",
    }
    assert facts.parameters | expected == facts.parameters
    assert float(facts.parameters["learning_rate"]) == pytest.approx(0.05)
    assert facts.metrics.keys() == {"loss", "mae", "learning_rate", "batch/loss", "batch/mae"}
    assert version.metrics.keys() == facts.metrics.keys()
    refs = training_set.attrs["features"]
    assert version.signature == [refs["late"], "distance", refs["delay"]]
    assert (version.format, version.tags["keras"]) == ("keras", keras.__version__)
    version.set_alias("champion")
    champion = hw.model(f"{name}@champion")
    loaded = champion.load()
    features = champion.features([{"airport": "A5", "distance": 0.5}], kind="numpy")
    np.testing.assert_allclose(loaded.predict(features, verbose=0), model.predict(features, verbose=0), rtol=1e-5)
    # It is compiled as it was, so training goes on.
    loaded.fit(x, y, epochs=1, verbose=0)
    champion.digest = "sha256:" + "0" * 64
    with pytest.raises(FailedPrecondition, match="other bytes"):
        champion.load()


def test_a_callback_has_a_run_of_its_own(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    x, y = table(training_set)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(schedule), keras.losses.MeanSquaredError())
    callback = HeadwaterCallback(name, hw=hw, experiment=name, log_model=True, signature_from=training_set[["late"]])
    model.fit(x, y, epochs=2, verbose=0, validation_split=0.5, callbacks=[callback])
    facts = callback.run.facts()
    assert (facts.status, facts.metrics.keys()) == ("SUCCEEDED", {"loss", "val_loss", "learning_rate"})
    assert facts.parameters["learning_rate/schedule"] == "ExponentialDecay"
    assert facts.outputs == [f"{name}@1"] or hw.model(name).run == facts.id
    model.evaluate(x, y, verbose=0, callbacks=[callback])
    assert callback.run.facts().metrics.keys() == {"loss", "val_loss", "learning_rate", "test/loss"}
    assert callback.run.facts().status == "SUCCEEDED"


def test_numbers_that_are_none(hw: headwater.Headwater, name: str) -> None:
    model = network()
    callback = HeadwaterCallback(name, hw=hw)
    model.fit(np.full((4, 3), np.inf, "float32"), np.zeros(4), epochs=1, verbose=0, callbacks=[callback])
    assert math.isnan(callback.run.facts().metrics["loss"]) or math.isinf(callback.run.facts().metrics["loss"])


def test_a_training_that_raises(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: object = None) -> None:
            raise ZeroDivisionError

    x, y = table(training_set)
    callback = HeadwaterCallback(name, hw=hw)
    with pytest.raises(ZeroDivisionError):
        network().fit(x, y, epochs=3, verbose=0, callbacks=[callback, Stop()])
    failed = callback.run.id
    network().fit(x, y, epochs=1, verbose=0, callbacks=[callback])
    assert (callback.run.id, callback.run.facts().status) == (failed, "SUCCEEDED")


def test_a_service_that_is_away(training_set: pd.DataFrame, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "CLOSING", 0.1)
    x, y = table(training_set)
    away = headwater.connect("http://127.0.0.1:9", retries=0)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        network().fit(x, y, epochs=3, verbose=0, callbacks=[HeadwaterCallback(name, hw=away, log_model=True)])
    said = [str(each.message) for each in caught if "service" in str(each.message)]
    assert ["goes on" in said[0], "did not get" in said[1], len(said)] == [True, True, 2]


def test_only_the_first_process_logs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "1")
    callback = HeadwaterCallback(name, hw=headwater.connect("http://127.0.0.1:9", retries=0))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        network().fit(np.zeros((4, 3)), np.zeros(4), epochs=1, verbose=0, callbacks=[callback])


def test_classes_of_ones_own(hw: headwater.Headwater, name: str) -> None:
    model = network(Double())
    with hw.run(name) as run:
        version = run.log_model(model)
        with pytest.raises(BadUserInput, match="byte code"):
            run.log_model(network(keras.layers.Lambda(lambda x: x * 2)))
    x = np.ones((2, 3), "float32")
    found = version.load(custom_objects={"Double": Double})
    np.testing.assert_allclose(found.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6)
    program = f"import headwater; headwater.connect().model({version.label!r}).load()"
    environment = os.environ | {"PYTHONPATH": str(Path(headwater.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert "FailedPrecondition: Keras can't load" in done.stderr
    assert "Double" in done.stderr
