# Generated from aio/training_sets.py, by generate.py: change that.
"""Training sets: a spine, and the values that were true at the time of each of its rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from headwater.sync.transport import Transport
from headwater.core.progress import progress_bar
from headwater.core.references import ref_of
from headwater.core.turns import INTERRUPTED, in_turn
from headwater.errors import FailedPrecondition, error_of
from headwater.frames.answers import ARROW
from headwater.frames.parquet import FileBody, parquet_of, read_arrow
from headwater.frames.spines import join_to_spine, name_of_training_set, spine_table
from headwater.wire.input_types import CancelTrainingSetInput


def make_training_set(
    transport: Transport,
    spine: Any,
    *,
    features: Sequence[str] | str | None,
    label: str | None,
    name: str | None,
    service: Any,
    event_time: str,
    known_at: str,
    description: str | None,
    owner: str | None,
    progress: bool,
    timeout: float,
) -> Any:
    """See `Headwater.training_set`."""
    refs = [features] if isinstance(features, str) else list(features or [])
    table = in_turn(spine_table, spine, event_time, label)
    asked = {
        "name": name or name_of_training_set(refs, label),
        "features": ",".join(refs) or None,
        "service": None if service is None else ref_of(service),
        "known-at": known_at,
        "description": description,
        "owner": owner,
    }
    with in_turn(parquet_of, table) as file:
        response = transport.request(
            "POST",
            "/v1/training-sets",
            params={key: value for key, value in asked.items() if value is not None},
            body=file,
            headers={"content-type": file.content_type},
            timeout=timeout,
        )
    version = _wait_for(transport, response.json()["job"], progress)
    with FileBody() as file:
        download_training_set(transport, version.label, file)
        rows = read_arrow(file.path)
        return in_turn(join_to_spine, spine, rows, version, label)


def download_training_set(transport: Transport, label: str, file: FileBody) -> None:
    """Its rows, as Arrow: they come as they are read, while a file of Parquet would have to be whole first."""
    transport.download(f"/v1/training-sets/{quote(label, safe='')}", file, headers={"accept": ARROW})


def _wait_for(transport: Transport, job: str, progress: bool) -> Any:
    """The dataset version that a job makes. Whoever stops waiting stops the job."""
    pause = 0.02
    try:
        with progress_bar("Training set", progress) as show:
            while True:
                found = transport.find_training_set_job(job)
                if found is None:
                    raise FailedPrecondition(f"The job {job} that makes the training set is gone.", {"found": job})
                show(found.done, found.total)
                status = found.status.value
                if status == "SUCCEEDED" and found.dataset_version is not None:
                    return found.dataset_version
                if status in {"FAILED", "CANCELLED"}:
                    raise error_of("FAILED_PRECONDITION", found.error or f"The job {job} was cancelled.", {"job": job})
                time.sleep(pause)
                pause = min(pause * 1.5, 1.0)
    except INTERRUPTED:
        transport.cancel_training_set_job(CancelTrainingSetInput(job=job))
        raise
