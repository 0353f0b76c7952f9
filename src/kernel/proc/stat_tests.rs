use super::*;

/// Linux 6.18, two cores; the `intr` line shortened.
const STAT: &str = "\
cpu  1213 2 1414 159746 184 3 19 9 5 6
cpu0 577 0 563 80126 13 0 4 3 0 0
cpu1 635 2 851 79620 170 3 14 6 5 6
intr 91043 0 0 0 25 0 25
ctxt 230714
btime 1763790133
processes 4012
procs_running 2
procs_blocked 1
softirq 40712 0 5171 3 3466
";

fn parsed(text: &str) -> Stat {
    parse(text.as_bytes()).unwrap()
}

#[test]
fn reads_every_value() {
    let wanted = Stat {
        user: Some(1213),
        nice: Some(2),
        system: Some(1414),
        idle: Some(159_746),
        iowait: Some(184),
        irq: Some(3),
        softirq: Some(19),
        steal: Some(9),
        guest: Some(5),
        guest_nice: Some(6),
        cpus_online: Some(2),
        interrupts: Some(91_043),
        context_switches: Some(230_714),
        forks: Some(4012),
        running: Some(2),
        blocked: Some(1),
    };
    assert_eq!(parsed(STAT), wanted);
}

#[test]
fn old_kernels_have_fewer_columns() {
    let stat = parsed(&STAT.replace("184 3 19 9 5 6\n", "184\n"));
    assert_eq!((stat.idle, stat.iowait, stat.irq, stat.guest_nice), (Some(159_746), Some(184), None, None));
}

#[test]
fn a_damaged_value_loses_only_itself() {
    let stat = parsed(&STAT.replace("cpu  1213 2", "cpu  -1213 99999999999999999999"));
    assert_eq!((stat.user, stat.nice, stat.system), (None, None, Some(1414)));
    let stat = parsed(&STAT.replace("ctxt 230714", "ctxt 23O714"));
    assert_eq!((stat.context_switches, stat.forks), (None, Some(4012)));
    let stat = parsed(&STAT.replace('\n', "\r\n"));
    assert_eq!(
        (stat.guest, stat.guest_nice, stat.blocked, stat.interrupts),
        (Some(5), None, None, Some(91_043))
    );
}

#[test]
fn the_first_of_two_counts() {
    let stat = parsed(&STAT.replace("ctxt 230714", "ctxt 5\nctxt 6").replace("cpu0", "cpu  9 9 9\ncpu0"));
    assert_eq!((stat.context_switches, stat.user), (Some(5), Some(1213)));
}

#[test]
fn cores_are_counted_only_if_all_were_seen() {
    let cut = STAT.find("intr").unwrap();
    assert_eq!(parsed(&STAT[..cut]).cpus_online, None, "the next core could follow");
    assert_eq!(parsed(&STAT[..cut + 4]).cpus_online, None);
    assert_eq!(parsed(&STAT.replace("cpu1 635", "cpux 635")).cpus_online, None);
    assert_eq!(parsed(&STAT.replace("cpu1 635", "\u{1}\u{2} 635")).cpus_online, None);
    assert_eq!(parsed(&STAT.replace("cpu1", "cpu7")).cpus_online, Some(2), "cores between may be offline");
    assert_eq!(parsed("cpu  1 2 3\nintr 5\n").cpus_online, None, "no core at all");
}

#[test]
fn gives_each_core() {
    let mut seen = Vec::new();
    cores(STAT.as_bytes(), &mut |index, ticks| seen.push((index, ticks)));
    let second = CpuTicks {
        user: Some(635),
        nice: Some(2),
        system: Some(851),
        idle: Some(79_620),
        iowait: Some(170),
        irq: Some(3),
        softirq: Some(14),
        steal: Some(6),
        guest: Some(5),
        guest_nice: Some(6),
    };
    assert_eq!(seen.iter().map(|&(index, _)| index).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(seen[1].1, second);

    let mut indexes = Vec::new();
    cores(b"cpu  1\ncpu0 1\ncpux 1\ncpu4294967296 1\ncpu9 1\nintr 1\ncpu10 1\n", &mut |index, _| {
        indexes.push(index)
    });
    assert_eq!(indexes, [0, 9], "nothing stands behind the cores");
}

#[test]
fn a_machine_of_256_cores_and_a_long_interrupt_line() {
    let mut text = String::from("cpu  256 0 0 0 0 0 0 0 0 0\n");
    for core in 0..256 {
        text += &format!("cpu{core} 1 0 0 0 0 0 0 0 0 0\n");
    }
    text += &format!("intr 77{}\n", " 0".repeat(20_000));
    text += "ctxt 5\nprocs_blocked 0\n";
    let stat = parsed(&text);
    assert_eq!((stat.cpus_online, stat.interrupts, stat.context_switches), (Some(256), Some(77), Some(5)));
}
