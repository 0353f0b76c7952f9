use super::{read, Document};
use crate::finding::Status;

fn document(text: &str) -> Document {
    read(text.as_bytes(), 64).expect("a health document")
}

fn names(document: &Document) -> Vec<(&str, Status)> {
    document.checks.iter().map(|check| (check.name.as_str(), check.status)).collect()
}

#[test]
fn spring_boot_actuator() {
    let down = document(
        r#"{"status":"DOWN","components":{
            "db":{"status":"DOWN","details":{"database":"PostgreSQL","error":"refused"}},
            "diskSpace":{"status":"UP","details":{"total":250,"free":100}},
            "rabbit":{"status":"UP","components":{"orders":{"status":"OUT_OF_SERVICE"}}}}}"#,
    );
    assert_eq!(down.status, Status::Unhealthy);
    let expected = [
        ("db", Status::Unhealthy),
        ("diskSpace", Status::Healthy),
        ("rabbit", Status::Healthy),
        ("rabbit/orders", Status::Unhealthy),
    ];
    assert_eq!(names(&down), expected);
    assert!(down.message.contains("db (DOWN)"), "{}", down.message);
}

#[test]
fn health_json_of_the_ietf_draft() {
    let warn = document(
        r#"{"status":"pass","output":"","checks":{
            "cassandra:responseTime":[{"status":"pass"},{"status":"warn","observedValue":250}],
            "uptime":[{"componentType":"system","observedValue":1209600.245,"observedUnit":"s"}]}}"#,
    );
    assert_eq!(warn.status, Status::Degraded, "a part that warns takes the best from it");
    let expected =
        [("cassandra:responseTime", Status::Healthy), ("cassandra:responseTime", Status::Degraded)];
    assert_eq!(names(&warn), expected);
}

#[test]
fn small_ones_and_those_of_other_houses() {
    for (text, status) in [
        (r#"{"status":"ok"}"#, Status::Healthy),
        (r#"{"status":"fail","output":"queue full"}"#, Status::Unhealthy),
        (r#"{"status":"ok","checks":{"redis":"ok","smtp":"down"}}"#, Status::Degraded),
        (r#"{"status":"Unhealthy","entries":{"sql":{"status":"Unhealthy"}}}"#, Status::Unhealthy),
        (r#"{"cluster_name":"es","status":"yellow"}"#, Status::Degraded),
        (r#"{"status":"UNKNOWN"}"#, Status::Unknown),
    ] {
        assert_eq!(document(text).status, status, "{text}");
    }
    assert!(document(r#"{"status":"fail","output":"queue full"}"#).message.contains("queue full"));
}

#[test]
fn what_is_none() {
    for text in
        [r#"{"status":"active"}"#, r#"{"status":200}"#, r#"["ok"]"#, "ok", "{}", r#"{"status":"ok""#, ""]
    {
        assert_eq!(read(text.as_bytes(), 64), None, "{text}");
    }
    let deep = format!("{}{}{}", r#"{"status":"ok","a":"#, "[".repeat(100), "]".repeat(100)) + "}";
    assert_eq!(read(deep.as_bytes(), 64), None);
}
