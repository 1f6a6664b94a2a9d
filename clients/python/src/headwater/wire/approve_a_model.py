from datetime import datetime

from .base_model import BaseModel
from .enums import AccessRole, ApprovalDecision


class ApproveAModel(BaseModel):
    approve: "ApproveAModelApprove"


class ApproveAModelApprove(BaseModel):
    approval: "ApproveAModelApproveApproval"


class ApproveAModelApproveApproval(BaseModel):
    decision: ApprovalDecision
    by: str
    at: datetime
    roles: list[AccessRole]


ApproveAModel.model_rebuild()
ApproveAModelApprove.model_rebuild()
