"""Where the code is that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from headwater.wire.input_types import CodeReferenceInput

SECONDS = 5


def capture_code() -> CodeReferenceInput | None:
    """The repository, commit and program; None outside of a git repository, or without git.

    A password in the URL of the repository stays here. A commit with changes that aren't committed ends in ``-dirty``.
    """
    script = os.path.abspath(sys.argv[0]) if sys.argv and sys.argv[0] not in {"", "-c", "-m"} else ""
    folder = os.path.dirname(script) if os.path.isfile(script) else os.getcwd()
    top = _git(folder, "rev-parse", "--show-toplevel")
    commit = _git(folder, "rev-parse", "HEAD")
    if not top or not commit:
        return None
    remote = _git(folder, "config", "--get", "remote.origin.url")
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    inside = script and os.path.realpath(script).startswith(os.path.realpath(top) + os.sep)
    return CodeReferenceInput(
        repository=re.sub(r"//[^/@]*@", "//", remote) if remote else os.path.basename(top),
        commit=f"{commit}-dirty" if changed else commit,
        entryPoint=os.path.relpath(os.path.realpath(script), os.path.realpath(top)) if inside else None,
    )


def _git(folder: str, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
