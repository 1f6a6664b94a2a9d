"""Runs every check of some modules against the server that MLFLOW_TRACKING_URI names; prints one line of JSON for each: its name, and what went wrong."""

import importlib
import json
import os
import sys
import traceback
import warnings

os.environ.update(
    MLFLOW_HTTP_REQUEST_MAX_RETRIES="0",
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT="true",
    MLFLOW_ENABLE_ASYNC_LOGGING="false",
    GIT_PYTHON_REFRESH="quiet",
)
warnings.simplefilter("ignore")

folder, *modules = sys.argv[1:]
sys.path.insert(0, folder)

import logging  # noqa: E402

import mlflow  # noqa: E402

logging.disable(logging.WARNING)

for module in modules:
    for name, check in list(vars(importlib.import_module(module)).items()):
        if not name.startswith("test_"):
            continue
        while mlflow.active_run():
            mlflow.end_run()
        try:
            check()
            problem = None
        except BaseException:
            problem = traceback.format_exc(limit=-3)
        print(json.dumps({"name": name, "problem": problem}), flush=True)
