"""Model versions: loaded, fed with features, asked where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from headwater.aio.features import Features
from headwater.aio.lineage import find_lineage
from headwater.aio.transport import AsyncTransport
from headwater.core.turns import in_thread
from headwater.display.html import facts
from headwater.errors import FailedPrecondition
from headwater.formats.pack import file_of, unpack
from headwater.formats.packed import Loading, check_digest
from headwater.frames.parquet import FileBody
from headwater.records.lineage import Lineage
from headwater.wire.input_types import SetAliasInput


class ModelVersion:
    """`hw.model("flight_delay@champion")`: the version that it is now, even when the alias moves on.

    Attributes:
        label: ``flight_delay@4``.
        aliases: Its aliases when it was looked up.
        signature: Pinned references of what it reads, in its order; request inputs by their names.
        metrics: Name → value.
        trained_on: Labels of dataset versions.
        digest, format, uri: Its artifact.
    """

    def __init__(self, transport: AsyncTransport, found: Any) -> None:
        self._transport = transport
        self.id: str = found.id
        self.label: str = found.label
        self.name: str = found.model.name
        self.version: int = found.version
        self.aliases: list[str] = list(found.aliases)
        self.description: str | None = found.description
        self.owner: str | None = found.owner
        self.run: str | None = None if found.run is None else found.run.id
        self.metrics: dict[str, float] = {metric.name: metric.value for metric in found.metrics}
        self.tags: dict[str, str] = {tag.key: tag.value for tag in found.tags}
        self.trained_on: list[str] = [node.label for node in found.trained_on]
        self.deployments: list[str] = [node.label for node in found.deployments]
        self.digest: str = found.artifact.digest
        self.format: str | None = found.artifact.format
        self.uri: str = found.artifact.uri
        read = {feature.position: feature.ref for feature in found.signature}
        self._input_types = {given.name: given.type_.value for given in found.request_inputs}
        read |= {given.position: given.name for given in found.request_inputs}
        self.signature: list[str] = [read[position] for position in sorted(read)]

    async def load(
        self,
        *,
        trusted: list[str] | None = None,
        into: Any = None,
        custom_objects: Mapping[str, Any] | None = None,
    ) -> Any:
        """The estimator of scikit-learn, the module of PyTorch (on the CPU, in eval mode) or the model of Keras. Its bytes are compared with the
        digest that was registered.

        Args:
            trusted: Names of types besides those that skops trusts, such as a class of your own.
            into: What takes the weights of PyTorch: a module, its class, or a function that makes one. Left out, the class is imported by its path.
            custom_objects: Classes and functions of Keras by their names, besides those that can be imported by their paths.

        Raises:
            FailedPrecondition: The artifact isn't kept by the service, has other bytes, holds types that nobody trusts, or is of a class that isn't here.
        """
        if "/v1/artifacts/" not in self.uri:
            raise FailedPrecondition(
                f"The artifact of {self.label} is at {self.uri}, not in the service; load it from there.",
                {"field": "uri", "found": self.uri},
            )
        path = f"/v1/artifacts/{self.uri.partition('/v1/artifacts/')[2]}"
        loading = Loading(self.label, trusted, into, custom_objects)
        kind = self.format or ""
        with TemporaryDirectory(prefix="headwater-") as folder:
            file = Path(folder, file_of(kind))
            await self._transport.download(path, FileBody(str(file)))
            await in_thread(check_digest, self.label, file, self.digest)
            return await in_thread(unpack, file, kind, loading)

    async def features(
        self,
        entities: Any,
        *,
        as_of: datetime | None = None,
        on_expired: str = "VALUE",
        kind: str | None = None,
    ) -> Any:
        """What it reads of entities: one column for each place of its signature, in its order, named as in training sets.

        Args:
            entities: The join keys, and the inputs that come with the request.
            kind: "pandas", "polars", "arrow", or "numpy" for an array of floats (NaN where there is none).
        """
        lookups = Features(self._transport)
        frame = "pandas" if kind == "numpy" else kind
        answer = await lookups.read(
            {"model": self.label},
            entities,
            as_of=as_of,
            on_expired=on_expired,
            kind=frame,
            keys=False,
            input_types=self._input_types,
        )
        return answer.to_numpy(dtype="float64", na_value=float("nan")) if kind == "numpy" else answer

    async def lineage(self, *, direction: str = "UPSTREAM", depth: int = 10) -> Lineage:
        """What it was made of; or with "DOWNSTREAM" where it serves, "BOTH"."""
        return await find_lineage(self._transport, self.label, direction, depth)

    async def set_alias(self, alias: str, *, reason: str | None = None) -> None:
        """Moves an alias of its model here, such as ``champion``."""
        given = SetAliasInput(modelVersion=self.label, alias=alias, **({} if reason is None else {"reason": reason}))
        await self._transport.set_alias(given)
        self.aliases = sorted({*self.aliases, alias})

    async def files(self) -> list[Mapping[str, Any]]:
        """What lies beside it: cards, and whatever else was put there."""
        response = await self._transport.request(
            "GET", f"/v1/artifacts?node={quote(self.label, safe='')}", repeatable=True
        )
        listed: list[Mapping[str, Any]] = response.json()["files"]
        return listed

    def __repr__(self) -> str:
        aliases = f" ({', '.join(self.aliases)})" if self.aliases else ""
        return f"<ModelVersion {self.label}{aliases}>"

    def _repr_html_(self) -> str:
        told = {
            "aliases": self.aliases,
            "signature": self.signature,
            "metrics": self.metrics,
            "trained on": self.trained_on,
            "run": self.run,
            "artifact": [self.uri, self.digest],
            "deployments": self.deployments,
            "tags": self.tags,
            "description": self.description,
            "owner": self.owner,
        }
        return facts(f"Model version {self.label}", told)
