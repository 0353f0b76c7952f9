use super::*;

#[test]
fn labels_drop_the_unit() {
    for (name, text) in [
        ("cgroup_cpu_usage_cpus", "cgroup cpu usage"),
        ("cgroup_effective_cpus", "cgroup effective cpus"),
        ("cgroup_cpu_throttled_cpus", "cgroup cpu refused"),
        ("network_sent_bytes_per_second", "network sent"),
        ("cgroup_memory_oom_kills_in_window", "cgroup memory oom kills"),
        ("host_load1", "host load1"),
    ] {
        assert_eq!(label(name), text);
    }
}

#[test]
fn long_texts_are_cut_and_say_so() {
    assert_eq!(elide_start("/kubepods/pod1/abc", 10), "…/pod1/abc");
    assert_eq!(elide_start("/a", 10), "/a");
    assert_eq!(elide_end("python3 worker", 8), "python3…");
    assert_eq!(elide_start("äöü", 2), "…ü");
    assert_eq!(elide_path("quota of /kubepods/pod1/abc", 20), "quota of …s/pod1/abc");
    assert_eq!(elide_path("CPUs of the host", 8), "CPUs of…");
    assert_eq!(plural(1, "reading", "readings"), "1 reading");
}

#[test]
fn long_counts_are_grouped() {
    assert_eq!(amount(16_777_216.0, Unit::Count), "16,777,216");
    assert_eq!(amount(20_000.0, Unit::Count), "20,000");
    assert_eq!(amount(4242.0, Unit::Count), "4242");
    assert_eq!(amount(f64::INFINITY, Unit::Count), "no limit");
    assert_eq!(amount(0.5, Unit::Cpus), "0.5 CPUs");
}
