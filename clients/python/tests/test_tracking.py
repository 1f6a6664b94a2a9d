"""Runs, models and deployments, with scikit-learn."""

from __future__ import annotations

import math
import os
import threading

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import headwater
from conftest import silent, unique
from headwater import Entity, FeatureSet
from headwater.errors import BadUserInput, Conflict, FailedPrecondition, NotFound, TimedOut, Unavailable

NOW = pd.Timestamp("2026-01-01T00:00:00Z")


def double(values: np.ndarray) -> np.ndarray:
    return values * 2


@pytest.fixture(scope="module")
def training_set(hw: headwater.Headwater) -> pd.DataFrame:
    name = unique()
    hw.apply(Entity("airport"), FeatureSet(name, "airport", {"delay": float, "late": float}), show=False)
    airports = [f"A{place}" for place in range(20)]
    rows = pd.DataFrame({"airport": airports, "event_time": NOW, "delay": np.arange(20.0), "late": np.arange(20.0) % 3})
    hw.features.write(rows, name)
    spine = pd.DataFrame(
        {"airport": airports, "event_time": NOW + pd.Timedelta(hours=1), "distance": np.arange(20.0) ** 2}
    )
    spine["y"] = rows["delay"] * 3 + spine["distance"]
    return hw.training_set(spine, features=[f"{name}:*"], label="y", name=name, progress=False)


def test_a_model_is_logged_loaded_and_fed(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    columns = ["late", "distance", "delay"]
    with hw.run(name, inputs=[training_set], parameters={"alpha": 0.1}, experiment=name) as run:
        assert headwater.current_run() is run
        model = make_pipeline(StandardScaler(), LinearRegression()).fit(training_set[columns], training_set["y"])
        for step in range(3):
            run.log(loss=1 / (step + 1), step=step)
        run.log({"odd": math.nan, "rmse": np.float32(0.5)})
        figure = matplotlib.figure.Figure()
        figure.subplots().plot([1, 2])
        assert run.log_figure(figure, "plots/loss.png")["contentType"] == "image/png"
        version = run.log_model(model, signature_from=training_set)
    facts = run.facts()
    assert (facts.status, facts.parameters["alpha"], facts.inputs) == (
        "SUCCEEDED",
        "0.1",
        [training_set.attrs["training_set"]],
    )
    assert facts.metrics["loss"] == pytest.approx(1 / 3)
    assert version.metrics == {"loss": pytest.approx(1 / 3), "rmse": 0.5}
    refs = training_set.attrs["features"]
    assert version.signature == [refs["late"], "distance", refs["delay"]]
    assert version.trained_on == [training_set.attrs["training_set"]]
    assert version.tags["scikit-learn"]

    version.set_alias("champion")
    deployed = hw.deploy(f"test/{name}", version, create_environment=True)
    assert deployed.bindings == {f"{name}@1": 100}
    champion = hw.model(f"{name}@champion")
    features = champion.features([{"airport": "A4", "distance": 16.0}])
    assert list(features.columns) == columns
    assert champion.load().predict(features)[0] == pytest.approx(28)
    array = champion.features(pd.DataFrame({"airport": ["A4", "nowhere"], "distance": [16.0, 1.0]}), kind="numpy")
    np.testing.assert_array_equal(array, [[1, 16, 4], [np.nan, 1, np.nan]])
    served = hw.features.online(deployment=f"test/{name}", entities=[{"airport": "A4", "distance": 16.0}])
    assert served.attrs["model_version"] == f"{name}@1"
    lineage = champion.lineage()
    assert training_set.attrs["training_set"] in lineage.labels("dataset_version")
    assert "<svg" in lineage._repr_html_()
    for shown in (hw, champion, facts, deployed, hw.datasets.get(training_set.attrs["training_set"])):
        assert name in shown._repr_html_() or shown is hw or "Dataset version" in shown._repr_html_()


def test_nothing_is_pickled(hw: headwater.Headwater, training_set: pd.DataFrame, name: str) -> None:
    with hw.run(name) as run:
        model = make_pipeline(FunctionTransformer(double), LinearRegression()).fit(
            training_set[["late"]], training_set["y"]
        )
        version = run.log_model(model, signature_from=training_set)
        with pytest.raises(BadUserInput, match="no estimator"):
            run.log_model(object())
    with pytest.raises(FailedPrecondition, match="double") as raised:
        version.load()
    assert version.load(trusted=raised.value.found).predict(training_set[["late"]]).shape == (20,)


def test_a_run_ends_as_its_block_does(hw: headwater.Headwater, name: str) -> None:
    with pytest.raises(ZeroDivisionError), hw.run(name) as failed:
        _ = 1 / 0
    assert (failed.facts().status, failed.facts().message) == ("FAILED", "ZeroDivisionError: division by zero")
    with pytest.raises(KeyboardInterrupt), hw.run(name) as stopped:
        raise KeyboardInterrupt
    assert stopped.facts().status == "CANCELLED"
    with hw.run(name) as run, pytest.raises(BadUserInput, match="no number"):
        run.log(loss="low")


def test_definitions_are_planned_before_they_are_made(
    hw: headwater.Headwater, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    entity, features = Entity(name, {"a": int, "b": str}), {"x": float, "y": list[int]}
    first = hw.apply(entity, FeatureSet(name, name, features))
    assert [step.change for step in first.steps] == ["to be defined", "to be published"]
    assert f"+ entity {name}: to be defined" in capsys.readouterr().out
    assert hw.apply(entity, FeatureSet(name, name, features)).changes == []
    hw.features.write(pd.DataFrame({"a": [1], "b": ["b"], "event_time": NOW, "x": 0.5, "y": [[1]]}), name)
    planned = hw.plan(FeatureSet(name, name, {"x": float}))
    assert "version 2 to be published, not current yet" in str(planned)
    assert f"removes y. What reads {name}@1" in str(planned)
    assert hw.features.get(name).label == f"{name}@1"
    with pytest.raises(Conflict, match="can't change"):
        hw.plan(Entity(name, {"a": str}))


def test_a_service_that_is_away_or_slow(hw: headwater.Headwater) -> None:
    with pytest.raises(Unavailable, match="npm start"):
        headwater.connect("http://127.0.0.1:9", retries=0).model("x")
    with pytest.raises(TimedOut, match=r"0\.1 s"), silent() as url:
        headwater.connect(url, timeout=0.1).features.online(["x:y"], [{"x": 1}])
    with pytest.raises(NotFound, match="no model version"):
        hw.model("nothing@1")


def test_metrics_wait_while_the_service_is_away(hw: headwater.Headwater, name: str) -> None:
    away = headwater.connect("http://127.0.0.1:9", retries=0)
    with hw.run(name) as run:
        there, run._transport = run._transport, away.graphql
        with pytest.warns(RuntimeWarning, match="wait until"):
            run.log(loss=0.25)
        run._transport = there
    assert run.facts().metrics == {"loss": 0.25}


def test_threads_and_forks_share_a_client(hw: headwater.Headwater, name: str) -> None:
    hw.apply(Entity(name), show=False)
    threads = [threading.Thread(target=lambda: hw.plan(Entity(name))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    child = os.fork()
    if child == 0:
        os._exit(0 if hw.plan(Entity(name)).changes == [] else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert hw.plan(Entity(name)).changes == []
