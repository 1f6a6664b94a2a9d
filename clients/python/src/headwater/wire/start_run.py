from pydantic import Field

from .base_model import BaseModel


class StartRun(BaseModel):
    start_run: "StartRunStartRun" = Field(alias="startRun")


class StartRunStartRun(BaseModel):
    created: bool
    run: "StartRunStartRunRun"


class StartRunStartRunRun(BaseModel):
    id: str
    name: str


StartRun.model_rebuild()
StartRunStartRun.model_rebuild()
