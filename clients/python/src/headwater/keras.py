"""A callback of Keras::

model.fit(x, y, callbacks=[HeadwaterCallback("flight_delay", experiment="delays")])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from headwater.formats.keras_archive import parameters_of
from headwater.frames.optional import need
from headwater.sync.client import Headwater
from headwater.sync.runs import Run
from headwater.tracking.ranks import is_first_process
from headwater.tracking.session import Session

if TYPE_CHECKING:
    from keras.callbacks import Callback
else:
    Callback = need("keras", "keras").callbacks.Callback


class HeadwaterCallback(Callback):
    """Metrics of each epoch, what the model was compiled with, and on request those of batches, as those of a run. Only the first process logs; what it
    logs is sent in the background, and training goes on without it while the service is away.
    """

    def __init__(
        self,
        name: str = "keras",
        *,
        run: Run | None = None,
        hw: Headwater | None = None,
        key: str | None = None,
        every_batches: int | None = None,
        log_model: bool = False,
        signature_from: Any = None,
        **options: Any,
    ) -> None:
        """
        Args:
            name: Of the run, and of the model.
            run: To log to, which this doesn't end; left out, the run around `fit`, else one of its own.
            hw: Left out, `headwater.connect()`.
            key: An id of your own: another program with it goes on with the same run.
            every_batches: Logs ``batch/…`` of each so many-th batch, by the number of batches since this began.
            log_model: Whether to register the model when training ends.
            signature_from: The training set, for the model's signature.
            options: What `hw.run` takes besides: ``experiment``, ``inputs``, ``tags``, ``lost_after`` …
        """
        super().__init__()
        self._session = Session(run, hw, name, key, options)
        self._every = every_batches
        self._log_model = log_model
        self._signature_from = signature_from
        self._batches = 0
        self._is_training = False
        self._logs = is_first_process()

    @property
    def run(self) -> Any:
        """The run, for `log_model`, `log_figure` and what else it has."""
        return self._session.run

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        if not self._logs:
            return
        if self._is_training:
            self._session.end("FAILED", "Training did not get to its end.")
        self._is_training = True
        given = {name: value for name, value in (self.params or {}).items() if name in {"epochs", "steps"}}
        self._session.parameters({**parameters_of(self.model), **given})

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        self._batches += 1
        if self._logs and self._every and logs and self._batches % self._every == 0:
            self._session.metrics({f"batch/{name}": value for name, value in logs.items()}, self._batches)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        if not self._logs:
            return
        rate = getattr(getattr(self.model, "optimizer", None), "learning_rate", None)
        told = {} if rate is None else {"learning_rate": need("keras", "keras").ops.convert_to_numpy(rate)}
        self._session.metrics({**(logs or {}), **told}, epoch)

    def on_test_end(self, logs: Mapping[str, Any] | None = None) -> None:
        # Within training they stand among those of the epoch.
        if self._logs and not self._is_training and logs:
            self._session.metrics({f"test/{name}": value for name, value in logs.items()}, None)
            self._session.end()

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        self._is_training = False
        if not self._logs:
            return
        if self._log_model:
            run, model, name = self._session.run, self.model, self._session.name
            self._session.reports.later(
                "the model", lambda: run.log_model(model, name=name, signature_from=self._signature_from)
            )
        self._session.end()
