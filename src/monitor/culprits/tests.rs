use super::*;
use crate::sample::Victim;
use crate::Limit;

const MIB: u64 = 1 << 20;

fn at(seconds: f64) -> Sample {
    Sample { boot_time_ns: (seconds * 1e9) as u64, generation: 1, ..Sample::default() }
}

/// A process that was there long before anybody looked.
fn process(pid: u32, name: &str) -> ProcessActivity {
    let mut found =
        ProcessActivity { pid, threads: 1, start_time_seconds: 5.0, ..ProcessActivity::default() };
    found.name[..name.len()].copy_from_slice(name.as_bytes());
    found
}

fn busy(pid: u32, name: &str, cpu_seconds: f64) -> ProcessActivity {
    ProcessActivity { cpu_seconds, ..process(pid, name) }
}

fn holding(pid: u32, name: &str, mebibytes: u64) -> ProcessActivity {
    ProcessActivity { anonymous_bytes: Some(mebibytes * MIB), ..process(pid, name) }
}

/// As `observe`, with a listing that is given; whether it was wanted.
fn walk(culprits: &mut Culprits, sample: &Sample, listing: &[ProcessActivity]) -> bool {
    let due = culprits.due(sample).is_some();
    if due {
        culprits.take(listing, sample);
    }
    due
}

/// Walks at 100 s, 101 s and so on, all with this component under suspicion.
fn watched(component: &Component, listings: &[Vec<ProcessActivity>]) -> Culprits {
    let mut culprits = Culprits::default();
    for (second, listing) in listings.iter().enumerate() {
        culprits.suspect(component);
        assert!(walk(&mut culprits, &at(100.0 + second as f64), listing));
    }
    culprits
}

fn named(found: &[Culprit]) -> Vec<(u32, &str, i64)> {
    found
        .iter()
        .map(|culprit| (culprit.pid, culprit.name.as_str(), (culprit.share * 100.0).round() as i64))
        .collect()
}

#[test]
fn only_what_is_suspected_is_looked_at_once_a_second_for_ten_seconds() {
    let mut culprits = Culprits::default();
    assert_eq!(culprits.due(&at(1.0)), None);
    for nobody_can_tell in [Component::Network, Component::Inodes, Component::Metric("queue".into())] {
        culprits.suspect(&nobody_can_tell);
        assert_eq!(culprits.due(&at(1.0)), None);
    }
    culprits.suspect(&Component::Memory);
    culprits.suspect(&Component::DiskIo);
    assert_eq!(culprits.due(&at(2.0)), Some(Activity::MEMORY | Activity::IO));
    culprits.take(&[process(1, "a")], &at(2.0));
    assert_eq!(culprits.due(&at(2.01)), None, "100 times a second");
    assert_eq!(culprits.due(&at(2.5)), None);
    culprits.suspect(&Component::Cpu);
    assert_eq!(culprits.due(&at(3.0)), Some(Activity::MEMORY | Activity::IO));
    culprits.take(&[process(1, "a")], &at(3.0));
    assert_eq!(culprits.due(&at(12.5)), Some(Activity::empty()), "CPU, suspected a second later, is left");
    assert!(!culprits.records.is_empty());
    assert_eq!(culprits.due(&at(13.5)), None);
    assert!(culprits.records.is_empty() && culprits.records.capacity() == 0, "nothing is held for nothing");
    culprits.suspect(&Component::Cpu);
    assert!(walk(&mut culprits, &at(20.0), &[process(1, "a")]));
    culprits.suspect(&Component::Cpu);
    assert!(walk(&mut culprits, &at(4.0), &[process(1, "a")]), "a clock that went back");
}

#[test]
fn many_processes_are_looked_at_less_often() {
    let many: Vec<_> = (1..=4000).map(|pid| process(pid, "a")).collect();
    let mut culprits = watched(&Component::Cpu, &[many]);
    assert!(culprits.due(&at(104.0)).is_none());
    assert!(culprits.due(&at(108.5)).is_some());
}

