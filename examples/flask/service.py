"""What the live model reads of a flight, with a default for what is missing or old.

flask --app service run
"""

from typing import Any

from flask import Flask, abort, request

import headwater.flask
from headwater.errors import BadUserInput, TimedOut, Unavailable
from headwater.records.serving import Policy

app = Flask(__name__)
app.json.sort_keys = False  # The order of the features is the model's.
# Old values count as missing, and what is missing is an airport in whose last three hours nobody was late.
policy = Policy(on_expired="NULL", defaults={"origin__mean_delay_3h": 0.0, "origin__late_share_3h": 0.0})
# HEADWATER_URL, HEADWATER_KEY and HEADWATER_PROJECT of app.config, else of the environment.
flight = headwater.flask.HeadwaterFeatures(app, deployment="production/flight-delay", timeout=1, policy=policy)


@app.get("/flights/<origin>/<destination>")
def features_of(origin: str, destination: str) -> dict[str, Any]:
    """By deployment: after a switch to another version this answers with what that one reads."""
    asked = {
        "distance_miles": request.args.get("distance_miles", 0.0, float),
        "hour_of_day": request.args.get("hour_of_day", 12, int),
    }
    try:
        return flight.one(origin=origin, destination=destination, **asked)
    except BadUserInput as error:
        abort(422, error.message)
    except (TimedOut, Unavailable) as error:
        abort(503, error.message)
