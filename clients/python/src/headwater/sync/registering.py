# Generated from aio/registering.py, by generate.py: change that.
"""Model versions made of what was trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from headwater.sync.models import ModelVersion
from headwater.sync.transport import Transport
from headwater.core.references import ref_of, tags_of
from headwater.core.turns import in_turn
from headwater.errors import Conflict
from headwater.formats.pack import pack
from headwater.formats.packed import digest_of
from headwater.formats.signature import signature_of
from headwater.wire.input_types import ArtifactInput, MetricInput, RegisterModelVersionInput


def register_model(
    run: Any,
    transport: Transport,
    estimator: Any,
    *,
    name: str,
    signature_from: Any,
    signature: Sequence[str] | None,
    columns: Sequence[str] | None,
    arguments: Mapping[str, Any] | None,
    trained_on: Sequence[Any],
    metrics: Mapping[str, float],
    description: str | None,
    owner: str | None,
    tags: Mapping[str, str] | None,
) -> ModelVersion:
    """See `Run.log_model`."""
    read = signature_of(estimator, signature_from, signature, columns)
    with TemporaryDirectory(prefix="headwater-") as folder:
        packed = in_turn(pack, estimator, Path(folder), arguments)
        digest, size = in_turn(digest_of, packed.path), packed.path.stat().st_size
        kept = _keep(run, packed.path, digest)
    run.log_new_parameters(packed.parameters)
    given = RegisterModelVersionInput(
        model=name,
        run=run.id,
        artifact=ArtifactInput(
            uri=f"{transport.settings.url}{kept['url']}",
            digest=digest,
            format=packed.format,
            bytes=size,
        ),
        signature=read.refs,
        requestInputs=read.request_inputs,
        trainedOn=[*read.trained_on, *(ref_of(node) for node in trained_on)],
        metrics=[MetricInput(name=metric, value=float(value)) for metric, value in metrics.items()],
        description=description,
        owner=owner,
        tags=tags_of({**packed.versions, **(tags or {})}),
    )
    registered = transport.register_model_version(given)
    return ModelVersion(transport, registered.model_version)


def _keep(run: Any, path: Path, digest: str) -> dict[str, Any]:
    """As a file of the run. Where another version of it has its bytes in the usual place, in one that is named after them."""
    told: dict[str, Any]
    try:
        told = run.log_file(path, f"model/{path.name}", content_type="application/octet-stream")
    except Conflict:
        place = f"model/{digest.rpartition(':')[2][:12]}/{path.name}"
        told = run.log_file(path, place, content_type="application/octet-stream")
    return told
