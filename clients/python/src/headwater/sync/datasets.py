# Generated from aio/datasets.py, by generate.py: change that.
"""Datasets: what is registered of tables, and their rows where the service keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from headwater.sync.lineage import nothing_of
from headwater.sync.training_sets import download_training_set
from headwater.sync.transport import Transport
from headwater.core.references import quoted, ref_of, tags_of
from headwater.core.turns import in_turn
from headwater.errors import FailedPrecondition
from headwater.frames.parquet import FileBody, parquet_of, read_arrow, read_parquet
from headwater.frames.registering import columns_of, table_to_keep
from headwater.frames.writing import as_frame
from headwater.records.datasets import DatasetVersion, dataset_version, training_set_attrs
from headwater.wire.input_types import RegisterDatasetVersionInput


class Datasets:
    """`hw.datasets`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def register(
        self,
        data: Any,
        name: str,
        *,
        location: str | None = None,
        description: str | None = None,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
        derived_from: Sequence[Any] = (),
        run: Any = None,
    ) -> DatasetVersion:
        """Makes a table a version of a dataset, or finds that its newest version is just that.

        Args:
            data: DataFrame of pandas or polars, or pyarrow.Table.
            name: Of the dataset, which is made on first use.
            location: Where its rows are, such as ``s3://lake/flights.parquet``. Left out, they are kept by the service, as a file
                of Parquet, from which `read` gives them back with their dtypes, as far as Parquet has them.
            derived_from: Dataset versions that it was made of.
            run: The run that made it.

        Raises:
            BadUserInput: A column that Headwater has no type for, such as Decimals; it names the column.
        """
        table = in_turn(table_to_keep, data)
        with in_turn(parquet_of, table) as file:
            digest = in_turn(file.digest)
            path = f"/v1/artifacts/{quote(quoted(name), safe='')}/{digest.removeprefix('sha256:')}.parquet"
            given = RegisterDatasetVersionInput(
                dataset=name,
                digest=digest,
                location=location or f"{self._transport.settings.url}{path}",
                columns=columns_of(table),
                rowCount=table.num_rows,
                byteCount=file.size(),
                description=description,
                owner=owner,
                tags=tags_of(tags),
                derivedFrom=[ref_of(node) for node in derived_from],
                run=None if run is None else ref_of(run),
            )
            registered = self._transport.register_dataset_version(given)
            if location is None:
                self._transport.request(
                    "PUT", path, body=file, headers={"content-type": file.content_type}, repeatable=True
                )
        return dataset_version(registered.dataset_version, created=registered.created)

    def get(self, ref: str) -> DatasetVersion:
        """A dataset version: ``flights@3``, or ``flights`` for the newest.

        Raises:
            NotFound: There is none.
        """
        found = self._transport.find_dataset_version(ref)
        if found is None:
            raise nothing_of(self._transport, "dataset version", ref)
        return dataset_version(found)

    def read(self, ref: str, *, kind: str = "pandas") -> Any:
        """The rows of a dataset version that the service keeps: one registered by `register`, or a training set.

        Args:
            kind: "pandas", "polars" or "arrow".

        Returns:
            The rows. ``.attrs`` of a training set are those that `Headwater.training_set` gave, so that a model can be logged from it.

        Raises:
            FailedPrecondition: Its rows are elsewhere; the message says where.
        """
        version = self.get(ref)
        with FileBody() as file:
            if version.is_training_set:
                download_training_set(self._transport, version.label, file)
                # The file is read in its place, so it has to stay until the table is made.
                frame = in_turn(as_frame, read_arrow(file.path), kind)
                if kind != "arrow":
                    frame.attrs = training_set_attrs(version)
                return frame
            if "/v1/artifacts/" in version.location:
                self._transport.download(f"/v1/artifacts/{version.location.partition('/v1/artifacts/')[2]}", file)
            else:
                raise FailedPrecondition(
                    f"The rows of {version.label} are at {version.location}, not in the service; read them there.",
                    {"field": "ref", "found": version.location},
                )
            table = in_turn(read_parquet, file.path)
        if kind != "pandas":
            return as_frame(table, kind)
        return in_turn(table.to_pandas)
