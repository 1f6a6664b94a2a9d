"""A logger of PyTorch Lightning::

trainer = Trainer(logger=HeadwaterLogger("flight_delay", experiment="delays"))
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.frames.optional import need
from headwater.sync.client import Headwater
from headwater.sync.runs import Run
from headwater.tracking.session import Session

if TYPE_CHECKING:
    from lightning_utilities.core.rank_zero import rank_zero_only
    from pytorch_lightning.loggers.logger import Logger, rank_zero_experiment
else:
    # Lightning is two packages; the one that is used here has been imported already.
    _is_whole = "lightning.pytorch" in sys.modules or find_spec("pytorch_lightning") is None
    _loggers = need(f"{'lightning.pytorch' if _is_whole else 'pytorch_lightning'}.loggers.logger", "lightning")
    Logger, rank_zero_experiment = _loggers.Logger, _loggers.rank_zero_experiment
    rank_zero_only = need("lightning_utilities.core.rank_zero", "lightning").rank_zero_only


class HeadwaterLogger(Logger):
    """Metrics, hyperparameters and checkpoints of a `Trainer` as those of a run. Only the first process logs; what it logs is sent in the background, and
    training goes on without it while the service is away.
    """

    LOGGER_JOIN_CHAR = "-"

    def __init__(
        self,
        name: str = "lightning",
        *,
        run: Run | None = None,
        hw: Headwater | None = None,
        key: str | None = None,
        log_checkpoints: bool | str = True,
        prefix: str = "",
        **options: Any,
    ) -> None:
        """
        Args:
            name: Of the run.
            run: To log to, which this doesn't end; left out, the run around `fit`, else one of its own.
            hw: Left out, `headwater.connect()`.
            key: An id of your own: another program with it, such as one that begins at a checkpoint, goes on with the same run.
            log_checkpoints: True keeps the best and the last when training ends, "all" each as soon as it is written, False none. They are files as
                Lightning writes them, which hold pickles: `run.log_model` keeps what is to be loaded again.
            prefix: Of every metric's name.
            options: What `hw.run` takes besides: ``experiment``, ``inputs``, ``tags``, ``lost_after`` …
        """
        super().__init__()
        self._session = Session(run, hw, name, key, options)
        self._prefix = prefix
        self._log_checkpoints = log_checkpoints
        self._checkpoints: dict[str, str] = {}
        self._kept: dict[str, tuple[float, int]] = {}

    @property
    def name(self) -> str:
        return self._session.name

    @property
    def version(self) -> str:
        """Names the folder of the checkpoints, so it is the same before the run has begun."""
        return self._session.key

    @property
    @rank_zero_experiment
    def experiment(self) -> Any:
        """The run, for `log_model`, `log_figure` and what else it has."""
        return self._session.run

    @rank_zero_only
    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        self._session.metrics(
            {
                f"{self._prefix}{self.LOGGER_JOIN_CHAR}{name}" if self._prefix else name: value
                for name, value in metrics.items()
            },
            step,
        )

    @rank_zero_only
    def log_hyperparams(self, params: Mapping[str, Any] | Namespace, *args: Any, **kwargs: Any) -> None:
        self._session.parameters(params)

    @rank_zero_only
    def after_save_checkpoint(self, checkpoint_callback: Any) -> None:
        best, last = checkpoint_callback.best_model_path, checkpoint_callback.last_model_path
        score = checkpoint_callback.best_model_score
        saved = {
            path: f"checkpoints/{Path(path).name}" for path in (best, last, *checkpoint_callback.best_k_models) if path
        }
        self._checkpoints = {
            path: name for path, name in saved.items() if self._log_checkpoints == "all" or path in {best, last}
        }
        if best and self._log_checkpoints:
            told = {} if score is None else {"checkpoint/score": f"{float(score):.6g}"}
            self._session.tags({"checkpoint/best": saved[best], **told})
        if self._log_checkpoints == "all":
            self._keep_checkpoints()

    @rank_zero_only
    def finalize(self, status: str) -> None:
        if self._log_checkpoints:
            self._keep_checkpoints()
        if status == "success":
            self._session.end()
            return
        # Lightning calls this while it handles what went wrong.
        error = sys.exc_info()[1]
        is_stopped = isinstance(error, KeyboardInterrupt)
        message = None if error is None else f"{type(error).__name__}: {error}"[:2000]
        self._session.end("CANCELLED" if is_stopped else "FAILED", message)

    def _keep_checkpoints(self) -> None:
        """Those that have changed since; one of several processes is a folder of files."""
        for path, name in self._checkpoints.items():
            for file in [Path(path)] if Path(path).is_file() else sorted(Path(path).rglob("*")):
                if not file.is_file():
                    continue
                state = (file.stat().st_mtime, file.stat().st_size)
                if self._kept.get(str(file)) != state:
                    self._kept[str(file)] = state
                    inner = "" if file == Path(path) else f"/{file.relative_to(path).as_posix()}"
                    self._session.file(str(file), f"{name}{inner}")
