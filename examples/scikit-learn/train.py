"""Trains a model of scikit-learn on the demo's training set, and deploys it: the services of the other examples read it."""

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import headwater

COLUMNS = ["origin__mean_delay_3h", "destination__mean_delay_3h", "hour_of_day", "distance_miles"]

hw = headwater.connect()
winter = hw.datasets.read("winter_flights")
learnt, judged = (table.dropna(subset=COLUMNS) for table in (winter, hw.datasets.read("march_flights")))

with hw.run("late-flight", inputs=[winter, "march_flights"], experiment="late flights") as run:
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(learnt[COLUMNS], learnt["late"].astype(bool))
    auc = roc_auc_score(judged["late"].astype(bool), model.predict_proba(judged[COLUMNS])[:, 1])
    run.log(roc_auc=auc)
    # The signature: two features, pinned to the versions that it learnt from, and two values that come with the request.
    version = run.log_model(model, name="late_flight", signature_from=winter, metrics={"roc_auc": auc})

version.set_alias("champion")
hw.deploy("staging/late-flight", version, create_environment=True)
print(f"{version.label} has an AUC of {auc:.2f} on March, and reads {', '.join(version.signature)}.")
