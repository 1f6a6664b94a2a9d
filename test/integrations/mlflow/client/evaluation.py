import warnings

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV

client = MlflowClient()
FRAME = pd.DataFrame({"distance": np.arange(40.0), "hour": np.arange(40.0) % 5})
LATE = FRAME.assign(late=(FRAME.distance > 20).astype(int))
# What it needs is not to be found out: that takes a minute.
NEEDS = ["scikit-learn"]


def test_a_model_is_evaluated_on_a_dataset():
    experiment = mlflow.set_experiment("evaluated")
    data = mlflow.data.from_pandas(LATE, name="flights held out", targets="late")
    fitted = LogisticRegression(max_iter=1000).fit(FRAME, LATE.late)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(fitted, name="late", pip_requirements=NEEDS, serialization_format="cloudpickle", registered_model_name="late")
        result = mlflow.models.evaluate(info.model_uri, data, model_type="classifier", evaluators=["default"], evaluator_config={"default": {"log_model_explainability": False}})
    assert result.metrics["accuracy_score"] > 0.9
    found = client.get_run(run.info.run_id)
    assert found.data.metrics["accuracy_score"] == result.metrics["accuracy_score"]
    assert [each.dataset.name for each in found.inputs.dataset_inputs] == ["flights held out"]
    assert [each.model_id for each in found.inputs.model_inputs] == [info.model_id]
    [accuracy] = [metric for metric in mlflow.get_logged_model(info.model_id).metrics if metric.key == "accuracy_score"]
    assert (accuracy.value, accuracy.dataset_name, accuracy.dataset_digest, accuracy.run_id) == (result.metrics["accuracy_score"], "flights held out", data.digest, run.info.run_id)
    [best] = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string="metrics.accuracy_score > 0.9",
        datasets=[{"dataset_name": "flights held out", "dataset_digest": data.digest}],
        order_by=[{"field_name": "metrics.accuracy_score", "ascending": False, "dataset_name": "flights held out"}],
        output_format="list",
    )
    assert best.model_id == info.model_id
    assert "confusion_matrix.png" in [file.path for file in client.list_artifacts(run.info.run_id)]
    assert mlflow.artifacts.load_image(f"runs:/{run.info.run_id}/confusion_matrix.png").size[0] > 0


def test_predictions_are_evaluated_without_a_model():
    frame = LATE.assign(guess=1)
    with mlflow.start_run() as run, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = mlflow.models.evaluate(data=mlflow.data.from_pandas(frame, targets="late", predictions="guess", name="guesses"), model_type="classifier", evaluators=["default"])
    assert client.get_run(run.info.run_id).data.metrics["recall_score"] == result.metrics["recall_score"]


def test_metrics_are_about_a_dataset_and_a_model():
    data = mlflow.data.from_pandas(FRAME, name="flights judged")
    with mlflow.start_run() as run:
        model = mlflow.initialize_logged_model(name="judged")
        mlflow.log_metrics({"mae": 1.5, "mse": 4.0}, step=3, dataset=data, model_id=model.model_id)
        mlflow.log_model_params({"depth": "3"}, model_id=model.model_id)
        mlflow.finalize_logged_model(model.model_id, "READY")
        mlflow.set_active_model(model_id=model.model_id)
        mlflow.log_metric("mae", 1.25, step=4, dataset=data)
    kept = mlflow.get_logged_model(model.model_id)
    assert kept.params == {"depth": "3"}
    last = {metric.key: (metric.value, metric.step) for metric in sorted(kept.metrics, key=lambda metric: metric.step)}
    assert last == {"mae": (1.25, 4), "mse": (4.0, 3)}
    assert {metric.dataset_name for metric in kept.metrics} == {"flights judged"}
    assert client.get_run(run.info.run_id).data.metrics == {"mae": 1.25, "mse": 4.0}
    mlflow.clear_active_model()


def test_a_search_over_parameters_leaves_a_run_for_each():
    mlflow.set_experiment("searched by grid")
    mlflow.sklearn.autolog(log_models=False, log_datasets=True, silent=True, max_tuning_runs=3)
    try:
        with mlflow.start_run() as run:
            GridSearchCV(LogisticRegression(max_iter=1000), {"C": [0.1, 1.0, 10.0]}, cv=2).fit(FRAME, LATE.late)
    finally:
        mlflow.sklearn.autolog(disable=True)
    parent = client.get_run(run.info.run_id)
    assert parent.data.params["best_C"] in ("0.1", "1.0", "10.0") and "best_cv_score" in parent.data.metrics
    children = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{run.info.run_id}'", output_format="list")
    assert sorted(child.data.params["C"] for child in children) == ["0.1", "1.0", "10.0"]
    assert {file.path for file in client.list_artifacts(run.info.run_id)} >= {"cv_results.csv"}
    assert len(parent.inputs.dataset_inputs) == 1


def test_what_is_measured_after_training_is_logged_too():
    mlflow.sklearn.autolog(log_models=False, log_datasets=False, silent=True)
    try:
        from sklearn.metrics import mean_squared_error

        with mlflow.start_run() as run:
            fitted = LinearRegression().fit(FRAME, FRAME.distance)
            mean_squared_error(FRAME.distance, fitted.predict(FRAME))
    finally:
        mlflow.sklearn.autolog(disable=True)
    assert any(key.startswith("mean_squared_error") for key in client.get_run(run.info.run_id).data.metrics)
