use super::*;
use crate::advise::fixtures::*;

#[test]
fn sizes_below_a_mebibyte_are_not_nothing() {
    for (bytes, docker, kubernetes, systemd) in [
        (75 * MIB, "75m", "75Mi", "75M"),
        (MIB, "1m", "1Mi", "1M"),
        (MIB - 1, "1023k", "1023Ki", "1023K"),
        (512 << 10, "512k", "512Ki", "512K"),
        (1000, "1000b", "1000", "1000"),
    ] {
        let said = (docker_size(bytes), kubernetes_size(bytes), systemd_size(bytes));
        assert_eq!(said, (docker.to_owned(), kubernetes.to_owned(), systemd.to_owned()));
    }
}

#[test]
fn docker_is_told_no_less_than_it_takes() {
    let setting = setting();
    let of = |actions: &[Action], target: &str| {
        actions.iter().find(|action| action.target == target).map(|action| action.value.clone())
    };
    let limit = memory_limit(&setting.view(), 512 << 10);
    assert_eq!(of(&limit, "--memory").as_deref(), Some("6m"));
    assert_eq!(of(&limit, "--memory-swap").as_deref(), Some("12m"));
    assert_eq!(of(&limit, "resources.limits.memory").as_deref(), Some("512Ki"));
    assert_eq!(of(&limit, "MemoryMax=").as_deref(), Some("512K"));
    let low = memory_low(&setting.view(), MIB);
    assert_eq!(of(&low, "--memory-reservation").as_deref(), Some("6m"));
    assert_eq!(of(&low, "MemoryLow=").as_deref(), Some("1M"));
}
