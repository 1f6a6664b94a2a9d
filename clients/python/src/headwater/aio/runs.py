"""Runs: what is done, with its inputs, parameters, metrics, files and models."""

from __future__ import annotations

import mimetypes
import os
import time as clock
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from headwater.aio.ending import end_run
from headwater.aio.registering import register_model
from headwater.aio.sending import send_points
from headwater.aio.transport import AsyncTransport
from headwater.core.references import tags_of
from headwater.core.turns import in_thread
from headwater.errors import BadUserInput, Conflict, HeadwaterError
from headwater.frames.parquet import FileBody
from headwater.records.runs import RunFacts, run_facts
from headwater.tracking.beginning import links_of
from headwater.tracking.current import enter_run, leave_run
from headwater.tracking.figures import figure_bytes
from headwater.tracking.points import Points
from headwater.wire.enums import RunStatus
from headwater.wire.input_types import (
    FinishRunInput,
    LogRunInput,
    ParameterInput,
    ResumeRunInput,
    StartRunInput,
)

# Points that are logged more often wait for each other, so that a fast loop is not slowed down.
FLUSH_SECONDS = 1.0
# A service that is away slows a loop down by this share at most.
MOST_WAITING = 0.1


class Run:
    """One run, as long as its `with` block lasts: it ends as SUCCEEDED, FAILED with the exception, or CANCELLED by Ctrl-C. A process that is forked inside
    may log to it, and ends nothing.

    Attributes:
        id: ``run_01j…``
        name: What it is called.
    """

    def __init__(self, transport: AsyncTransport, given: StartRunInput) -> None:
        self._transport = transport
        self._given = given
        self._points = Points()
        self._parameters = {parameter.name for parameter in given.parameters or []}
        self._due_at = 0.0
        self._process = os.getpid()
        self._token: Any = None
        self.id = ""
        self.name = given.name or ""

    async def start(self) -> Run:
        """Begins it. `with` does so itself."""
        if not self.id:
            started = await self._transport.start_run(self._given)
            if not started.created:
                await self._transport.resume_run(ResumeRunInput(run=started.run.id))
            self.id, self.name = started.run.id, started.run.name
        return self

    async def resume(self) -> None:
        """Has it go on where it has ended; one that is running does so anyway."""
        await self._transport.resume_run(ResumeRunInput(run=self.id))

    async def __aenter__(self) -> Run:
        await self.start()
        self._token = enter_run(self)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        leave_run(self._token)
        if self._process == os.getpid():
            await end_run(self, error)

    async def log(self, metrics: Mapping[str, float] | None = None, *, step: int | None = None, **more: float) -> None:
        """Metrics: ``run.log(loss=0.3, step=7)``. NaN and the infinities are values as well.

        They are sent once a second, and at the end; in a forked process at once. Where the service is away they are kept, and sent with later ones; a metric
        that it refuses is left out. A warning says either.

        Raises:
            BadUserInput: A value is no number, or the step not whole.
        """
        self._points.add({**(metrics or {}), **more}, step)
        began = clock.monotonic()
        if began >= self._due_at or self._process != os.getpid():
            try:
                await self.flush()
            except HeadwaterError as error:
                self._points.warn("away", f"Metrics wait until the service is there again: {error}")
                now = clock.monotonic()
                self._due_at = now + max(FLUSH_SECONDS, (now - began) / MOST_WAITING)

    async def flush(self) -> None:
        """Sends the metrics that wait; what is refused of them is left out, with a warning.

        Raises:
            HeadwaterError: The service is away; they wait again.
        """
        self._due_at = clock.monotonic() + FLUSH_SECONDS
        while len(self._points):
            for metric, _, refusal in await send_points(self, self._points):
                self._points.warn(f"metric {metric}", f"The metric {metric!r} was not logged: {refusal}")

    async def log_parameters(self, parameters: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Parameters, each as its text. One that was logged before can't change."""
        given = {**(parameters or {}), **more}
        listed = [ParameterInput(name=name, value=str(value)) for name, value in given.items()]
        await self._transport.log_run(LogRunInput(run=self.id, parameters=listed))
        self._parameters |= given.keys()

    async def log_new_parameters(self, parameters: Mapping[str, Any]) -> list[str]:
        """Those that it doesn't have. What was logged before stays; the names of what another program has logged with another value are the answer."""
        waiting = {name: value for name, value in parameters.items() if name not in self._parameters}
        others: list[str] = []
        while waiting:
            try:
                await self.log_parameters(waiting)
                break
            except Conflict as error:
                name = str(error.details.get("parameter"))
                if name not in waiting:
                    raise
                del waiting[name]
                others.append(name)
        return others

    async def set_tags(self, tags: Mapping[str, str] | None = None, **more: str) -> None:
        """Tags; one that is there gets the new value."""
        await self._transport.log_run(LogRunInput(run=self.id, tags=tags_of({**(tags or {}), **more})))

    async def log_inputs(self, *nodes: Any, role: str | None = None) -> None:
        """What it reads: references, or what the client gave out."""
        await self._transport.log_run(LogRunInput(run=self.id, inputs=links_of(nodes, role)))

    async def log_outputs(self, *nodes: Any, role: str | None = None) -> None:
        """What it makes."""
        await self._transport.log_run(LogRunInput(run=self.id, outputs=links_of(nodes, role)))

    async def log_file(self, file: Any, name: str, *, content_type: str | None = None) -> dict[str, Any]:
        """Keeps a file: its path on this machine, or its bytes. Another one of that name takes its place.

        Args:
            name: Where it stands among the run's files: ``plots/roc.png``.
        """
        path = f"/v1/artifacts/{self.id}/{quote(name, safe='/')}"
        body = file if isinstance(file, bytes) else FileBody(os.fspath(file))
        guessed = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"content-type": guessed}
        response = await self._transport.request("PUT", path, body=body, headers=headers, repeatable=True)
        told: dict[str, Any] = response.json()
        return told

    async def log_figure(self, figure: Any, name: str = "figure.png") -> dict[str, Any]:
        """A figure of matplotlib as a file, ``.png`` or ``.svg``, which the console shows."""
        drawn, content_type = await in_thread(figure_bytes, figure, name)
        return await self.log_file(drawn, name, content_type=content_type)

    async def log_model(
        self,
        estimator: Any,
        *,
        name: str | None = None,
        signature_from: Any = None,
        signature: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        arguments: Mapping[str, Any] | None = None,
        trained_on: Sequence[Any] = (),
        metrics: Mapping[str, float] | None = None,
        description: str | None = None,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Any:
        """Keeps what was trained as a file, and makes it a version of a model: an estimator of scikit-learn as skops, a module of PyTorch as
        safetensors, a model of Keras as ``.keras``. Nothing is pickled. What it was made with becomes parameters of the run that has none of these names.

        Args:
            name: Of the model; left out, the run's.
            signature_from: The training set it was fitted on. The features that the estimator names, in its order, become the signature; columns of
                the spine among them become inputs that come with the request. Of PyTorch and Keras it is the features of the table, in its order.
            signature: Pinned references in the model's order, instead.
            columns: Names of the training set's columns in the order in which the model reads them, where it doesn't name them itself.
            arguments: What the class of a module of PyTorch is called with to make it again, where that can't be read off it.
            trained_on: Dataset versions; the training set is one.
            metrics: Left out, the last values that this run has logged, as far as they are finite.

        Returns:
            The model version.
        """
        await self.flush()
        return await register_model(
            self,
            self._transport,
            estimator,
            name=name or self.name,
            signature_from=signature_from,
            signature=signature,
            columns=columns,
            arguments=arguments,
            trained_on=trained_on,
            metrics=self._points.finite() if metrics is None else metrics,
            description=description,
            owner=owner,
            tags=tags,
        )

    async def finish(self, status: str = "SUCCEEDED", message: str | None = None) -> RunFacts:
        """Ends it: SUCCEEDED, FAILED or CANCELLED. `with` does so itself.

        Raises:
            HeadwaterError: The service is away, or refuses.
        """
        await self.flush()
        if self._points.lost:
            await self.set_tags({"headwater/lost-points": str(self._points.lost)})
        finished = await self._transport.finish_run(
            FinishRunInput(run=self.id, status=RunStatus(status), message=message)
        )
        return run_facts(finished.run)

    async def facts(self) -> RunFacts:
        """How it stands."""
        found = await self._transport.find_run(self.id)
        if found is None:
            raise BadUserInput(f'There is no run "{self.id}".', {"found": self.id})
        return run_facts(found)
