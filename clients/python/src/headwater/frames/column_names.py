"""Names for the columns of features, as the service names those of training sets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_PINNED = re.compile(r"^(?P<set>.+)@(?P<version>\d+):(?P<name>[^:~]+)(?:~(?P<role>.+))?$")


@dataclass(frozen=True)
class PinnedFeature:
    """A pinned reference in its parts; a request input has a name alone."""

    ref: str
    name: str
    set: str = ""
    version: str = ""
    role: str | None = None

    @property
    def feature_set(self) -> str:
        """``airport_traffic@2``; empty for a request input."""
        return f"{self.set}@{self.version}" if self.set else ""

    @property
    def without_role(self) -> str:
        """``airport_traffic@2:mean_delay_3h``."""
        return f"{self.feature_set}:{self.name}"


def split_ref(ref: str) -> PinnedFeature:
    """``airport_traffic@2:mean_delay_3h~origin`` in its parts."""
    found = _PINNED.match(ref)
    return PinnedFeature(ref, ref) if found is None else PinnedFeature(ref, **found.groupdict())


def name_columns(refs: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """A distinct name for each pinned reference::

        mean_delay                                where no other set that is asked for has such a feature
        airport_traffic__mean_delay               where several sets have it, or another column has that name
        airport_traffic_2__mean_delay             where several versions of a set are asked for
        destination__mean_delay                   in a role, and then as above

    The service does the same in `training-sets/name-columns.ts`.
    """
    features = [split_ref(ref) for ref in refs]
    alike: dict[tuple[str | None, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for feature in features:
        alike[feature.role, feature.name][feature.set].add(feature.version)
    keys = {name.lower() for name in taken}
    used = set(keys)
    names = []
    for feature in features:
        sets = alike[feature.role, feature.name]
        plain = _join(feature.role, "", feature.name)
        if len(sets[feature.set]) > 1:
            name = _join(feature.role, f"{feature.set}_{feature.version}", feature.name)
        else:
            name = _join(feature.role, feature.set, feature.name) if len(sets) > 1 or plain in keys else plain
        distinct, number = name, 2
        while distinct.lower() in used:
            distinct, number = f"{name}_{number}", number + 1
        used.add(distinct.lower())
        names.append(distinct)
    return names


def _join(*parts: str | None) -> str:
    return "__".join(part for part in parts if part)
