import math

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

client = MlflowClient()


def refused(code, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except MlflowException as error:
        assert error.error_code == code, error
        return str(error)
    raise AssertionError(f"nothing was refused; {code} was expected")


def test_an_experiment_is_made_found_tagged_renamed_deleted_restored():
    made = mlflow.set_experiment("flights")
    assert mlflow.set_experiment("flights").experiment_id == made.experiment_id
    assert made.artifact_location == f"mlflow-artifacts:/{made.experiment_id}"
    client.set_experiment_tag(made.experiment_id, "team", "delays")
    client.rename_experiment(made.experiment_id, "flights 2001")
    found = client.get_experiment_by_name("flights 2001")
    assert (found.experiment_id, found.tags) == (made.experiment_id, {"team": "delays"})
    assert client.get_experiment_by_name("flights") is None
    client.delete_experiment(made.experiment_id)
    assert client.get_experiment(made.experiment_id).lifecycle_stage == "deleted"
    client.restore_experiment(made.experiment_id)
    assert client.get_experiment(made.experiment_id).lifecycle_stage == "active"


def test_the_default_experiment_has_the_id_0():
    with mlflow.start_run(experiment_id="0") as run:
        pass
    assert run.info.experiment_id == "0"
    assert client.get_experiment("0").name == "Default"
    assert client.get_experiment_by_name("Default").experiment_id == "0"


def test_experiments_are_searched_in_pages():
    for number in range(5):
        client.create_experiment(f"page {number}", tags={"of": "pages"})
    names, token = [], None
    while True:
        page = client.search_experiments(filter_string="tags.of = 'pages'", order_by=["name DESC"], max_results=2, page_token=token)
        names += [each.name for each in page]
        token = page.token
        if not token:
            break
    assert names == [f"page {number}" for number in range(4, -1, -1)]


def test_a_run_keeps_what_it_logs():
    mlflow.set_experiment("kept")
    with mlflow.start_run(run_name="first", tags={"a": "b"}, description="tried") as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "kind": "tree"})
        mlflow.log_metric("acc", 0.5, step=1)
        mlflow.log_metric("acc", 0.75, step=2)
        mlflow.log_metrics({"loss": 1.5, "nan": math.nan, "inf": math.inf, "least": -math.inf}, step=2)
        mlflow.set_tag("t", "v")
        mlflow.set_tags({"u": 1, "mlflow.runName": "renamed"})
    run = mlflow.get_run(run.info.run_id)
    assert run.info.status == "FINISHED" and run.info.run_name == "renamed" and run.info.end_time >= run.info.start_time
    assert run.data.params == {"lr": "0.1", "depth": "3", "kind": "tree"}
    metrics = dict(run.data.metrics)
    assert math.isnan(metrics.pop("nan"))
    assert metrics == {"acc": 0.75, "loss": 1.5, "inf": math.inf, "least": -math.inf}
    assert {"a": "b", "t": "v", "u": "1", "mlflow.note.content": "tried"}.items() <= run.data.tags.items()
    history = client.get_metric_history(run.info.run_id, "acc")
    assert [(point.step, point.value) for point in history] == [(1, 0.5), (2, 0.75)]
    client.delete_tag(run.info.run_id, "t")
    assert "t" not in client.get_run(run.info.run_id).data.tags


def test_a_run_goes_on_after_its_end():
    mlflow.set_experiment("kept")
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
    with mlflow.start_run(run_id=run.info.run_id):
        assert mlflow.get_run(run.info.run_id).info.status == "RUNNING"
        mlflow.log_metric("m", 2, step=1)
    client.log_metric(run.info.run_id, "m", 3, step=2)
    run = mlflow.get_run(run.info.run_id)
    assert (run.info.status, run.data.metrics) == ("FINISHED", {"m": 3})


def test_a_parameter_is_written_once():
    with mlflow.start_run() as run:
        mlflow.log_param("p", 1)
        mlflow.log_param("p", 1)
        said = refused("INVALID_PARAMETER_VALUE", mlflow.log_param, "p", 2)
        assert "Changing param values is not allowed. Param with key='p' was already logged with value='1'" in said
        refused("INVALID_PARAMETER_VALUE", client.log_batch, run.info.run_id, params=[Param("p", "3")], tags=[RunTag("x", "y")])
    assert "x" not in client.get_run(run.info.run_id).data.tags


