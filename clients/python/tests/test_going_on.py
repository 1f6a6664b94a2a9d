"""A training goes on, whatever becomes of what it logs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from types import SimpleNamespace

import httpx
import joblib
import numpy as np
import pytest
from sklearn.cluster import Birch
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression

import headwater
import headwater.sklearn
from headwater.errors import BadUserInput
from headwater.sync import ending, runs
from headwater.sync.transport import Transport
from headwater.tracking.session import Session


def answering(hw: headwater.Headwater, answer: Callable[[httpx.Request], httpx.Response]) -> Transport:
    """The way to a service that answers so."""
    settings = headwater.connect(hw.settings.url, retries=0).settings
    return Transport(settings, httpx.MockTransport(answer))


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("", request=request)


ANSWERS: list[Callable[[httpx.Request], httpx.Response]] = [
    late,
    lambda _: httpx.Response(500, text="oops"),
    lambda _: httpx.Response(429, text="later"),
    lambda _: httpx.Response(200, text="<html>Log in</html>"),
    lambda _: httpx.Response(401, json={"code": "UNAUTHENTICATED", "detail": "The key is revoked."}),
]


def test_whatever_is_answered_metrics_wait(hw: headwater.Headwater, name: str) -> None:
    with hw.run(name) as run:
        there = run._transport
        for step, answer in enumerate(ANSWERS):
            run._transport, run._due_at = answering(hw, answer), 0
            with pytest.warns(RuntimeWarning, match="wait until"):
                run.log(loss=step / 10, step=step)
            run._transport = there
            run.flush()
    assert (run.facts().status, run.facts().metrics) == ("SUCCEEDED", {"loss": 0.4})


def test_a_service_that_hangs_slows_a_loop_down_by_a_tenth(
    hw: headwater.Headwater, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    asked = []

    def hang(request: httpx.Request) -> httpx.Response:
        asked.append(now[0])
        now[0] += 30
        return late(request)

    with hw.run(name) as run:
        monkeypatch.setattr(runs, "clock", SimpleNamespace(monotonic=lambda: now[0]))
        there, run._transport = run._transport, answering(hw, hang)
        with pytest.warns(RuntimeWarning, match="wait until"):
            run.log(loss=0.5)
        for step in range(100):
            run.log(loss=0.5, step=step)
            now[0] += 5
        run._transport = there
        monkeypatch.undo()
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 330


def test_the_end_of_a_block_waits_a_while_and_says_what_is_lost(
    hw: headwater.Headwater, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "PAUSE", 0.01)
    asked = []
    real = httpx.HTTPTransport()

    def third(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        return real.handle_request(request) if len(asked) > 2 else late(request)

    with hw.run(name) as run:
        run._transport = answering(hw, third)
    assert run.facts().status == "SUCCEEDED"
    monkeypatch.setattr(ending, "CLOSING", 0.02)

    def train() -> None:
        with hw.run(name) as run:
            run._transport, run._due_at = answering(hw, late), float("inf")
            run.log(loss=0.5)

    with pytest.warns(RuntimeWarning, match=r"1 points and the end of the run run_\w+ did not get"):
        train()
    with pytest.raises(SystemExit), hw.run(name) as run:
        raise SystemExit(0)
    assert run.facts().status == "SUCCEEDED"


def test_odd_names_and_steps_take_nothing_with_them(hw: headwater.Headwater, name: str) -> None:
    with warnings.catch_warnings(record=True) as caught, hw.run(name) as run:
        warnings.simplefilter("always", RuntimeWarning)
        for step in range(2):
            run.log({"": 1.0, "x" * 300: 1.0, "\ud800": 1.0, "a/b ü": 0.5, "__proto__": 0.25}, step=step)
            run.log(late=1.0, step=2**40)
            run.flush()
        for given, step in [({7: 1.0}, None), ({"m": 10**400}, None), ({"m": 1.0}, 1.5), ({"m": 1.0}, float("nan"))]:
            with pytest.raises(BadUserInput):
                run.log(given, step=step)
    facts = run.facts()
    assert (facts.status, facts.metrics) == ("SUCCEEDED", {"a/b ü": 0.5, "__proto__": 0.25})
    assert facts.tags["headwater/lost-points"] == "8"
    assert len([each for each in caught if each.category is RuntimeWarning]) == 4


def test_a_fork_logs_and_ends_nothing(hw: headwater.Headwater, name: str) -> None:
    own = Session(None, hw, name, None, {})
    own.metrics({"loss": 1.0}, 0)
    with hw.run(name) as run:
        run.log(loss=0.5)
        with own.reports._changed, run._points._lock:
            child = os.fork()
            if child == 0:
                run.log(child=0.25)
                own.metrics({"child": 0.5}, 1)
                own.reports.close()
                run.__exit__(SystemExit, SystemExit(3), None)
                os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert run.facts().status == "RUNNING"
    assert (run.facts().status, run.facts().metrics) == ("SUCCEEDED", {"loss": 0.5, "child": 0.25})
    own.end()
    assert (own.run.facts().status, own.run.facts().metrics) == ("SUCCEEDED", {"loss": 1.0, "child": 0.5})


def test_a_child_that_exits_leaves_the_session_of_its_parent(hw: headwater.Headwater, name: str) -> None:
    program = (
        "import os, sys; from headwater.tracking.session import Session\n"
        f"s = Session(None, None, 'train', None, {{'experiment': '{name}'}}); s.metrics({{'loss': 0.5}}, 1)\n"
        "if os.fork() == 0: sys.exit(0)\n"
        "os.wait(); s.metrics({'loss': 0.25}, 2); s.end(); print(s.run.facts().status)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "SUCCEEDED"


def test_where_no_thread_can_be_started_the_end_sends(
    hw: headwater.Headwater, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    own = Session(None, hw, name, None, {})
    monkeypatch.setattr(threading.Thread, "start", refuse)
    own.metrics({"loss": 0.5}, 1)
    own.end()
    assert (own.run.facts().status, own.run.facts().metrics) == ("SUCCEEDED", {"loss": 0.5})


def test_autolog_knows_what_is_fitted_inside_and_loses_no_fit(hw: headwater.Headwater, name: str) -> None:
    x, y = np.arange(40.0).reshape(20, 2), np.arange(20) % 2
    headwater.sklearn.autolog(hw)
    try:
        with hw.run(name) as run, joblib.parallel_backend("threading", n_jobs=2):
            BaggingClassifier(LogisticRegression(), n_estimators=2, n_jobs=2).fit(x, y)
            RandomForestClassifier(n_estimators=2).fit(x, y)
            with pytest.warns(
                RuntimeWarning, match="The model was not logged: BadUserInput: skops can't keep this Birch"
            ):
                assert Birch().fit(x).labels_ is not None
        assert [label.partition("@")[0] for label in run.facts().outputs] == [
            "BaggingClassifier",
            "RandomForestClassifier",
        ]
    finally:
        headwater.sklearn.stop_autolog()
    assert not hasattr(RandomForestClassifier.fit, "__headwater_fit__")


def test_a_key_out_of_a_file_and_what_is_no_key(hw: headwater.Headwater) -> None:
    assert headwater.connect(hw.settings.url, key="hw_a\n").settings.key == "hw_a"
    with pytest.raises(BadUserInput, match="no key has"):
        headwater.connect(hw.settings.url, key="hw_wröng")
    for url in ("http://[::1", "http://127.0.0.1:99999"):
        with pytest.raises(BadUserInput, match="looks like"):
            headwater.connect(url)