#[test]
fn cpu_time_is_counted_between_walks_and_measured_by_the_whole() {
    let culprits = watched(&Component::Cpu, &[vec![busy(1, "init", 500.0), busy(2, "worker", 1.0)]]);
    assert!(culprits.of(&Component::Cpu).is_empty(), "one walk tells no rate");
    let mut culprits = watched(
        &Component::Cpu,
        &[
            vec![busy(1, "init", 500.0), busy(2, "worker", 1.0), busy(3, "idle", 9.0)],
            vec![busy(1, "init", 500.1), busy(2, "worker", 1.8), busy(3, "idle", 9.0)],
        ],
    );
    let found = culprits.of(&Component::Cpu);
    assert_eq!(named(&found), [(2, "worker", 89), (1, "init", 11)]);
    assert_eq!((found[0].used.unit, found[0].used.name.as_ref()), (Unit::Cpus, "process_cpu_cpus"));
    assert!((found[0].used.value - 0.8).abs() < 1e-9);
    assert_eq!(culprits.of(&Component::Load), found);
    // What the cgroup says beyond that nobody who lives has used.
    let mut sample = at(102.0);
    sample.set_cgroup_cpu_usage_seconds(Some(50.0));
    walk(&mut culprits, &sample, &[busy(1, "init", 500.2), busy(2, "worker", 2.6), busy(3, "idle", 9.0)]);
    let mut sample = at(103.0);
    sample.set_cgroup_cpu_usage_seconds(Some(54.0));
    walk(&mut culprits, &sample, &[busy(1, "init", 500.3), busy(2, "worker", 3.4), busy(3, "idle", 9.0)]);
    assert_eq!(named(&culprits.of(&Component::Cpu)), [(2, "worker", 40)], "2 of 4 CPUs, half of it smoothed");
}

#[test]
fn a_pid_that_is_another_process_now_starts_anew() {
    let mut second = busy(2, "new", 0.5);
    second.start_time_seconds = 100.4;
    let culprits = watched(
        &Component::Cpu,
        &[vec![busy(1, "init", 1.0), busy(2, "old", 300.0)], vec![busy(1, "init", 1.1), second]],
    );
    assert_eq!(named(&culprits.of(&Component::Cpu)), [(2, "new", 83), (1, "init", 17)]);
    // One that came from elsewhere has not done in this second what it did in its life.
    let culprits = watched(
        &Component::Cpu,
        &[vec![busy(1, "init", 1.0)], vec![busy(1, "init", 1.1), busy(9, "moved", 300.0)]],
    );
    assert_eq!(named(&culprits.of(&Component::Cpu)), [(1, "init", 100)]);
}

#[test]
fn children_that_come_and_go_are_their_parents() {
    let make = |children_cpu_seconds| ProcessActivity { children_cpu_seconds, ..busy(2, "make", 1.0) };
    let culprits = watched(
        &Component::Cpu,
        &[vec![busy(1, "init", 1.0), make(10.0)], vec![busy(1, "init", 1.1), make(10.9)]],
    );
    let found = culprits.of(&Component::Cpu);
    assert_eq!(named(&found), [(2, "make (with its ended children)", 90), (1, "init", 10)]);
}

#[test]
fn what_a_child_was_named_for_is_not_its_parents_once_more() {
    let shell = |children_cpu_seconds| ProcessActivity { children_cpu_seconds, ..busy(2, "sh", 0.0) };
    let child = |cpu_seconds| ProcessActivity { ppid: 2, ..busy(7, "cc1", cpu_seconds) };
    let mut listings = vec![
        vec![shell(0.0), child(20.0)],
        vec![shell(0.0), child(21.0)],
        // Ended, and not waited for so far: a zombie is in no cgroup's list.
        vec![shell(0.0)],
        // Waited for: 21 s were the child's, 0.4 s it had after the last walk that saw it.
        vec![shell(21.4)],
    ];
    let culprits = watched(&Component::Cpu, &listings);
    let found = culprits.of(&Component::Cpu);
    assert!((found[0].used.value - 0.2).abs() < 1e-9, "0.4 CPUs, half of it smoothed: {found:?}");
    // The same where there was somebody between them who ended too.
    let between = ProcessActivity { ppid: 2, ..busy(5, "cc", 0.0) };
    for listing in &mut listings[..2] {
        listing.push(ProcessActivity { ppid: 5, ..listing[1] });
        listing[1] = between;
    }
    let found = watched(&Component::Cpu, &listings).of(&Component::Cpu);
    assert!((found[0].used.value - 0.2).abs() < 1e-9, "{found:?}");
}

