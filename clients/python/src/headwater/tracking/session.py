"""The run that a logger or a callback reports to: one that is given, or the one around it, or one of its own."""

from __future__ import annotations

import atexit
import os
import uuid
import weakref
from collections.abc import Mapping
from typing import Any

import headwater
from headwater.errors import REFUSED, BadUserInput, HeadwaterError
from headwater.formats.texts import texts_of
from headwater.sync.runs import Run
from headwater.tracking.current import current_run
from headwater.tracking.reports import Reports

# What is wrong before a training begins is better said than reported into the void.
BEGINNING = ("UNAUTHENTICATED", "FORBIDDEN")


class Session:
    """Reports to a run in the background. A run of its own begins with the first report and ends with the training; what is reported after that has it
    go on. In another process, where it is pickled to, it is the same run.

    Attributes:
        key: Of its own run: whoever gives the same one later goes on with that run.
    """

    def __init__(self, run: Run | None, hw: Any, name: str, key: str | None, options: Mapping[str, Any]) -> None:
        if run is not None and not isinstance(run, Run):
            raise BadUserInput(
                f"run is {type(run).__name__}; it is what `with hw.run(…) as run` gives.", {"field": "run"}
            )
        self.name = name
        self.key = key or uuid.uuid4().hex
        self._options = dict(options)
        self._hw = hw
        self._run = run
        self._is_own = run is None
        self._reports: Reports | None = None
        self._is_open = False
        self._has_ended = False
        _end_at_exit(self)

    @property
    def run(self) -> Run:
        """The run; begun, unless the service is away."""
        _ = self.reports
        assert self._run is not None
        return self._run

    @property
    def reports(self) -> Reports:
        """Where reports are handed in.

        Raises:
            HeadwaterError: The service refuses to begin a run: a wrong key, a project that is not there.
        """
        if self._reports is None:
            around = current_run()
            if self._run is None and isinstance(around, Run):
                self._run, self._is_own = around, False
            if self._run is None:
                self._hw = self._hw or headwater.connect()
                self._run = self._hw.run(self.name, key=self.key, **self._options)
            reports = Reports(self._run, self._begin)
            self._try(reports)
            self._reports = reports
        self._is_open = True
        return self._reports

    def metrics(self, values: Mapping[str, Any], step: int | None) -> None:
        """Points of one step."""
        self.reports.metrics(values, step)

    def parameters(self, given: Any, prefix: str = "") -> None:
        """As texts. One that the run has with another value keeps that, and this is said."""
        run, reports, texts = self.run, self.reports, texts_of(given, prefix)

        def send() -> None:
            others = run.log_new_parameters(texts)
            if others:
                names = ", ".join(others)
                reports.warn("parameters", f"The run keeps its other values of {names}: parameters are written once.")

        if texts:
            reports.later("parameters", send)

    def file(self, path: str, name: str) -> None:
        """A file of the run, as it is when it is sent."""
        run = self.run
        self.reports.later(name, lambda: run.log_file(path, name))

    def tags(self, tags: Mapping[str, str]) -> None:
        """Tags of the run."""
        run, given = self.run, dict(tags)
        self.reports.later("tags", lambda: run.set_tags(given))

    def end(self, status: str = "SUCCEEDED", message: str | None = None) -> None:
        """Sends what waits, and ends a run of its own."""
        if self._reports is None or not self._is_open:
            return
        run, reports = self.run, self._reports
        is_there = reports.close()
        if is_there:
            if reports.lost:
                self.tags({"headwater/lost-points": str(reports.lost)})
            if self._is_own:
                reports.later("the end of the run", lambda: run.finish(status, message))
            is_there = reports.close()
        self._has_ended = is_there and self._is_own
        self._is_open = False

    def _begin(self) -> None:
        assert self._run is not None
        if not self._run.id:
            self._run.start()
        elif self._has_ended:
            self._run.resume()
        self._has_ended = False

    def _try(self, reports: Reports) -> None:
        try:
            self._begin()
        except HeadwaterError as error:
            if isinstance(error, REFUSED) or error.code in BEGINNING:
                raise
            reports.warn("away", f"Training goes on without the service, reports wait: {error}")

    def __getstate__(self) -> dict[str, Any]:
        # Connections and threads stay here; the run is found again by its id.
        return self.__dict__ | {"_hw": None, "_reports": None, "_run": None, "_known": _known(self._run, self._hw)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        settings, given, found, name = state.pop("_known")
        self.__dict__.update(state)
        if settings is not None:
            self._hw = headwater.Headwater(settings)
        if given is not None:
            self._run = Run(self._hw.graphql, given)
            self._run.id, self._run.name = found, name
        _end_at_exit(self)


def _known(run: Run | None, hw: Any) -> tuple[Any, ...]:
    if run is not None:
        return run._transport.settings, run._given, run.id, run.name
    return None if hw is None else hw.settings, None, "", ""


def _end_at_exit(session: Session) -> None:
    """A training that raised may never have told its callbacks."""
    known, process = weakref.ref(session), os.getpid()

    def end() -> None:
        found = known()
        if found is not None and process == os.getpid():
            found.end("FAILED", "The program ended before the training did.")
        elif found is not None and found._reports is not None:
            # The training goes on in the process that has forked this one.
            found._reports.close()

    atexit.register(end)
    # It has to stay registered at the very end, when finalizers are called that are meant for it.
    weakref.finalize(session, atexit.unregister, end).atexit = False
