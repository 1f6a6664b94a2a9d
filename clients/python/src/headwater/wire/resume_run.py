from pydantic import Field

from .base_model import BaseModel


class ResumeRun(BaseModel):
    resume_run: "ResumeRunResumeRun" = Field(alias="resumeRun")


class ResumeRunResumeRun(BaseModel):
    run: "ResumeRunResumeRunRun"


class ResumeRunResumeRunRun(BaseModel):
    id: str


ResumeRun.model_rebuild()
ResumeRunResumeRun.model_rebuild()
