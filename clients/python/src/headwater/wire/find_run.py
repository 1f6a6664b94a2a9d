from typing import Optional

from .base_model import BaseModel
from .fragments import RunFacts


class FindRun(BaseModel):
    run: Optional["FindRunRun"]


FindRunRun = RunFacts
FindRun.model_rebuild()
