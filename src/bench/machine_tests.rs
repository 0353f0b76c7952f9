use super::*;

fn machine() -> Machine {
    Machine {
        architecture: "x86_64".to_owned(),
        cpu_model: Some("Sixfold 9000".to_owned()),
        host_cpus: Some(16),
        effective_cpus: Some(0.5),
        host_memory_bytes: Some(64 << 30),
        memory_limit_bytes: Some(64 << 20),
        kernel: Some("6.1.0".to_owned()),
        cgroup_layout: "v2".to_owned(),
        clock_source: Some("tsc".to_owned()),
        optimised: true,
    }
}

#[test]
fn a_machine_is_like_itself_and_like_itself_with_a_new_kernel() {
    let now = Machine {
        kernel: Some("6.12.1".to_owned()),
        host_memory_bytes: Some((64 << 30) - 1000),
        ..machine()
    };
    assert!(now.unlike(&machine()).is_empty());
    assert_eq!(now.differences(&machine()), ["kernel: 6.1.0 then, 6.12.1 now"]);
}

#[test]
fn what_is_unlike_is_named_with_both_values() {
    let now = Machine {
        cpu_model: None,
        effective_cpus: Some(10.0),
        memory_limit_bytes: None,
        optimised: false,
        ..machine()
    };
    assert_eq!(
        now.unlike(&machine()),
        [
            "processor: Sixfold 9000 then, not known now",
            "CPUs that the container can use: 0.5 then, 10 now",
            "memory limit: 64.0 MiB then, none now",
            "build of plimsoll: optimised then, not optimised now",
        ]
    );
}

#[test]
fn processors_have_their_names() {
    for (text, name) in [
        (
            "processor\t: 0\nmodel\t\t: 207\nmodel name\t: Intel(R) Xeon(R) Processor\n",
            Some("Intel(R) Xeon(R) Processor"),
        ),
        (
            "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n",
            Some("implementer 0x41, part 0xd0c"),
        ),
        ("", None),
    ] {
        assert_eq!(cpu_model(text).as_deref(), name);
    }
}
