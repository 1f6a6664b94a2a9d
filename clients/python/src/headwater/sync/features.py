# Generated from aio/features.py, by generate.py: change that.
"""Features: written as tables, looked up for entities."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from headwater.sync.lineage import nothing_of
from headwater.sync.transport import Transport
from headwater.core.references import ref_of
from headwater.core.turns import in_turn
from headwater.frames.answers import ACCEPT, is_arrow, table_of_arrow, table_of_json
from headwater.frames.column_names import split_ref
from headwater.frames.entities import Entities
from headwater.frames.feature_rows import feature_rows
from headwater.frames.lookups import Answers
from headwater.frames.parquet import parquet_of
from headwater.records.features import FeatureSetVersion, WriteResult, feature_set_version, write_result


class Features:
    """`hw.features`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._known_types: dict[str, dict[str, str]] = {}

    def get(self, feature_set: str) -> FeatureSetVersion:
        """The definition of a feature set: of the version that is named, else the current one.

        Raises:
            NotFound: There is none.
        """
        found = self._transport.find_feature_set(feature_set)
        if found is None:
            raise nothing_of(self._transport, "feature set", feature_set)
        return feature_set_version(found)

    def write(
        self,
        data: Any,
        feature_set: str,
        *,
        event_time: str = "event_time",
        on_error: str = "abort",
        dataset: Any = None,
        timeout: float = 600.0,
    ) -> WriteResult:
        """Writes rows of features, as many as there are, as one file of Parquet: all of them or none. The same rows again change nothing.

        Args:
            data: DataFrame of pandas or polars, or pyarrow.Table, with the join keys (also as index), features and the event time.
                NaN, NaT, NA and None of pandas all mean that there is no value; NaN is one only of features with `allow_non_finite`.
            feature_set: ``airport_traffic`` for the current version, or ``airport_traffic@2``.
            event_time: The column that says when each row was true, with a time zone.
            on_error: "abort": one bad row refuses all; "skip": bad rows are left out, counted, and told in the result.
            dataset: The dataset version that the rows came from, for lineage.
            timeout: Seconds until the service has answered.

        Raises:
            BadUserInput: A column is missing, is unknown or holds something else than its type; nothing has been written.
        """
        definition = self.get(feature_set)
        table = in_turn(feature_rows, data, definition, event_time)
        params = {"on-error": on_error} | ({} if dataset is None else {"dataset": ref_of(dataset)})
        with in_turn(parquet_of, table) as file:
            response = self._transport.request(
                "POST",
                f"/v1/feature-sets/{quote(definition.label, safe='')}/rows",
                params=params,
                body=file,
                headers={"content-type": file.content_type, "idempotency-key": str(uuid.uuid4())},
                repeatable=True,
                timeout=timeout,
            )
        return write_result(response.json())

    def online(
        self,
        features: Sequence[str] | str | None = None,
        entities: Any = None,
        *,
        service: str | None = None,
        model: Any = None,
        deployment: Any = None,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        on_expired: str = "VALUE",
        statuses: bool = False,
        event_times: bool = False,
        kind: str | None = None,
    ) -> Any:
        """The values of features for entities now, or as of a time.

        Args:
            features: References, ``["airport_traffic:mean_delay_3h", "airport_traffic:*~origin"]``. Or one of the following instead:
            service: A feature service version.
            model: A model version, whose signature says which features.
            deployment: A deployment: what serves there now, or did at `as_of`.
            entities: DataFrame with the join keys, a list of dicts, or a dict of columns. More than the service takes at once are
                asked for in several requests.
            as_of: Answers what was true then.
            known_at: Only what had been written by then.
            on_expired: "VALUE", or "NULL" to withhold values that are past their time to live.
            statuses: Adds a column ``<feature>.status`` for each: PRESENT, NULL, EXPIRED or NOT_FOUND.
            event_times: Adds a column ``<feature>.event_time`` for each.
            kind: "pandas", "polars" or "arrow"; left out, that of `entities`.

        Returns:
            A table with the columns of `entities` and one for each feature, in their order, one row per entity, in their order,
            with the same index. ``.attrs`` of pandas has ``features`` (column → pinned reference), ``read_at`` and ``model_version``.

        Raises:
            BadUserInput: A join key is missing, or has another type.
            NotFound: There is no such feature, service, model or deployment.
        """
        return self.read(
            _question(features, service, model, deployment),
            entities,
            as_of=as_of,
            known_at=known_at,
            on_expired=on_expired,
            statuses=statuses,
            event_times=event_times,
            kind=kind,
        )

    def read(
        self,
        question: dict[str, Any],
        entities: Any,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        on_expired: str = "VALUE",
        statuses: bool = False,
        event_times: bool = False,
        kind: str | None = None,
        keys: bool = True,
        input_types: dict[str, str] | None = None,
    ) -> Any:
        """The same, with the question as HTTP has it; `keys` False leaves the columns of the entities out.

        Args:
            input_types: Of what comes with the request, by name.
        """
        asked = in_turn(Entities, entities)
        # What nobody asked for is the larger part of an answer.
        beside = [name for name, wanted in {"statuses": statuses, "eventTimes": event_times}.items() if wanted]
        question = {**question, "onExpired": on_expired, "include": beside}
        for name, time in {"asOf": as_of, "knownAt": known_at}.items():
            if time is not None:
                question[name] = time.isoformat()
        answers = Answers(question.get("features"))
        begin = 0
        while begin < asked.count or begin == 0:
            end, part = asked.part(begin, answers.most_rows())
            body = {**question, "entities": part}
            response = self._transport.request(
                "POST", "/v1/features", json=body, headers={"accept": ACCEPT}, repeatable=True
            )
            answers.add(self._table(response))
            begin = max(end, 1)
        return in_turn(
            answers.frame,
            asked,
            statuses=statuses,
            event_times=event_times,
            kind=kind or asked.kind,
            keys=keys,
            input_types=input_types or {},
        )

    def _table(self, response: httpx.Response) -> Any:
        if is_arrow(response.headers.get("content-type", "")):
            return in_turn(table_of_arrow, response.content)
        answer = response.json()
        types: dict[str, str] = {}
        for label in dict.fromkeys(filter(None, (split_ref(ref).feature_set for ref in answer["columns"]))):
            # Versions don't change, so each is asked for once.
            if label not in self._known_types:
                definition = self.get(label)
                self._known_types[label] = {f"{label}:{name}": kind for name, kind in definition.features.items()}
            types |= self._known_types[label]
        return in_turn(table_of_json, answer, types)


def _question(features: Any, service: Any, model: Any, deployment: Any) -> dict[str, Any]:
    asked = {"service": service, "model": model, "deployment": deployment}
    question: dict[str, Any] = {name: ref_of(node) for name, node in asked.items() if node is not None}
    if features is not None:
        question["features"] = [features] if isinstance(features, str) else list(features)
    return question
