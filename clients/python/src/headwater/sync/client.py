# Generated from aio/client.py, by generate.py: change that.
"""The client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.sync import definitions
from headwater.sync.datasets import Datasets
from headwater.sync.features import Features
from headwater.sync.lineage import find_lineage, nothing_of
from headwater.sync.models import ModelVersion
from headwater.sync.runs import Run
from headwater.sync.training_sets import make_training_set
from headwater.sync.transport import Transport
from headwater.core.references import ref_of
from headwater.core.settings import Settings
from headwater.definitions import Definition
from headwater.display.html import facts
from headwater.records.deployments import Deployed, deployed
from headwater.records.lineage import Lineage
from headwater.records.plans import Plan
from headwater.tracking.beginning import run_input
from headwater.wire.input_types import BindingInput, DeployInput


class Headwater:
    """A Headwater service and a project of it; `headwater.connect` makes one.

    It keeps connections, which `with` closes at its end. Several threads may use it at once, and so may a forked process.

    Attributes:
        datasets: Tables that are registered.
        features: Features, written and looked up.
        graphql: Every operation of the client and every saved one of the service, as a typed method.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.graphql = Transport(settings)
        self.datasets = Datasets(self.graphql)
        self.features = Features(self.graphql)

    def __enter__(self) -> Headwater:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections; the next call opens others."""
        self.graphql.close()

    def training_set(
        self,
        spine: Any,
        *,
        features: Sequence[str] | str | None = None,
        label: str | None = None,
        name: str | None = None,
        service: Any = None,
        event_time: str = "event_time",
        known_at: str = "NOW",
        description: str | None = None,
        owner: str | None = None,
        progress: bool = True,
        timeout: float = 600.0,
    ) -> Any:
        """Joins to each row of a spine the values that were true at its time; the result is a dataset version that can be built again.

        Args:
            spine: DataFrame of pandas or polars, or pyarrow.Table: join keys, times, and whatever rides along. Any number of rows.
            features: References: ``["airport_traffic:*~origin"]``. Or `service`, a feature service that lists them.
            label: The column that is to be predicted; it must be there, and stands in ``.attrs``.
            name: Of the dataset that it becomes a version of; left out, that of the first feature set and the label.
            event_time: The column of the times, with a time zone.
            known_at: "NOW", or "EVENT": only what had been written by each row's time.
            progress: Whether tqdm shows how far it is.
            timeout: Seconds for the upload. The building takes what it takes; Ctrl-C stops it.

        Returns:
            The spine as it was, index and dtypes included, and a column for each feature. ``.attrs`` has ``training_set`` (its label), ``id``,
            ``digest``, ``features`` (column → pinned reference) and ``label``.

        Raises:
            BadUserInput: A column is missing, or none that Headwater holds; it names the nearest.
        """
        return make_training_set(
            self.graphql,
            spine,
            features=features,
            label=label,
            name=name,
            service=service,
            event_time=event_time,
            known_at=known_at,
            description=description,
            owner=owner,
            progress=progress,
            timeout=timeout,
        )

    def plan(self, *given: Definition) -> Plan:
        """What `apply` would do, what would differ, and whom it would reach; changes nothing."""
        return definitions.plan(self.graphql, given)

    def apply(self, *given: Definition, show: bool = True) -> Plan:
        """Makes the service have these definitions. Done twice it changes nothing.

        Args:
            show: Whether to print the plan first.

        Raises:
            Conflict: An entity has other join keys; nothing has been changed.
        """
        planned = self.plan(*given)
        if show:
            print(planned)
        definitions.apply(self.graphql, planned)
        return planned

    def run(
        self,
        name: str,
        *,
        kind: str = "TRAINING",
        inputs: Sequence[Any] = (),
        parameters: Mapping[str, Any] | None = None,
        experiment: str | None = None,
        tags: Mapping[str, str] | None = None,
        parent: Any = None,
        key: str | None = None,
        description: str | None = None,
        lost_after: int | None = None,
    ) -> Run:
        """A run, which begins with its `with` block: ``with hw.run("train", inputs=["flights@3"]) as run: run.log(auc=0.9)``.

        Args:
            kind: TRAINING, TRANSFORM, EVALUATION, INGEST or OTHER.
            inputs: What it reads: references, what the client gave out, or training sets.
            key: An id of your own: starting again with it goes on with the same run.
            lost_after: Seconds without a report after which it is LOST.
        """
        given = run_input(
            name,
            kind=kind,
            inputs=inputs,
            parameters=parameters,
            experiment=experiment,
            tags=tags,
            parent=parent,
            key=key,
            description=description,
            lost_after=lost_after,
        )
        return Run(self.graphql, given)

    def model(self, ref: str) -> ModelVersion:
        """A model version: ``flight_delay@4``, ``flight_delay@champion``, or ``flight_delay`` for the newest.

        Raises:
            NotFound: There is none.
        """
        found = self.graphql.find_model_version(ref)
        if found is None:
            raise nothing_of(self.graphql, "model version", ref)
        return ModelVersion(self.graphql, found)

    def deploy(
        self,
        deployment: str,
        models: Any,
        *,
        create_environment: bool = False,
        endpoint: str | None = None,
        description: str | None = None,
        reason: str | None = None,
    ) -> Deployed:
        """Sets which model versions a deployment serves.

        Args:
            deployment: ``production/flight-delay``.
            models: A model version, which gets all of the traffic, or a dict of model version → percent, which add up to 100.
            create_environment: Whether an environment that is not there is defined.
        """
        shares = models if isinstance(models, dict) else {models: 100}
        given = DeployInput(
            deployment=deployment,
            bindings=[
                BindingInput(modelVersion=ref_of(node), trafficPercent=percent) for node, percent in shares.items()
            ],
            createEnvironment=create_environment,
            endpoint=endpoint,
            description=description,
            reason=reason,
        )
        return deployed(self.graphql.deploy(given))

    def lineage(self, node: Any, *, direction: str = "UPSTREAM", depth: int = 5) -> Lineage:
        """What a node was made of; with "DOWNSTREAM" what was made of it, with "BOTH" both."""
        return find_lineage(self.graphql, node, direction, depth)

    def __repr__(self) -> str:
        project = f", project={self.settings.project!r}" if self.settings.project else ""
        return f"<{type(self).__name__} {self.settings.url}{project}>"

    def _repr_html_(self) -> str:
        return facts("Headwater", {"url": self.settings.url, "project": self.settings.project or "of the key"})