#[test]
fn written_bytes_of_an_ended_child_are_not_its_parents_once_more() {
    let io = |pid, name, read, written| ProcessActivity {
        read_bytes: Some(read),
        written_bytes: Some(written),
        ..process(pid, name)
    };
    let child = |written| ProcessActivity { ppid: 2, ..io(7, "dd", 0, written) };
    let listings = [
        vec![io(2, "sh", 0, 0), io(3, "db", 0, 0), child(0)],
        vec![io(2, "sh", 0, 0), io(3, "db", MIB, MIB), child(40 * MIB)],
        vec![io(2, "sh", 0, 41 * MIB), io(3, "db", 2 * MIB, 2 * MIB)],
    ];
    let found = watched(&Component::DiskIo, &listings[..2]).of(&Component::DiskIo);
    assert_eq!(named(&found), [(7, "dd", 95)]);
    assert_eq!(found[0].used.to_string(), "40.0 MiB/s");
    let found = watched(&Component::DiskIo, &listings).of(&Component::DiskIo);
    assert_eq!(named(&found), [(3, "db", 80), (2, "sh", 20)]);
    let found = watched(&Component::DiskSpace, &listings).of(&Component::DiskSpace);
    assert_eq!(named(&found), [(3, "db", 67), (2, "sh", 33)], "reading fills no disk");
}

#[test]
fn what_may_not_be_read_names_nobody() {
    let listings = [vec![process(1, "a"), process(2, "b")], vec![process(1, "a"), process(2, "b")]];
    for component in [Component::DiskIo, Component::DiskSpace, Component::Memory, Component::Descriptors] {
        let culprits = watched(&component, &listings);
        assert!(culprits.of(&component).is_empty() && culprits.growing(&component).is_empty());
    }
}

#[test]
fn memory_is_who_holds_it_and_a_leak_is_who_grew() {
    let listings = [
        vec![holding(1, "cache", 900), holding(2, "leaky", 50), holding(3, "young", 1)],
        vec![holding(1, "cache", 900), holding(2, "leaky", 60), holding(3, "young", 2)],
        vec![
            holding(1, "cache", 899),
            holding(2, "leaky", 70),
            holding(3, "young", 3),
            holding(4, "late", 200),
        ],
    ];
    let culprits = watched(&Component::Memory, &listings);
    assert_eq!(named(&culprits.of(&Component::Memory)), [(1, "cache", 77), (4, "late", 17)]);
    let found = culprits.growing(&Component::Memory);
    assert_eq!(named(&found), [(2, "leaky", 91)], "a tenth, but for two thousandths, is not enough");
    assert_eq!(found[0].used.to_string(), "10.0 MiB/s");
    let culprits = watched(&Component::Memory, &listings[..1]);
    assert_eq!(named(&culprits.growing(&Component::Memory)), [(1, "cache", 95)], "nobody grew so far");
    // Of a container that holds much more than its processes: shared memory, files in RAM.
    let mut sample = at(200.0);
    sample.set_cgroup_memory_usage_bytes(Some(4_000 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(0));
    let mut culprits = Culprits::default();
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &sample, &listings[0]);
    assert_eq!(named(&culprits.of(&Component::Memory)), [(1, "cache", 23)]);
}

#[test]
fn growth_counts_from_where_the_suspicion_began() {
    let mut culprits = watched(&Component::Memory, &[vec![holding(1, "a", 10), holding(2, "b", 10)]]);
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &at(101.0), &[holding(1, "a", 500), holding(2, "b", 10)]);
    // CPU keeps the walks going while memory is forgotten, and suspected again.
    for second in 2..=14 {
        culprits.suspect(&Component::Cpu);
        walk(&mut culprits, &at(100.0 + f64::from(second)), &[holding(1, "a", 500), holding(2, "b", 10)]);
    }
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &at(115.0), &[holding(1, "a", 500), holding(2, "b", 10)]);
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &at(116.0), &[holding(1, "a", 500), holding(2, "b", 12)]);
    assert_eq!(named(&culprits.growing(&Component::Memory)), [(2, "b", 100)]);
}

#[test]
fn equal_workers_too_small_alone_are_named_together() {
    let workers = |count: u32, each| (1..=count).map(|pid| holding(pid, "worker", each)).collect::<Vec<_>>();
    let four = watched(&Component::Memory, &[workers(4, 10)]);
    assert_eq!(
        named(&four.of(&Component::Memory)),
        [(1, "worker", 25), (2, "worker", 25), (3, "worker", 25)]
    );
    let mut twenty = workers(20, 10);
    twenty[6].anonymous_bytes = Some(11 * MIB);
    twenty.push(holding(50, "master", 49));
    let twenty = watched(&Component::Memory, &[twenty]);
    assert_eq!(named(&twenty.of(&Component::Memory)), [(7, "worker (20 processes)", 80), (50, "master", 20)]);
}

