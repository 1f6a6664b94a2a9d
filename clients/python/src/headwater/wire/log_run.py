from pydantic import Field

from .base_model import BaseModel


class LogRun(BaseModel):
    log_run: "LogRunLogRun" = Field(alias="logRun")


class LogRunLogRun(BaseModel):
    run: "LogRunLogRunRun"


class LogRunLogRunRun(BaseModel):
    id: str


LogRun.model_rebuild()
LogRunLogRun.model_rebuild()
