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
    assert_eq!(plural(1, "reading", "readings"), "1 reading");
}