#[test]
fn descriptors_are_ranked_by_each_processs_own_limit() {
    let open = |pid, name, open, limit| ProcessActivity {
        descriptors: Some(open),
        descriptors_limit: Some(limit),
        ..process(pid, name)
    };
    let culprits = watched(
        &Component::Descriptors,
        &[vec![
            open(1, "broker", 90_000, Limit::Value(1_000_000)),
            open(2, "agent", 950, Limit::Value(1_024)),
            open(3, "boundless", 20_000, Limit::Max),
        ]],
    );
    let found = culprits.of(&Component::Descriptors);
    assert_eq!(named(&found), [(2, "agent", 1), (1, "broker", 81), (3, "boundless", 18)]);
    assert_eq!((found[0].used.value, found[0].used.unit), (950.0, Unit::Count));
}

#[test]
fn threads_are_counted_and_processes_that_are_never_waited_for_have_grown() {
    let with = |pid, name, threads| ProcessActivity { threads, ..process(pid, name) };
    let first = vec![with(1, "pool", 100), with(2, "small", 3)];
    let mut second = first.clone();
    second
        .extend((10..30).map(|pid| ProcessActivity { start_time_seconds: 100.5, ..process(pid, "defunct") }));
    let culprits = watched(&Component::Pids, &[first, second]);
    assert_eq!(named(&culprits.of(&Component::Pids)), [(1, "pool", 81), (10, "defunct (20 processes)", 16)]);
    assert_eq!(named(&culprits.growing(&Component::Pids)), [(10, "defunct (20 processes)", 100)]);
}

/// As [`at`], with so many kills counted.
fn with_kills(seconds: f64, kills: u64) -> Sample {
    let mut sample = at(seconds);
    sample.set_cgroup_memory_oom_kills(Some(kills));
    sample
}

#[test]
fn who_was_killed_is_who_is_missed() {
    let mut culprits = Culprits::default();
    let all = [holding(1, "keeper", 700), holding(2, "eater", 600), holding(3, "small", 5)];
    for second in 0..3 {
        culprits.suspect(&Component::Memory);
        walk(&mut culprits, &with_kills(100.0 + f64::from(second), 4), &all);
    }
    assert!(culprits.killed().is_empty(), "kills of before anybody looked are nobody's");
    // Counted between two walks: the largest, until somebody is missed.
    assert!(!walk(&mut culprits, &with_kills(102.5, 5), &all));
    assert_eq!(named(culprits.killed()), [(1, "keeper", 54)]);
    // Not the small one that ended by itself, nor as long as he gives back his memory.
    walk(&mut culprits, &at(103.0), &[holding(1, "keeper", 700), holding(2, "eater", 100)]);
    assert_eq!(named(culprits.killed()), [(1, "keeper", 54)]);
    walk(&mut culprits, &at(104.0), &[holding(1, "keeper", 700)]);
    let killed = culprits.killed();
    assert_eq!((killed.len(), killed[0].pid, killed[0].name.as_str()), (1, 2, "eater"));
    assert_eq!(killed[0].used.value, (600 * MIB) as f64, "the most it was seen with");
    // It stays said when nobody looks any more.
    assert!(!walk(&mut culprits, &with_kills(130.0, 5), &[]));
    assert_eq!(culprits.killed()[0].pid, 2);
}

#[test]
fn a_kill_that_is_counted_after_the_walk_that_missed_him() {
    let mut culprits = Culprits::default();
    let kept = holding(1, "keeper", 300);
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &with_kills(100.0, 0), &[kept, holding(2, "eater", 600)]);
    walk(&mut culprits, &with_kills(101.0, 0), &[kept]);
    walk(&mut culprits, &with_kills(102.0, 1), &[kept]);
    assert_eq!(named(culprits.killed()), [(2, "eater", 67)]);
}

