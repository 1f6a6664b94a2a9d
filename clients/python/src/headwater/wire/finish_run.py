from pydantic import Field

from .base_model import BaseModel
from .fragments import RunFacts


class FinishRun(BaseModel):
    finish_run: "FinishRunFinishRun" = Field(alias="finishRun")


class FinishRunFinishRun(BaseModel):
    run: "FinishRunFinishRunRun"


FinishRunFinishRunRun = RunFacts
FinishRun.model_rebuild()
FinishRunFinishRun.model_rebuild()
