import json
import os
import tempfile

import mlflow
import pandas as pd
from mlflow import MlflowClient

client = MlflowClient()


def test_files_go_up_are_listed_and_come_down():
    with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
        for path in ("a.txt", "deep/b.bin", "deep/er/c.txt"):
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "wb") as file:
                file.write(path.encode() * 1000)
        mlflow.log_artifact(os.path.join(folder, "a.txt"))
        mlflow.log_artifacts(folder, "all")
        mlflow.log_text("hello ünï", "notes/hello world.txt")
        mlflow.log_dict({"a": [1]}, "d.json")
    run_id = run.info.run_id
    assert [file.path for file in client.list_artifacts(run_id)] == ["a.txt", "all", "d.json", "notes"]
    listed = client.list_artifacts(run_id, "all")
    assert [(file.path, file.is_dir, file.file_size) for file in listed] == [("all/a.txt", False, 5000), ("all/deep", True, None)]
    assert client.list_artifacts(run_id, "nothing") == []
    with tempfile.TemporaryDirectory() as folder:
        place = client.download_artifacts(run_id, "all", folder)
        with open(os.path.join(place, "deep/er/c.txt"), "rb") as file:
            assert file.read() == b"deep/er/c.txt" * 1000
        whole = client.download_artifacts(run_id, ".", folder)
        assert os.path.getsize(os.path.join(whole, "all/deep/b.bin")) == 10_000
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/notes/hello world.txt") == "hello ünï"
    assert json.loads(mlflow.artifacts.load_text(f"runs:/{run_id}/d.json")) == {"a": [1]}


def test_a_table_grows():
    with mlflow.start_run() as run:
        mlflow.log_table({"x": [1], "y": ["a"]}, "rows.json")
        mlflow.log_table(pd.DataFrame({"x": [2], "y": ["b"]}), "rows.json")
    assert list(mlflow.load_table("rows.json", run_ids=[run.info.run_id])["y"]) == ["a", "b"]
    assert "mlflow.loggedArtifacts" in client.get_run(run.info.run_id).data.tags


def test_an_artifact_is_deleted():
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    with mlflow.start_run() as run:
        mlflow.log_text("x", "gone/x.txt")
    get_artifact_repository(run.info.artifact_uri).delete_artifacts("gone")
    assert client.list_artifacts(run.info.run_id) == []
