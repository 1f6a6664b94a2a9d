import os
import tempfile
import time

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException

client = MlflowClient()


def test_pictures_are_logged():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], [1, 0])
    pixels = np.zeros((8, 8, 3), dtype=np.uint8)
    with mlflow.start_run() as run:
        mlflow.log_figure(figure, "figures/line.png")
        mlflow.log_image(pixels, "black.png")
        mlflow.log_image(pixels, key="dog", step=20, timestamp=100, synchronous=True)
    assert [file.path for file in client.list_artifacts(run.info.run_id)] == ["black.png", "figures", "images"]
    names = [file.path for file in client.list_artifacts(run.info.run_id, "images")]
    assert len(names) == 2 and all("+step+20+timestamp+100" in name for name in names), names
    assert mlflow.artifacts.load_image(f"runs:/{run.info.run_id}/black.png").size == (8, 8)
    assert "mlflow.loggedImages" in client.get_run(run.info.run_id).data.tags


def test_what_is_logged_in_the_background_arrives():
    with mlflow.start_run() as run:
        for step in range(20):
            mlflow.log_metric("loss", 1 / (1 + step), step=step, synchronous=False)
        mlflow.log_params({"a": 1, "b": 2}, synchronous=False)
        mlflow.set_tags({"x": "y"}, synchronous=False)
        mlflow.log_metrics({"acc": 0.5, "f1": 0.25}, synchronous=False).wait()
    mlflow.flush_async_logging()
    data = client.get_run(run.info.run_id).data
    assert (data.params, data.tags["x"], data.metrics["f1"]) == ({"a": "1", "b": "2"}, "y", 0.25)
    assert [point.step for point in client.get_metric_history(run.info.run_id, "loss")] == list(range(20))


def test_the_machine_is_measured():
    with mlflow.start_run(log_system_metrics=False) as run:
        from mlflow.system_metrics.system_metrics_monitor import SystemMetricsMonitor

        monitor = SystemMetricsMonitor(run.info.run_id, sampling_interval=0.1, samples_before_logging=1)
        monitor.start()
        for _ in range(100):
            time.sleep(0.05)
            if any(key.startswith("system/") for key in client.get_run(run.info.run_id).data.metrics):
                break
        monitor.finish()
    metrics = client.get_run(run.info.run_id).data.metrics
    assert "system/cpu_utilization_percentage" in metrics, metrics


def test_a_history_of_many_points_comes_whole():
    with mlflow.start_run() as run:
        for begin in range(0, 3000, 1000):
            client.log_batch(run.info.run_id, metrics=[Metric("m", step, 1, step) for step in range(begin, begin + 1000)])
    assert [point.value for point in client.get_metric_history(run.info.run_id, "m")] == list(range(3000))


def test_limits_are_told_in_the_words_of_mlflow():
    with mlflow.start_run() as run:
        pass
    endpoint = client._tracking_client.store
    for call, said in (
        (lambda: client.log_metric(run.info.run_id, "a//b", 1), "Names may be treated as files"),
        (lambda: client.log_metric(run.info.run_id, "a" * 251, 1), "exceeds the maximum length of 250 characters"),
        (lambda: client.log_metric(run.info.run_id, "a%b", 1), "Names may only contain alphanumerics"),
        (lambda: endpoint.log_batch(run.info.run_id, [Metric("m", 1, 1, n) for n in range(1001)], [], []), "at most 1000 metrics. Got 1001 metrics"),
    ):
        try:
            call()
        except MlflowException as error:
            assert said in str(error) and error.error_code == "INVALID_PARAMETER_VALUE", error
        else:
            raise AssertionError(f"nothing was refused: {said}")
    mlflow.MlflowClient().log_param(run.info.run_id, "long", "x" * 6000)


def test_names_may_be_any_text_that_mlflow_takes():
    with mlflow.start_run(run_name="Flüge %2F 数") as run:
        mlflow.log_metric("größe/数 :x", 1)
        mlflow.log_text("x", "ordner/ü %41 +.txt")
        mlflow.set_tag("mit leer/zeichen", "'\"\\\n")
    data = client.get_run(run.info.run_id).data
    assert data.metrics == {"größe/数 :x": 1} and data.tags["mit leer/zeichen"] == "'\"\\\n"
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/ordner/ü %41 +.txt") == "x"
    assert [found.info.run_id for found in client.search_runs([run.info.experiment_id], "attributes.run_name = 'Flüge %2F 数'")] == [run.info.run_id]


def test_the_command_line_works():
    import csv
    import io

    from click.testing import CliRunner

    from mlflow.cli import cli

    def run_command(*words):
        answer = CliRunner().invoke(cli, list(words), catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return answer.output

    experiment = mlflow.set_experiment("command line").experiment_id
    with mlflow.start_run(run_name="typed") as run:
        mlflow.log_param("p", "q")
        mlflow.log_text("hello", "a/b.txt")
    assert run.info.run_id in run_command("runs", "list", "--experiment-id", experiment)
    assert '"p": "q"' in run_command("runs", "describe", "--run-id", run.info.run_id)
    [row] = list(csv.DictReader(io.StringIO(run_command("experiments", "csv", "-x", experiment))))
    assert row["run_id"] == run.info.run_id and row["params.p"] == "q"
    assert "command line" in run_command("experiments", "search")
    assert "a/b.txt" in run_command("artifacts", "list", "--run-id", run.info.run_id, "--artifact-path", "a")
    with tempfile.TemporaryDirectory() as folder:
        run_command("artifacts", "download", "--run-id", run.info.run_id, "--artifact-path", "a", "--dst-path", folder)
        with open(os.path.join(folder, "a/b.txt")) as file:
            assert file.read() == "hello"
    run_command("runs", "delete", "--run-id", run.info.run_id)
    run_command("runs", "restore", "--run-id", run.info.run_id)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "active"


def test_a_parent_is_found_and_a_run_lost_of_nothing():
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("m", 1)
    assert mlflow.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    client.set_terminated(child.info.run_id, "KILLED")
    assert client.get_run(child.info.run_id).info.status == "KILLED"
    client.update_run(child.info.run_id, status="RUNNING", name="again")
    again = client.get_run(child.info.run_id).info
    assert (again.status, again.run_name) == ("RUNNING", "again")
    assert mlflow.last_active_run() is not None
