"""What a run runs in."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from typing import Any

MOST_PACKAGES = 200


def capture_environment() -> dict[str, Any]:
    """Python, the machine, and the packages that are imported. Nothing of the environment's variables: secrets live there."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": platform.platform(),
        "packages": imported_packages(),
    }


def imported_packages() -> dict[str, str]:
    """Distribution → version."""
    imported = {name.partition(".")[0] for name in list(sys.modules) if not name.startswith("_")}
    found: dict[str, str] = {}
    for module, distributions in packages_distributions().items():
        if module in imported:
            found |= {name: known for name in distributions if (known := version_of(name)) is not None}
    return dict(sorted(found.items())[:MOST_PACKAGES])


def version_of(distribution: str) -> str | None:
    """Its version; None where it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
