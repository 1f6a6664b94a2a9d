"""Models that are imported by their path."""

from __future__ import annotations

from typing import Any

import pytorch_lightning as lightning
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, inputs: int, hidden: int = 8, rate: float = 0.1) -> None:
        super().__init__()
        self.inputs, self.hidden, self.rate = inputs, hidden, rate
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden), nn.BatchNorm1d(hidden), nn.Dropout(rate), nn.Linear(hidden, 1)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


class Silent(nn.Module):
    """Keeps nothing of what it was made with."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, 1)


class Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
        self.second.weight = self.first.weight


class Extra(nn.Linear):
    def __init__(self) -> None:
        super().__init__(1, 1)

    def get_extra_state(self) -> Any:
        return {"anything": object}

    def set_extra_state(self, state: Any) -> None:
        raise AssertionError(state)


class Regression(lightning.LightningModule):
    def __init__(self, inputs: int, rate: float = 0.05, fail_at: int | None = None) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.line = nn.Linear(inputs, 1)

    def training_step(self, batch: Any, index: int) -> torch.Tensor:
        if self.hparams["fail_at"] == self.global_step:
            raise ZeroDivisionError("as was wished")
        x, y = batch
        loss = nn.functional.mse_loss(self.line(x).squeeze(1), y)
        self.log("loss", loss)
        if self.global_step % 3 == 0:
            self.log("odd", float("nan") if self.global_step % 2 else float("inf"))
        return loss

    def test_step(self, batch: Any, index: int) -> None:
        x, y = batch
        self.log("test_loss", nn.functional.mse_loss(self.line(x).squeeze(1), y))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=self.hparams["rate"])
