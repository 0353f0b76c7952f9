"""What the dashboard asks."""

import json
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def dashboard():
    return json.loads((DEPLOY / "grafana/plimsoll.json").read_text())


def queries(job=".*", instance=".*", interval="1m"):
    """(title of the panel, query) of all, with Grafana's variables filled in."""
    filled = []
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", []):
            query = target["expr"]
            for name, value in (("$job", job), ("$instance", instance), ("$__rate_interval", interval)):
                query = query.replace(name, value)
            assert "$" not in query, query
            filled.append((panel["title"], query))
    return filled
