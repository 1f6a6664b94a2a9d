"""What a training reports in the background."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pytest

import headwater
from conftest import MANY, unique
from headwater.errors import Unauthenticated, Unavailable
from headwater.tracking import reports
from headwater.tracking.session import Session


@pytest.fixture
def away() -> headwater.Headwater:
    return headwater.connect("http://127.0.0.1:9", retries=0)


def session(hw: headwater.Headwater, **more: object) -> Session:
    return Session(None, hw, unique(), None, more)


def runtime(caught: list[warnings.WarningMessage]) -> list[str]:
    return [str(each.message) for each in caught if each.category is RuntimeWarning]


def test_many_steps_are_all_there(hw: headwater.Headwater) -> None:
    steps = 100_000 if MANY else 3_000
    own = session(hw)
    began = time.monotonic()
    for step in range(steps):
        own.metrics({"loss": 1 / (step + 1), "odd": math.nan if step % 2 else -math.inf}, step)
    took = time.monotonic() - began
    own.end()
    facts = own.run.facts()
    assert (facts.status, facts.metrics["loss"], facts.tags) == ("SUCCEEDED", 1 / steps, {})
    history = hw.graphql.execute(
        "query Q($id: ID!) { run(id: $id) { metrics { name step first value } } }", "Q", {"id": own.run.id}
    )
    found = {metric["name"]: metric for metric in history["run"]["metrics"]}
    assert {name: metric["step"] for name, metric in found.items()} == {"loss": steps - 1, "odd": steps - 1}
    assert (found["loss"]["first"], found["odd"]["first"], found["odd"]["value"]) == (1, "-Infinity", "NaN")
    print(f"{steps} steps were taken in {took:.1f} s")


def test_what_is_no_number_is_said_once_and_left_out(hw: headwater.Headwater) -> None:
    own = session(hw)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for step in range(3):
            own.metrics({"text": "low", "several": np.zeros(2), "huge": 10**400, "loss": np.float32(0.5)}, step)
            own.metrics({"late": 1.0}, 2**40)
            own.metrics({"x" * 300: 1.0, "loss": 0.25}, step + 1)
        own.parameters({"optimizer": {"name": "adam", "rate": 0.1}, "layer": dict, "x" * 300: 1, "empty": "\0"})
        own.end()
    said = runtime(caught)
    assert [text.partition('"')[2].partition('"')[0] for text in said[:2]] == ["text", "several"]
    assert len(said) == 5
    assert any("Points of step 1099511627776" in text for text in said)
    # What the service refuses takes no other metric with it.
    assert any("xxx" in text and "was not logged" in text for text in said)
    assert own.run.facts().metrics == {"loss": 0.25}
    facts = own.run.facts()
    assert facts.parameters == {"optimizer/name": "adam", "optimizer/rate": "0.1", "layer": "dict", "empty": ""}
    assert (facts.status, facts.tags["headwater/lost-points"]) == ("SUCCEEDED", "6")


def test_a_service_that_goes_away_and_comes_back(
    hw: headwater.Headwater, away: headwater.Headwater, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "SECONDS", 0.02)
    own = session(hw)
    own.metrics({"loss": 1.0}, 0)
    own.reports.close()
    own.run._transport, there = away.graphql, own.run._transport
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for step in range(1, 50):
            own.metrics({"loss": 1.0 - step / 100}, step)
            own.parameters({"rate": 0.5})
            time.sleep(0.01)
        own.run._transport = there
        own.end()
    assert len(runtime(caught)) == 1
    assert "Training goes on without the service" in runtime(caught)[0]
    facts = own.run.facts()
    assert (facts.status, facts.metrics, facts.parameters) == ("SUCCEEDED", {"loss": 0.51}, {"rate": "0.5"})


def test_a_service_that_never_comes(away: headwater.Headwater, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "SECONDS", 0.01)
    monkeypatch.setattr(reports, "CLOSING", 0.05)
    monkeypatch.setattr(reports, "MOST_POINTS", 1000)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        own = session(away)
        for step in range(3000):
            own.metrics({"loss": float(step)}, step)
        own.end()
    said = runtime(caught)
    assert len(said) == 2
    assert "Training goes on" in said[0]
    assert "1,000 points" in said[1]
    assert own.reports.lost == 3000


def test_a_training_that_is_faster_than_the_service_waits(
    hw: headwater.Headwater, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_POINTS", 300)
    own = session(hw)
    for step in range(700):
        own.metrics({"loss": float(step)}, step)
    own.end()
    assert (own.reports.lost, own.run.facts().metrics) == (0, {"loss": 699.0})


def test_a_run_goes_on_where_it_ended(hw: headwater.Headwater, name: str) -> None:
    def train(rate: float, steps: range) -> Session:
        own = Session(None, hw, name, name, {"experiment": name})
        own.parameters({"rate": rate})
        for step in steps:
            own.metrics({"loss": float(step)}, step)
        own.end()
        return own

    first = train(0.1, range(5))
    with pytest.warns(RuntimeWarning, match="keeps its other values of rate"):
        second = train(0.2, range(3, 8))
    assert first.run.id == second.run.id
    second.metrics({"test": 0.5}, None)
    second.end("FAILED", "at last")
    facts = second.run.facts()
    assert (facts.status, facts.message, facts.parameters) == ("FAILED", "at last", {"rate": "0.1"})
    assert facts.metrics == {"loss": 7.0, "test": 0.5}
    with hw.run(name, key=name, experiment=name) as again:
        again.log(loss=9.0, step=9)
    assert (again.id, again.facts().status, again.facts().metrics["loss"]) == (first.run.id, "SUCCEEDED", 9.0)


def test_a_program_that_ends_before_its_training_does(hw: headwater.Headwater, name: str) -> None:
    program = (
        "from headwater.tracking.session import Session; "
        f"s = Session(None, None, 'train', None, {{'experiment': '{name}'}}); s.metrics({{'loss': 0.5}}, 1); raise SystemExit(3)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 3
    query = "query Q($e: Ref!) { runs(filter: {experiment: $e}) { nodes { status message metrics { value } } } }"
    assert hw.graphql.execute(query, "Q", {"e": name})["runs"]["nodes"] == [
        {"status": "FAILED", "message": "The program ended before the training did.", "metrics": [{"value": 0.5}]}
    ]


def test_whose_run_it_is(hw: headwater.Headwater, name: str) -> None:
    with hw.run(name) as run:
        around = session(hw)
        around.metrics({"loss": 0.5}, 1)
        around.end()
        assert around.run is run
        given = Session(run, None, name, None, {})
        elsewhere: Session = pickle.loads(pickle.dumps(given))
        elsewhere.metrics({"more": 0.25}, 1)
        elsewhere.end()
        assert run.facts().status == "RUNNING"
    assert run.facts().metrics == {"loss": 0.5, "more": 0.25}
    own = session(hw)
    copied: Session = pickle.loads(pickle.dumps(own))
    copied.metrics({"loss": 0.5}, 1)
    copied.end()
    assert own.run.id == copied.run.id


def test_a_wrong_key_is_said_before_the_training_begins(
    hw: headwater.Headwater, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(error: Exception) -> Callable[..., None]:
        def start(*_: object) -> None:
            raise error

        return start

    monkeypatch.setattr(headwater.sync.runs.Run, "start", refuse(Unauthenticated("The key is wrong.")))
    with pytest.raises(Unauthenticated):
        _ = session(hw).run
    monkeypatch.setattr(headwater.sync.runs.Run, "start", refuse(Unavailable("There is nobody.")))
    monkeypatch.setattr(reports, "CLOSING", 0.01)
    with pytest.warns(RuntimeWarning, match="goes on without"):
        assert session(hw).run.id == ""
