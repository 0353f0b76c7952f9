use super::*;

const EVERYTHING: Wanted = Wanted { seconds: 1e9, after: None };

fn pids(log: &[String], cgroup: &str, below: bool, wanted: Wanted, since: u64) -> Vec<u32> {
    let cgroup = Path::new(cgroup);
    let mut search = Search { cgroup, below, wanted: &wanted, since, now: Who::Nobody };
    let records = log.iter().map(|line| kmsg::parse(line.as_bytes()).unwrap());
    records.filter_map(|record| search.take(&record)).map(|victim| victim.pid).collect()
}

fn chosen(at: u64, cgroup: &str, pid: u32) -> String {
    format!("6,{at},{at},-;oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg={cgroup},task=x,pid={pid},uid=0\n")
}

fn killed(at: u64, pid: u32) -> String {
    let text = "total-vm:3kB, anon-rss:2kB, file-rss:0kB";
    format!("3,{at},{at},-;Memory cgroup out of memory: Killed process {pid} (x) {text}\n")
}

fn group(at: u64, cgroup: &str) -> String {
    format!("6,{at},{at},-;Tasks in {cgroup} are going to be killed due to memory.oom.group set\n")
}

#[test]
fn only_kills_of_the_own_cgroup_are_taken() {
    let log = [
        chosen(10, "/other", 1),
        killed(11, 1),
        chosen(20, "/own", 2),
        "6,21,21,-;something else\n".to_owned(),
        killed(22, 2),
        // Not said of which cgroup: the kernel says so only 10 times in 5 seconds.
        killed(30, 3),
        chosen(40, "/own/below", 4),
        killed(41, 4),
    ];
    assert_eq!(pids(&log, "/own", true, EVERYTHING, 0), [2, 4]);
    assert_eq!(pids(&log, "/own", false, EVERYTHING, 0), [2], "version 1 counts each where it happened");
    assert_eq!(pids(&log, "/own", true, EVERYTHING, 40), [4], "older ones were counted before");
    assert_eq!(pids(&log, "/own", true, Wanted { after: Some(22), ..EVERYTHING }, 0), [4]);
}

#[test]
fn a_group_is_killed_together() {
    let log = [
        chosen(10, "/own/a", 1),
        killed(11, 1),
        group(12, "/own"),
        killed(13, 2),
        killed(14, 3),
        chosen(20, "/own/a", 4),
        killed(21, 4),
        group(22, "/"),
        killed(23, 5),
        chosen(30, "/other", 6),
        killed(31, 6),
        group(32, "/other"),
        killed(33, 7),
    ];
    assert_eq!(pids(&log, "/own", true, EVERYTHING, 0), [1, 2, 3, 4], "5 may be of any cgroup");
}

#[test]
fn the_time_goes_back_by_what_was_corrected_too() {
    let now = clock::monotonic_ns() / 1000;
    let since = since(&Wanted { seconds: 10.0, after: None });
    assert!(now - since >= 10_000_000 && now - since < 20_000_000 + now / 1000, "{now} {since}");
    assert_eq!(super::since(&EVERYTHING), 0);
}

#[test]
fn with_other_roots_the_machines_log_is_not_read() {
    let captured = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels/v2-psi");
    let mut sampler =
        Sampler::builder().proc_root(captured.join("proc")).sys_root(captured.join("sys")).build().unwrap();
    assert!(sampler.located().memory.is_some());
    assert_eq!(sampler.killed(&EVERYTHING), None);
}
