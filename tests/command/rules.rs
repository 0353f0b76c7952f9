use serde_json::Value;

use super::run;

#[test]
fn every_rule_is_listed_with_thresholds_and_source() {
    let said = run(&["rules", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["schema"], "plimsoll.rules/1");
    let rules = json["rules"].as_array().unwrap();
    let (own, pools) = (plimsoll::rules::RULES.len(), plimsoll::dbpool::RULES.len());
    assert_eq!(rules.len(), own + 2 + pools, "and those of fed metrics and pools");
    assert_eq!(rules[own]["component"], "metric:<name>");
    assert_eq!(rules.last().unwrap()["component"], "database_queries:<name>");
    let throttling = rules.iter().find(|rule| rule["name"] == "cpu.throttling").unwrap();
    assert_eq!(throttling["steps"][0], serde_json::json!({"severity": "high", "raise": 0.1, "clear": 0.05}));
    assert!(throttling["source"].as_str().unwrap().contains("systemd"));

    let page = run(&["rules"]);
    for rule in rules {
        assert!(page.out.contains(&format!("\n  {} ", rule["name"].as_str().unwrap())), "{rule}");
    }
    assert!(page.out.contains("      critical  below 2 h, cleared at 2 h 30 min\n"), "{}", page.out);
    for line in page.out.lines() {
        assert!(line.chars().count() <= 80 && line == line.trim_end(), "{line:?}");
    }
    let some = run(&["rules", "leak"]).out;
    assert!(some.contains("pids.leak") && !some.contains("cpu.throttling"), "{some}");
}
