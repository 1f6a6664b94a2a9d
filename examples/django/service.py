"""What the live model reads of a flight, and a refusal where that is too old to be believed. A whole site in one file:

python service.py runserver
"""

import os
import secrets
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, JsonResponse
from django.urls import path

import headwater.django
from headwater.errors import FailedPrecondition, HeadwaterError
from headwater.records.serving import Policy

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ.get("SECRET_KEY", secrets.token_hex(32)),
    # What is left out comes from HEADWATER_URL, HEADWATER_KEY and HEADWATER_PROJECT.
    HEADWATER={"url": os.environ.get("HEADWATER_URL")},
)

flight = headwater.django.features(deployment="production/flight-delay", timeout=1, policy=Policy(on_expired="ERROR"))


def features_of(request: HttpRequest, origin: str, destination: str) -> JsonResponse:
    """An unknown airport has nulls, which is the policy's default; an old value is refused, with its name."""
    try:
        return JsonResponse(flight().one(origin=origin, destination=destination))
    except FailedPrecondition as error:
        return JsonResponse({"code": error.code, "detail": error.message}, status=409)
    except HeadwaterError as error:
        return JsonResponse({"code": error.code, "detail": error.message}, status=503)


urlpatterns = [path("flights/<str:origin>/<str:destination>", features_of)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
