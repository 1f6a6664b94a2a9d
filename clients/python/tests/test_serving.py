"""Features in frameworks, and the autolog."""

from typing import Annotated

import django.conf
import flask
import pandas as pd
import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import headwater
import headwater.django
import headwater.fastapi
import headwater.flask
import headwater.sklearn
from conftest import silent, unique
from headwater import Entity, FeatureSet
from headwater.errors import BadUserInput, FailedPrecondition, NotFound, TimedOut
from headwater.records.serving import Policy
from headwater.sync.serving import FeatureReader


@pytest.fixture(scope="module")
def delays(hw: headwater.Headwater) -> str:
    """A set whose values have expired."""
    name = unique()
    hw.apply(
        Entity(f"{name}_key", {"key": str}),
        FeatureSet(name, f"{name}_key", {"x": float}, ttl=pd.Timedelta("1h")),
        show=False,
    )
    hw.features.write(
        pd.DataFrame({"key": ["a", "b"], "event_time": pd.Timestamp("2026-01-01T00:00:00Z"), "x": [1.5, None]}), name
    )
    return name


def test_a_policy_says_what_becomes_of_missing_and_old_values(hw: headwater.Headwater, delays: str) -> None:
    refs = [f"{delays}:x"]
    assert FeatureReader(hw, features=refs).many([{"key": "a"}, {"key": "nobody"}]) == [{"x": 1.5}, {"x": None}]
    assert FeatureReader(hw, features=refs, policy=Policy(on_expired="NULL", defaults={"x": 7.0})).one(key="a") == {
        "x": 7.0
    }
    with pytest.raises(FailedPrecondition, match="expired"):
        FeatureReader(hw, features=refs, policy=Policy(on_expired="ERROR")).one(key="a")
    with pytest.raises(NotFound, match="NOT_FOUND"):
        FeatureReader(hw, features=refs, policy=Policy(on_missing="ERROR")).one(key="nobody")
    with silent() as url, pytest.raises(TimedOut):
        FeatureReader(headwater.connect(url), features=refs, timeout=0.1).one(key="a")
    with pytest.raises(BadUserInput, match="on_missing"):
        Policy(on_missing="null")


def test_fastapi(delays: str) -> None:
    read = headwater.fastapi.features(features=[f"{delays}:x"], timeout=5, policy=Policy(on_missing="ERROR"))
    app = FastAPI()

    @app.get("/{key}")
    async def answer(key: str, features: Annotated[headwater.fastapi.Features, Depends(read)]) -> dict[str, float]:
        return await features.one(key=key)

    with TestClient(app) as client:
        assert client.get("/a").json() == {"x": 1.5}
        assert client.get("/nobody").status_code == 404


def test_flask_and_django(hw: headwater.Headwater, delays: str) -> None:
    features = headwater.flask.HeadwaterFeatures(features=[f"{delays}:x"], timeout=5)
    with pytest.raises(FailedPrecondition, match="init_app"):
        features.one(key="a")
    app = flask.Flask("test")
    app.config["HEADWATER_URL"] = hw.settings.url
    features.init_app(app)
    app.add_url_rule("/<key>", view_func=lambda key: features.one(key=key), endpoint="one")
    assert app.test_client().get("/a").json == {"x": 1.5}

    django.conf.settings.configure(HEADWATER={"url": hw.settings.url})
    read = headwater.django.features(features=[f"{delays}:x"], timeout=5)
    assert read().one(key="a") == {"x": 1.5}
    assert read() is read()


def test_autolog_logs_the_outermost_fit(hw: headwater.Headwater, name: str) -> None:
    table = pd.DataFrame({"a": [1.0, 2, 3], "y": [2.0, 4, 6]})
    headwater.sklearn.autolog(hw)
    try:
        with hw.run(name) as run:
            make_pipeline(StandardScaler(), Ridge(alpha=0.5)).fit(table[["a"]], table["y"])
        assert run.facts().parameters["ridge__alpha"] == "0.5"
        assert list(run.facts().metrics) == ["training_score"]
        assert [label.partition("@")[0] for label in run.facts().outputs] == ["Pipeline"]
    finally:
        headwater.sklearn.stop_autolog()
    assert not hasattr(Ridge.fit, "__headwater_fit__")
