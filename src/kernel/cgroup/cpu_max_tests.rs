use super::*;

#[test]
fn reads_both_forms() {
    let none = parse(b"max 100000\n").unwrap();
    assert_eq!(none, CpuMax { quota_us: Bound::Max, period_us: 100_000 });
    assert_eq!(none.cpus(), None);
    let half = parse(b"50000 100000\n").unwrap();
    assert_eq!(half, CpuMax { quota_us: Bound::Value(50_000), period_us: 100_000 });
    assert_eq!(half.cpus(), Some(0.5));
    assert_eq!(parse(b"250000 100000\n").unwrap().cpus(), Some(2.5));
    assert_eq!(parse(b"50000 0\n").unwrap().cpus(), None);
}

#[test]
fn half_a_limit_is_none() {
    for text in [
        "",
        "\n",
        "max\n",
        "50000\n",
        "50000 100000",
        "50000 x\n",
        "-1 100000\n",
        "50000 100000 0\n",
        "50000 100000\r\n",
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text:?}");
    }
}
