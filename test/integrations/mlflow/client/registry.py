from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from tracking import refused

import mlflow

client = MlflowClient()


def test_a_model_is_registered_described_tagged_renamed_deleted():
    client.create_registered_model("delay", tags={"team": "flights"}, description="minutes")
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, "delay")
    client.update_registered_model("delay", "minutes late")
    client.set_registered_model_tag("delay", "k", "v")
    client.delete_registered_model_tag("delay", "team")
    model = client.get_registered_model("delay")
    assert (model.description, model.tags, model.latest_versions) == ("minutes late", {"k": "v"}, [])
    client.rename_registered_model("delay", "lateness")
    assert [each.name for each in client.search_registered_models("name LIKE 'late%'")] == ["lateness"]
    client.delete_registered_model("lateness")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "lateness")


def test_versions_are_counted_and_have_aliases():
    with mlflow.start_run() as run:
        mlflow.log_metric("rmse", 2)
    client.create_registered_model("versions")
    for number in ("1", "2", "3"):
        version = client.create_model_version("versions", "s3://models/same", run.info.run_id, tags={"n": number}, description=number)
        assert (version.version, version.status, version.run_id) == (number, "READY", run.info.run_id)
    client.set_registered_model_alias("versions", "champion", "1")
    client.set_registered_model_alias("versions", "champion", "2")
    client.set_registered_model_alias("versions", "challenger", "2")
    assert client.get_model_version_by_alias("versions", "champion").version == "2"
    assert sorted(client.get_model_version("versions", "2").aliases) == ["challenger", "champion"]
    assert client.get_registered_model("versions").aliases == {"champion": "2", "challenger": "2"}
    client.delete_registered_model_alias("versions", "champion")
    refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, "versions", "champion")
    found = client.search_model_versions("name = 'versions' and version_number > 1", order_by=["version_number DESC"])
    assert [(each.version, each.tags) for each in found] == [("3", {"n": "3"}), ("2", {"n": "2"})]
    assert [each.version for each in client.search_model_versions(f"run_id = '{run.info.run_id}'", order_by=["version_number DESC"])] == ["3", "2", "1"]
    client.update_model_version("versions", "1", "changed last")
    assert client.search_model_versions(f"run_id = '{run.info.run_id}'")[0].version == "1"
    client.update_model_version("versions", "3", "the third")
    client.set_model_version_tag("versions", "3", "k", "v")
    client.delete_model_version_tag("versions", "3", "n")
    third = client.get_model_version("versions", "3")
    assert (third.description, third.tags) == ("the third", {"k": "v"})
    assert client.get_model_version_download_uri("versions", "3") == "s3://models/same"
    client.delete_model_version("versions", "3")
    assert client.create_model_version("versions", "s3://models/same").version == "4"


def test_versions_move_through_stages():
    client.create_registered_model("stages")
    for _ in range(2):
        client.create_model_version("stages", "s3://models/same")
    assert client.transition_model_version_stage("stages", "1", "production").current_stage == "Production"
    client.transition_model_version_stage("stages", "2", "Production", archive_existing_versions=True)
    assert client.get_model_version("stages", "1").current_stage == "Archived"
    assert [each.version for each in client.get_latest_versions("stages", ["Production"])] == ["2"]
    refused("INVALID_PARAMETER_VALUE", client.transition_model_version_stage, "stages", "1", "elsewhere")


def test_a_run_that_is_elsewhere_stays_named():
    client.create_registered_model("elsewhere")
    made = client.create_model_version("elsewhere", "runs:/some_run/model", "some_run", description="dummy")
    assert (made.run_id, made.source) == ("some_run", "runs:/some_run/model")
    refused("INVALID_PARAMETER_VALUE", client.create_model_version, "elsewhere", "runs:/some_run/model", "another_run")
    client.set_registered_model_alias("elsewhere", "best", "1")
    copied = client.copy_model_version("models:/elsewhere@best", "elsewhere")
    assert (copied.version, copied.source, copied.run_id, copied.description) == ("2", "models:/elsewhere/1", "some_run", "dummy")
    assert client.get_model_version_download_uri("elsewhere", "2") == made.source
    assert [each.version for each in client.search_model_versions("run_id = 'some_run'")] == ["2", "1"]
    before = client.get_registered_model("elsewhere").last_updated_timestamp
    client.delete_model_version("elsewhere", "2")
    assert client.get_registered_model("elsewhere").last_updated_timestamp >= before


def test_what_is_out_of_scope_is_not_implemented():
    try:
        client.search_traces(experiment_ids=["0"])
    except MlflowException as error:
        assert error.error_code == "NOT_IMPLEMENTED", error
    else:
        raise AssertionError("traces were found")
