from datetime import datetime
from typing import Literal, Optional

from headwater.core.scalars import JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import ChangeDoor


class WhatWasDone(BaseModel):
    changes: "WhatWasDoneChanges"


class WhatWasDoneChanges(BaseModel):
    nodes: list["WhatWasDoneChangesNodes"]
    page_info: "WhatWasDoneChangesPageInfo" = Field(alias="pageInfo")


class WhatWasDoneChangesNodes(BaseModel):
    at: datetime
    principal: str
    door: ChangeDoor
    action: str
    reason: Optional[str]
    nodes: list["WhatWasDoneChangesNodesNodes"]
    details: JsonObject


class WhatWasDoneChangesNodesNodes(BaseModel):
    typename__: Literal[
        "Dataset",
        "DatasetVersion",
        "Deployment",
        "Entity",
        "Environment",
        "Experiment",
        "FeatureService",
        "FeatureServiceVersion",
        "FeatureSet",
        "FeatureSetVersion",
        "GraphNode",
        "Job",
        "LoggedModel",
        "Model",
        "ModelVersion",
        "Run",
    ] = Field(alias="__typename")
    label: str


class WhatWasDoneChangesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


WhatWasDone.model_rebuild()
WhatWasDoneChanges.model_rebuild()
WhatWasDoneChangesNodes.model_rebuild()
