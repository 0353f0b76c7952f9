use super::*;

fn labels(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_silence_is_of_a_target_of_a_label_or_of_all_until_its_time() {
    let mut silences = Silences::default();
    let label = Silenced::Label { name: "team".into(), value: "shop".into() };
    silences.add(Silenced::Target("search".into()), 100, "moves");
    silences.add(label, 200, "sale");
    let until = |target: &str, list: &[(&str, &str)], now| {
        silences.of(target, &labels(list), now).map(|silence| silence.until_unix_s)
    };
    assert_eq!(until("search", &[], 99), Some(100));
    assert_eq!(until("search", &[], 100), None);
    assert_eq!(until("search", &[("team", "shop")], 50), Some(200), "the one that lasts longest");
    assert_eq!(until("other", &[("team", "shop")], 150), Some(200));
    assert_eq!(until("other", &[("team", "ship")], 50), None);
    assert_eq!(until("other", &[("shop", "team")], 50), None);
    silences.add(Silenced::All, 300, "night");
    assert!(silences.of("whatever", &labels(&[]), 299).is_some());
}

#[test]
fn they_end_by_themselves_or_by_hand_and_no_number_is_used_twice() {
    let mut silences = Silences::default();
    let first = silences.add(Silenced::All, 100, "");
    let second = silences.add(Silenced::All, 50, "");
    let third = silences.add(Silenced::All, 70, "");
    assert_eq!(silences.remove(second).map(|silence| silence.until_unix_s), Some(50));
    assert_eq!(silences.remove(second), None);
    let fourth = silences.add(Silenced::All, 60, "");
    assert_eq!([first, second, third, fourth], [1, 2, 3, 4]);
    let ended: Vec<u64> = silences.ended(70).into_iter().map(|silence| silence.id).collect();
    assert_eq!(ended, [fourth, third]);
    assert_eq!(silences.list().len(), 1);
    assert!(silences.of("a", &labels(&[]), 80).is_some());
}

#[test]
fn they_serialize() {
    let mut silences = Silences::default();
    silences.add(Silenced::Label { name: "a".into(), value: "b".into() }, 5, "why");
    let json = serde_json::to_value(silences.list()).unwrap();
    let of = serde_json::json!({"label": {"name": "a", "value": "b"}});
    assert_eq!(json, serde_json::json!([{"id": 1, "of": of, "until_unix_s": 5, "why": "why"}]));
}