#[test]
fn a_victim_that_nobody_ever_saw_is_nobody() {
    let mut culprits = Culprits::default();
    walk(&mut culprits, &with_kills(100.0, 0), &[]);
    assert!(
        walk(&mut culprits, &with_kills(101.0, 1), &[holding(1, "keeper", 700)]),
        "a kill is a suspicion"
    );
    for second in 2..10 {
        walk(&mut culprits, &with_kills(100.0 + f64::from(second), 1), &[holding(1, "keeper", 700)]);
        assert!(culprits.killed().is_empty());
    }
    // One that ends long after that is not it.
    walk(&mut culprits, &with_kills(110.0, 1), &[]);
    assert!(culprits.killed().is_empty());
}

fn victim(pid: u32, name: &str, mebibytes: u64, sequence: u64) -> Victim {
    Victim::new(pid, name, mebibytes * MIB, sequence)
}

/// Has the kernel's log say so of a sample; whether it was asked.
fn say(culprits: &mut Culprits, sample: &Sample, said: Option<Vec<Victim>>) -> bool {
    let is_asked = culprits.kills.question(boot_seconds(sample)).is_some();
    culprits.kills.answer(said, &culprits.records, sample);
    is_asked
}

#[test]
fn the_kernels_word_is_better_than_who_is_missed() {
    let mut culprits = Culprits::default();
    let all = [holding(1, "keeper", 700), holding(2, "eater", 600)];
    culprits.suspect(&Component::Memory);
    walk(&mut culprits, &with_kills(100.0, 0), &all);
    assert!(!say(&mut culprits, &with_kills(100.0, 0), None), "there was no kill");
    let mut sample = with_kills(101.0, 2);
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(1000 * MIB)));
    assert_eq!(culprits.due(&sample), Some(Activity::MEMORY));
    let wanted = culprits.kills.question(101.2).unwrap();
    assert!(
        (wanted.seconds - 1.2).abs() < 1e-9 && wanted.after.is_none(),
        "since the sample before: {wanted:?}"
    );
    let said = vec![victim(9, "old", 400, 10), victim(2, "eater", 500, 20), victim(7, "sudden", 300, 30)];
    assert!(say(&mut culprits, &sample, Some(said)));
    assert_eq!(named(culprits.killed()), [(2, "eater", 60), (7, "sudden", 30)], "600 MiB were seen of 2");
    assert!(!say(&mut culprits, &sample, None), "it was asked, and answered");
    culprits.take(&[holding(2, "eater", 600)], &sample);
    assert_eq!(culprits.killed().len(), 2, "he who ended by himself was not killed");
    culprits.due(&with_kills(102.0, 3));
    assert_eq!(culprits.kills.question(102.0).unwrap().after, Some(30));
}

#[test]
fn a_log_that_does_not_say_it_yet_is_asked_once_more() {
    let mut culprits = Culprits::default();
    walk(&mut culprits, &with_kills(100.0, 0), &[]);
    let sample = with_kills(101.0, 2);
    walk(&mut culprits, &sample, &[]);
    assert!(say(&mut culprits, &sample, Some(vec![victim(5, "a", 10, 1)])));
    let both = vec![victim(5, "a", 10, 1), victim(6, "b", 20, 2)];
    assert!(say(&mut culprits, &with_kills(101.2, 2), Some(both.clone())));
    assert_eq!(named(culprits.killed()), [(6, "b", 100), (5, "a", 100)]);
    // In a group who was chosen is killed, counted and named twice.
    let sample = with_kills(102.0, 5);
    walk(&mut culprits, &sample, &[]);
    let group = vec![victim(7, "c", 30, 3), victim(8, "d", 5, 4), victim(7, "c", 30, 5)];
    assert!(say(&mut culprits, &sample, Some([both, group].concat())));
    assert_eq!(named(culprits.killed()), [(7, "c", 100), (8, "d", 100)]);
    // Twice is enough.
    let sample = with_kills(103.0, 6);
    walk(&mut culprits, &sample, &[]);
    assert!(say(&mut culprits, &sample, Some(Vec::new())));
    assert!(say(&mut culprits, &sample, Some(Vec::new())));
    assert!(!say(&mut culprits, &sample, Some(Vec::new())));
}

#[test]
fn a_log_that_may_not_be_read_is_not_asked_again() {
    let mut culprits = Culprits::default();
    walk(&mut culprits, &with_kills(100.0, 0), &[]);
    walk(&mut culprits, &with_kills(101.0, 1), &[]);
    assert!(say(&mut culprits, &with_kills(101.0, 1), None));
    walk(&mut culprits, &with_kills(102.0, 2), &[]);
    assert!(!say(&mut culprits, &with_kills(102.0, 2), None));
}
