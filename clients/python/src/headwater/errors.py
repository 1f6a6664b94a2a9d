"""What goes wrong, as exceptions: one class for each code of the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class HeadwaterError(Exception):
    """Something was refused, or could not be done.

    Attributes:
        code: The code of the service, such as ``NOT_FOUND``; the same on all of its doors.
        message: What was wrong, which value, and what would be right.
        field: The argument, column or field that it is about, where it is about one.
        expected: What would have been right there.
        found: What was there.
        details: All that the service said besides.
    """

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = dict(details or {})
        field = self.details.get("field", self.details.get("column", self.details.get("path")))
        self.field: str | None = None if field is None else str(field)
        self.expected: Any = self.details.get("expected")
        self.found: Any = self.details.get("found")

    def __reduce__(self) -> tuple[type[HeadwaterError], tuple[str, dict[str, Any]]]:
        return type(self), (self.message, self.details)


class BadUserInput(HeadwaterError, ValueError):
    """A value is not what it has to be."""

    code = "BAD_USER_INPUT"


class NotFound(HeadwaterError, LookupError):
    """There is no such thing; the message names the nearest that there are."""

    code = "NOT_FOUND"


class AlreadyExists(HeadwaterError):
    """The name is taken."""

    code = "ALREADY_EXISTS"


class Conflict(HeadwaterError):
    """Something else was said before, or somebody was faster."""

    code = "CONFLICT"


class FailedPrecondition(HeadwaterError):
    """It can't be done as things stand."""

    code = "FAILED_PRECONDITION"


class Unauthenticated(HeadwaterError):
    """The service doesn't know who asks: there is no key, or a wrong one."""

    code = "UNAUTHENTICATED"


class Forbidden(HeadwaterError, PermissionError):
    """Whoever the key belongs to may not do this."""

    code = "FORBIDDEN"


class RateLimited(HeadwaterError):
    """Too much at once; ``details["retryAfter"]`` says in how many seconds to come back."""

    code = "RATE_LIMITED"


class TooComplex(HeadwaterError):
    """The question is larger than the service answers."""

    code = "TOO_COMPLEX"


class TimedOut(HeadwaterError, TimeoutError):
    """It took longer than it may. What was to be written may have been."""

    code = "TIMEOUT"


class Unavailable(HeadwaterError, ConnectionError):
    """There is no service at the URL, or it can't answer now."""

    code = "UNAVAILABLE"


class Internal(HeadwaterError):
    """The service failed; its log has the cause under ``details["errorId"]``."""

    code = "INTERNAL"


# What is wrong with what was sent, so that sending it again would not help.
REFUSED = (AlreadyExists, BadUserInput, Conflict, FailedPrecondition, NotFound, TooComplex)

_KINDS: tuple[type[HeadwaterError], ...] = (
    BadUserInput,
    NotFound,
    AlreadyExists,
    Conflict,
    FailedPrecondition,
    Unauthenticated,
    Forbidden,
    RateLimited,
    TooComplex,
    TimedOut,
    Unavailable,
    Internal,
)
_BY_CODE: dict[str, type[HeadwaterError]] = {kind.code: kind for kind in _KINDS}


def error_of(code: str | None, message: str, details: Mapping[str, Any] | None = None) -> HeadwaterError:
    """The exception of a code; a newer service may have codes that this client has no class for."""
    return _BY_CODE.get(code or "", HeadwaterError)(message, {**(details or {}), "code": code})
