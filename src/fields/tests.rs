use std::mem::{offset_of, size_of};

use super::*;
use crate::units::Limit;

#[test]
fn names_are_unique_and_carry_their_unit() {
    for (index, field) in FIELDS.iter().enumerate() {
        assert!(!FIELDS[..index].iter().any(|other| other.name == field.name), "{} twice", field.name);
        let suffix = match field.unit {
            Unit::Bytes => "_bytes",
            Unit::Seconds => "_seconds",
            Unit::Ratio => "_ratio",
            Unit::Cpus => "_cpus",
            Unit::Count => "",
            Unit::BytesPerSecond | Unit::PerSecond => panic!("{} is a rate: those are of Usage", field.name),
        };
        assert!(field.name.ends_with(suffix), "{} lacks {suffix}", field.name);
        assert_eq!(field.group.names().count(), 1, "{} belongs to one group", field.name);
        assert!(field.doc.ends_with('.') && !field.source.is_empty() && !field.since.is_empty());
    }
}

#[test]
fn the_struct_is_the_table() {
    assert!(FIELDS.len() <= 256, "valid has 256 bits");
    let header = offset_of!(Sample, host_cpu_user_seconds);
    assert_eq!(size_of::<Sample>(), header + 8 * FIELDS.len());
}

#[test]
fn a_value_set_is_the_value_got_and_others_stay_missing() {
    let mut sample = Sample::default();
    sample.set_cgroup_memory_limit_bytes(Some(Limit::Max));
    sample.set_cgroup_cpu_quota_cpus(Some(Limit::Value(0.5)));
    sample.set_host_load1(Some(2.5));
    sample.set_host_load5(None);
    assert_eq!(sample.cgroup_memory_limit_bytes(), Some(Limit::Max));
    assert_eq!(sample.get("cgroup_memory_limit_bytes"), Some(Value::Limit(Limit::Max)));
    assert_eq!(sample.get("cgroup_cpu_quota_cpus"), Some(Value::LimitF64(Limit::Value(0.5))));
    assert_eq!(sample.host_load1(), Some(2.5));
    assert_eq!(sample.host_load5(), None);
    assert_eq!(sample.get("no_such_field"), None);
    assert_eq!(sample.values().count(), 3);
}

#[test]
fn json_holds_the_schema_first_and_only_what_was_read() {
    let mut sample = Sample::default();
    sample.set_cgroup_memory_limit_bytes(Some(Limit::Max));
    sample.set_host_forks(Some(7));
    let json = serde_json::to_string(&sample).unwrap();
    assert!(json.starts_with(r#"{"schema":"plimsoll.sample/1","#), "{json}");
    assert!(json.contains(r#""cgroup_memory_limit_bytes":"max""#));
    assert!(json.contains(r#""host_forks":7"#));
    assert!(!json.contains("host_load1"));
}

#[test]
fn group_names_go_both_ways() {
    for name in Groups::FULL.names() {
        assert_eq!(Groups::from_group_name(name).unwrap().names().collect::<Vec<_>>(), [name]);
    }
    assert_eq!(Groups::FULL.names().count(), 16);
    assert_eq!(Groups::from_group_name("tick"), Some(Groups::TICK));
    assert_eq!(Groups::from_group_name("TICK"), None);
}