def test_a_batch_holds_a_thousand_metrics_and_no_more():
    with mlflow.start_run() as run:
        points = [Metric(f"m{number % 10}", number / 7, 1_700_000_000_000 + number, number) for number in range(1000)]
        client.log_batch(run.info.run_id, metrics=points)
        client.log_batch(run.info.run_id, metrics=points)
    assert len(client.get_metric_history(run.info.run_id, "m3")) == 100
    assert client.get_run(run.info.run_id).data.metrics["m9"] == 999 / 7


def test_runs_nest():
    mlflow.set_experiment("nested")
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(run_name="child", nested=True) as child:
            with mlflow.start_run(run_name="grandchild", nested=True):
                pass
    assert client.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    found = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list")
    assert [run.info.run_name for run in found] == ["child"]


def test_runs_are_searched_as_tables_and_lists():
    mlflow.set_experiment("searched")
    for number in range(6):
        with mlflow.start_run(run_name=f"run {number}", tags={"even": str(number % 2 == 0)}):
            mlflow.log_param("n", number)
            mlflow.log_metrics({"acc": number / 10, "odd": math.nan if number == 3 else number % 2})
    table = mlflow.search_runs(filter_string="metrics.acc >= 0.2 AND params.n != '5'", order_by=["metrics.acc DESC"])
    assert isinstance(table, pd.DataFrame) and list(table["params.n"]) == ["4", "3", "2"]

    def names(filter_string, order_by=("attributes.start_time ASC",), **more):
        runs = mlflow.search_runs(filter_string=filter_string, order_by=list(order_by), output_format="list", **more)
        return [run.info.run_name[-1] for run in runs]

    assert names("tags.even = 'True' and attributes.run_name LIKE 'run%'") == ["0", "2", "4"]
    assert names("tags.even ILIKE 'f%'", ["params.n DESC"]) == ["5", "3", "1"]
    assert names("status = 'FINISHED' and end_time > 0 and metrics.acc < 0.2") == ["0", "1"]
    assert names("", ["metrics.odd ASC", "params.n ASC"]) == ["0", "2", "4", "1", "5", "3"]
    assert names("params.missing IS NULL and metrics.acc > 0.35", ["metric.acc"]) == ["4", "5"]
    first = client.search_runs([client.get_experiment_by_name("searched").experiment_id], max_results=4)
    rest = client.search_runs([client.get_experiment_by_name("searched").experiment_id], max_results=4, page_token=first.token)
    assert (len(first), len(rest), rest.token) == (4, 2, None)
    assert "Invalid clause(s) in filter string: 'OR'" in refused("INVALID_PARAMETER_VALUE", names, "metrics.acc > 1 OR metrics.acc < 0")


def test_a_run_is_deleted_and_restored():
    experiment = mlflow.set_experiment("deleted")
    with mlflow.start_run() as run:
        pass
    client.delete_run(run.info.run_id)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    assert [each.info.run_id for each in client.search_runs([experiment.experiment_id], run_view_type=ViewType.DELETED_ONLY)] == [run.info.run_id]
    assert client.search_runs([experiment.experiment_id]) == []
    refused("INVALID_PARAMETER_VALUE", client.log_metric, run.info.run_id, "m", 1)
    client.restore_run(run.info.run_id)
    client.log_metric(run.info.run_id, "m", 1)


def test_a_run_tells_its_datasets():
    frame = pd.DataFrame({"distance": [1, 2], "delay": [0.5, 1.5]})
    data = mlflow.data.from_pandas(frame, source="s3://lake/flights.parquet", name="flights", targets="delay")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training")
        mlflow.log_input(data, context="training")
        mlflow.log_metric("rmse", 0.25, dataset=data)
    [kept] = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert (kept.dataset.name, kept.dataset.digest, kept.dataset.source) == ("flights", data.digest, '{"uri": "s3://lake/flights.parquet"}')
    assert kept.dataset.profile == '{"num_rows": 2, "num_elements": 4}'
    assert {tag.key: tag.value for tag in kept.tags} == {"mlflow.data.context": "training"}
