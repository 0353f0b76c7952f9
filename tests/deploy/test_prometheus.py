"""Rules and dashboard, as Prometheus' own checker sees them."""

import json
import re
import shutil
import subprocess

import pytest

from conftest import REPOSITORY, TOOLS
from queries import DEPLOY, dashboard, queries

RULES = DEPLOY / "prometheus/rules.yaml"


def promtool(*words, cwd=None):
    done = subprocess.run([TOOLS / "promtool", *words], cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_rules_are_accepted():
    assert "SUCCESS" in promtool("check", "rules", "--lint=all", "--lint-fatal", RULES)


def test_rules_say_what_they_should(tmp_path):
    shutil.copy(RULES, tmp_path / "rules.yaml")
    shutil.copy(REPOSITORY / "tests/deploy/rules.yaml", tmp_path / "tests.yaml")
    promtool("test", "rules", "tests.yaml", cwd=tmp_path)


def test_those_of_the_metrics_page_mean_the_same(tmp_path):
    """docs/metrics.md shows some of these alerts: the tests of those pass with these as well."""
    text = (REPOSITORY / "tests/metrics/alerts.yaml").read_text()
    shown = set(re.findall(r"alertname: (\w+)", text))
    assert shown <= set(re.findall(r"- alert: (\w+)", RULES.read_text())), shown
    page = (REPOSITORY / "docs/metrics.md").read_text()
    ours = RULES.read_text()
    for name in shown - {"ServerUnhealthy"}:  # which leaves out who has found it
        expression = re.search(rf"- alert: {name}\n\s+expr: (.+)\n", page).group(1)
        assert f"expr: {expression}\n" in ours, name


def test_the_configuration_is_accepted(tmp_path):
    for name in ("prometheus.yaml", "rules.yaml"):
        shutil.copy(DEPLOY / "prometheus" / name, tmp_path)
    promtool("check", "config", "prometheus.yaml", cwd=tmp_path)


def test_every_query_of_the_dashboard_is_one(tmp_path):
    asked = queries()
    assert len(asked) > 25
    rules = [{"record": f"query:{number}", "expr": query} for number, (_, query) in enumerate(asked)]
    # JSON is YAML.
    (tmp_path / "rules.yaml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    promtool("check", "rules", "--lint=none", "rules.yaml", cwd=tmp_path)


def test_the_dashboard_can_be_imported():
    board = dashboard()
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(numbers) == len(set(numbers))
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
    names = {variable["name"] for variable in board["templating"]["list"]}
    assert names == {"datasource", "job", "instance"}


@pytest.mark.parametrize("where", ["rules", "dashboard", "tests"])
def test_only_metrics_that_there_are(where):
    known = set(re.findall(r"`(plimsoll_\w+)`", (REPOSITORY / "docs/metrics.md").read_text()))
    rules = RULES.read_text()
    text = {
        "rules": "\n".join(line for line in rules.splitlines() if not line.strip().startswith("#")),
        "dashboard": "\n".join(query for _, query in queries()),
        "tests": (REPOSITORY / "tests/deploy/rules.yaml").read_text(),
    }[where]
    recorded = set(re.findall(r"- record: (\S+)", rules))
    for name in set(re.findall(r"[\w:]*plimsoll_\w+(?::\w+)?", text)):
        assert name in (recorded if ":" in name else known), name
