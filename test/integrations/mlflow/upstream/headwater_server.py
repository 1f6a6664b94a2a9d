"""A plugin of pytest: where MLflow's tests would start MLflow's server, they get a project of their own of the service at HEADWATER_URL."""

import contextlib
import itertools
import json
import os
import urllib.request
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

URL = os.environ["HEADWATER_URL"]
_numbers = itertools.count()


def _project():
    name = f"upstream-{next(_numbers)}"
    document = {"query": "mutation($name: String!) { createProject(input: {name: $name}) { project { name } } }", "variables": {"name": name}}
    request = urllib.request.Request(f"{URL}/graphql", json.dumps(document).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        answered = json.load(answer)
    assert "errors" not in answered, answered
    return f"{URL}/p/{name}"


class HeadwaterInsteadOfServer:
    """What stands for tests.tracking.integration_test_utils.ServerThread and _init_server."""

    def __init__(self, *arguments, **named):
        pass

    def __enter__(self):
        return _project()

    def __exit__(self, *problem):
        pass


def pytest_configure(config):
    import mlflow.server.handlers as handlers
    from tests.tracking import integration_test_utils as utils

    utils.ServerThread = HeadwaterInsteadOfServer
    utils._init_server = HeadwaterInsteadOfServer
    # The database of a server that is not started.
    handlers.initialize_backend_stores = lambda *arguments, **named: None


def pytest_collection_modifyitems(items):
    for module in {item.module for item in items}:
        if hasattr(module, "_launch_server"):
            module._launch_server = lambda *arguments, **named: contextlib.nullcontext(SimpleNamespace(pid=0))
            module.get_safe_port = lambda: urlsplit(URL).port


@pytest.fixture
def db_uri():
    return "sqlite://"


@pytest.fixture(autouse=True)
def _client_forgets():
    import mlflow

    yield
    while mlflow.active_run():
        mlflow.end_run()
    mlflow.set_tracking_uri(None)
    for variable in ("MLFLOW_EXPERIMENT_ID", "MLFLOW_RUN_ID", "MLFLOW_TRACKING_URI"):
        os.environ.pop(variable, None)
    mlflow.tracking.fluent._active_experiment_id = None


def pytest_runtest_logreport(report):
    if report.when == "call" or report.failed or report.skipped:
        outcome = "skipped" if report.skipped else "failed" if report.failed else "passed"
        problem = str(report.longrepr)[-1500:] if report.failed else None
        name = report.nodeid.split("tests/tracking/")[-1]
        with open(os.environ["HEADWATER_RESULTS"], "a") as results:
            results.write(json.dumps({"name": name, "outcome": outcome, "problem": problem}) + "\n")
