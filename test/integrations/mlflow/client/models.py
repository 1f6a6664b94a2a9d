import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import LoggedModelStatus
from sklearn.linear_model import LinearRegression

client = MlflowClient()
FRAME = pd.DataFrame({"distance": np.arange(20.0), "hour": np.arange(20.0) % 5})
DELAY = FRAME.distance * 2 + FRAME.hour
# What it needs is not to be found out: that takes a minute.
NEEDS = ["scikit-learn"]


class Doubles(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[float], params=None):
        return [2 * value for value in model_input]


def test_a_model_of_scikit_learn_is_logged_registered_and_loaded():
    mlflow.set_experiment("models")
    data = mlflow.data.from_pandas(FRAME, name="frame")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training")
        fitted = LinearRegression().fit(FRAME, DELAY)
        info = mlflow.sklearn.log_model(fitted, name="line", registered_model_name="line", input_example=FRAME[:1], pip_requirements=NEEDS, serialization_format="cloudpickle")
        mlflow.log_metric("rmse", 0.1, dataset=data, model_id=info.model_id)
    assert int(info.registered_model_version) == 1
    client.set_registered_model_alias("line", "champion", 1)
    for uri in ("models:/line@champion", "models:/line/1", info.model_uri):
        loaded = mlflow.pyfunc.load_model(uri)
        assert np.allclose(loaded.predict(FRAME), DELAY)
    assert np.allclose(mlflow.sklearn.load_model("models:/line/latest").coef_, [2, 1])
    version = client.get_model_version("line", 1)
    assert (version.run_id, version.source) == (run.info.run_id, info.model_uri)
    model = mlflow.get_logged_model(info.model_id)
    assert model.status == LoggedModelStatus.READY and model.source_run_id == run.info.run_id
    assert [(metric.key, metric.value, metric.dataset_name) for metric in model.metrics] == [("rmse", 0.1, "frame")]
    assert "mlflow.modelVersions" in model.tags
    [output] = client.get_run(run.info.run_id).outputs.model_outputs
    assert output.model_id == info.model_id
    again = mlflow.register_model(info.model_uri, "line")
    assert (again.version, again.run_id) == ("2", run.info.run_id)


def test_logged_models_are_searched_and_changed():
    experiment = mlflow.set_experiment("candidates")
    with mlflow.start_run():
        for score in (0.5, 0.9, 0.7):
            model = mlflow.initialize_logged_model(name=f"net{int(score * 10)}", params={"score": str(score)}, tags={"a": "b"})
            mlflow.log_metric("f1", score, model_id=model.model_id)
            mlflow.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    found = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string="metrics.f1 > 0.6 AND name LIKE 'net%'",
        order_by=[{"field_name": "metrics.f1", "ascending": False}],
        output_format="list",
    )
    assert [each.name for each in found] == ["net9", "net7"]
    client.set_logged_model_tags(found[0].model_id, {"best": "yes"})
    client.delete_logged_model_tag(found[0].model_id, "a")
    best = client.get_logged_model(found[0].model_id)
    assert best.params == {"score": "0.9"} and best.tags["best"] == "yes" and "a" not in best.tags
    client.delete_logged_model(found[1].model_id)
    left = mlflow.search_logged_models(experiment_ids=[experiment.experiment_id], output_format="list")
    assert sorted(each.name for each in left) == ["net5", "net9"]


def test_a_function_is_a_model():
    with mlflow.start_run():
        info = mlflow.pyfunc.log_model(name="doubles", python_model=Doubles(), pip_requirements=NEEDS, registered_model_name="doubles")
    assert mlflow.pyfunc.load_model("models:/doubles/1").predict([1.5, 2.0]) == [3, 4]
    assert mlflow.models.get_model_info(info.model_uri).signature is not None


def test_scikit_learn_logs_by_itself():
    mlflow.sklearn.autolog(log_models=False, log_datasets=True, silent=True)
    try:
        with mlflow.start_run() as run:
            LinearRegression().fit(FRAME, DELAY)
    finally:
        mlflow.sklearn.autolog(disable=True)
    run = client.get_run(run.info.run_id)
    assert run.data.params["fit_intercept"] == "True"
    assert run.data.metrics["training_r2_score"] > 0.99
    assert run.data.tags["estimator_name"] == "LinearRegression"
    assert len(run.inputs.dataset_inputs) == 1
