"""What comes back from the service, or doesn't, as values and errors."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

import httpx
from pydantic import BaseModel

from headwater.errors import HeadwaterError, TimedOut, Unavailable, error_of

LONGEST_WAIT = 10.0
BUSY = frozenset({429, 503})


def as_variables(value: Any) -> Any:
    """Variables of an operation as JSON has them; what nobody gave is left out, and floats that are no numbers of JSON are texts."""
    if isinstance(value, BaseModel):
        return as_variables(value.model_dump(by_alias=True, exclude_none=True))
    if isinstance(value, dict):
        return {name: as_variables(part) for name, part in value.items() if type(part).__name__ != "UnsetType"}
    if isinstance(value, list | tuple):
        return [as_variables(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    return value.isoformat() if isinstance(value, datetime) else value


def data_of(response: httpx.Response) -> dict[str, Any]:
    """The data of an answer of GraphQL.

    Raises:
        HeadwaterError: Of the class of the first error's code.
    """
    try:
        answer = response.json()
    except ValueError:
        raise problem_of(response) from None
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if errors:
        extensions = dict(errors[0].get("extensions") or {})
        raise error_of(extensions.pop("code", None), str(errors[0].get("message")), extensions)
    if not response.is_success or not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise problem_of(response)
    data: dict[str, Any] = answer["data"]
    return data


def problem_of(response: httpx.Response) -> HeadwaterError:
    """What a refused request says: problem+json of the service, or whatever stands between it and here."""
    try:
        told = json.loads(response.content)
    except ValueError:
        told = None
    if isinstance(told, dict) and "code" in told:
        details = {name: value for name, value in told.items() if name not in {"title", "detail", "code", "status"}}
        return error_of(str(told["code"]), str(told.get("detail", told.get("title"))), details)
    kind = Unavailable if response.status_code in {502, 503, 504} else HeadwaterError
    return kind(
        f"{response.request.method} {response.request.url} was answered {response.status_code} by what is no Headwater: "
        f"{response.text[:200]!r}. Look at the URL and at what stands in between.",
        {"status": response.status_code},
    )


def wait_of(response: httpx.Response, attempt: int) -> float:
    """Seconds until a request that was refused for now is sent again."""
    told = response.headers.get("retry-after", "")
    return min(float(told) if told.isdigit() else 0.2 * 2**attempt, LONGEST_WAIT)


def failure_of(error: httpx.TransportError, url: str, timeout: float) -> HeadwaterError:
    """What it means that no answer came."""
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return TimedOut(
            f"{url} did not answer within {timeout:g} s; ask for less, or give more: headwater.connect(timeout=…).",
            {"timeout": timeout},
        )
    reason = str(error) or type(error).__name__
    return Unavailable(
        f"Headwater does not answer at {url} ({reason}). Start it with `npm start`, or say where it is: "
        "headwater.connect(url), or the variable HEADWATER_URL.",
        {"url": url},
    )
