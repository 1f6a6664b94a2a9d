"""Which of several processes of one training this is."""

from __future__ import annotations

import json
import os

# As torchrun, SLURM, MPI and their like have it.
RANKS = ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "LOCAL_RANK")


def is_first_process() -> bool:
    """Whether it is the one that logs: the first, or the only one."""
    for name in RANKS:
        if name in os.environ:
            return os.environ[name] == "0"
    try:
        task = json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {})
        return task.get("type") in {None, "chief", "worker"} and int(task.get("index", 0)) == 0
    except (ValueError, AttributeError, TypeError):
        return True
