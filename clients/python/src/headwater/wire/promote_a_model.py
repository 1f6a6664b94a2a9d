from typing import Optional

from .base_model import BaseModel
from .enums import GateVerdict, PromotionRuleOutcome


class PromoteAModel(BaseModel):
    promote: "PromoteAModelPromote"


class PromoteAModelPromote(BaseModel):
    changed: bool
    previous: Optional["PromoteAModelPromotePrevious"]
    evaluation: "PromoteAModelPromoteEvaluation"


class PromoteAModelPromotePrevious(BaseModel):
    label: str


class PromoteAModelPromoteEvaluation(BaseModel):
    verdict: GateVerdict
    rules: list["PromoteAModelPromoteEvaluationRules"]


class PromoteAModelPromoteEvaluationRules(BaseModel):
    outcome: PromotionRuleOutcome
    explanation: str


PromoteAModel.model_rebuild()
PromoteAModelPromote.model_rebuild()
PromoteAModelPromoteEvaluation.model_rebuild()
