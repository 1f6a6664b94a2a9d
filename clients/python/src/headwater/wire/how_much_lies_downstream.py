from pydantic import Field

from .base_model import BaseModel
from .enums import NodeKind


class HowMuchLiesDownstream(BaseModel):
    lineage: "HowMuchLiesDownstreamLineage"


class HowMuchLiesDownstreamLineage(BaseModel):
    complete: bool
    counts_by_kind: list["HowMuchLiesDownstreamLineageCountsByKind"] = Field(
        alias="countsByKind"
    )
    counts_by_depth: list[int] = Field(alias="countsByDepth")


class HowMuchLiesDownstreamLineageCountsByKind(BaseModel):
    kind: NodeKind
    count: int


HowMuchLiesDownstream.model_rebuild()
HowMuchLiesDownstreamLineage.model_rebuild()
