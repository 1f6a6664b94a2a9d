"""The network of both examples, and what it learns from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import torch
from torch import nn

import headwater
from headwater import Entity, FeatureSet

AIRPORTS = ["SEA", "DEN", "SFO", "ORD"]
COLUMNS = ["mean_delay", "departures", "distance"]


class DelayNet(nn.Module):
    """What it is made with stands in attributes of the same names: so a loaded one is made without being told how."""

    def __init__(self, inputs: int, hidden: int = 16) -> None:
        super().__init__()
        self.inputs, self.hidden = inputs, hidden
        self.layers = nn.Sequential(nn.BatchNorm1d(inputs), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x).squeeze(1)


def make_training_set(hw: headwater.Headwater) -> pd.DataFrame:
    """Features of airports, joined to flights as they were when each of them left."""
    random = np.random.default_rng(1)
    hours = pd.date_range("2026-01-01", periods=200, freq="h", tz="UTC")
    board = pd.DataFrame({"airport": AIRPORTS * 50, "event_time": hours})
    board["mean_delay"] = random.normal(10, 3, 200)
    board["departures"] = random.integers(5, 60, 200)
    hw.apply(
        Entity("airport"),
        FeatureSet("departure_board", "airport", {"mean_delay": float, "departures": int}),
        show=False,
    )
    hw.features.write(board, "departure_board")
    flights = board[["airport"]].assign(
        event_time=hours + pd.Timedelta("30min"), distance=random.uniform(100, 3000, 200)
    )
    flights["delay"] = board["mean_delay"] + board["departures"] / 10 + flights["distance"] / 1000
    return hw.training_set(flights, features=["departure_board:*"], label="delay", progress=False)


def tensors(train: pd.DataFrame) -> tuple[torch.Tensor, torch.Tensor]:
    """The columns in the model's order, and the label."""
    x, y = train[COLUMNS].to_numpy("float32"), train[train.attrs["label"]].to_numpy("float32")
    return torch.from_numpy(x), torch.from_numpy(y)
