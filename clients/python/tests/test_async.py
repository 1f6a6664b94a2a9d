"""The same for those who await."""

from __future__ import annotations

import asyncio

import pandas as pd
from sklearn.linear_model import LinearRegression

import headwater
from headwater import Entity, FeatureSet

NOW = pd.Timestamp("2026-01-01T00:00:00Z")


def test_all_of_it_can_be_awaited(name: str) -> None:
    async def use() -> None:
        async with headwater.connect_async() as hw:
            await hw.apply(Entity(name), FeatureSet(name, name, {"x": float}), show=False)
            rows = pd.DataFrame({name: ["a", "b"], "event_time": NOW, "x": [1.0, 2.0]})
            assert (await hw.features.write(rows, name)).written == 2
            lookups = [hw.features.online([f"{name}:x"], entities=[{name: key}]) for key in "abab"]
            assert [frame["x"][0] for frame in await asyncio.gather(*lookups)] == [1, 2, 1, 2]
            spine = rows[[name, "event_time"]].assign(y=[3.0, 4.0])
            made = await hw.training_set(spine, features=[f"{name}:x"], label="y", progress=False)
            async with hw.run(name) as run:
                await run.log(loss=0.5)
                version = await run.log_model(LinearRegression().fit(made[["x"]], made["y"]), signature_from=made)
            assert (await (await hw.model(version.label)).load()).predict(made[["x"]])[1] > 3
            assert (await hw.datasets.read(made.attrs["training_set"]))["x"].tolist() == [1, 2]

    asyncio.run(use())
