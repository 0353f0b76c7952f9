use super::*;

fn kill(text: &str) -> Option<OomKill<'_>> {
    Record { sequence: 1, microseconds: 1, text: text.as_bytes() }.oom_kill()
}

fn unescaped(text: &str) -> String {
    String::from_utf8(Escaped(text.as_bytes()).bytes().collect()).unwrap()
}

/// Linux 6.18, version 1: killed at the limit of an ancestor.
const CHOSEN: &str =
    "6,17313,16665621061,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=inner,\
    mems_allowed=0,oom_memcg=/plimsoll-23972-5-outer,task_memcg=/plimsoll-23972-5-outer/middle/inner,task=dd,\
    pid=24311,uid=0\n";
const KILLED: &str =
    "3,17314,16665621081,-;Memory cgroup out of memory: Killed process 24311 (dd) total-vm:134048kB, \
    anon-rss:48256kB, file-rss:1724kB, shmem-rss:0kB, UID:0 pgtables:152kB oom_score_adj:0\n";

#[test]
fn a_kill_is_two_records() {
    let record = parse(CHOSEN.as_bytes()).unwrap();
    assert_eq!((record.sequence, record.microseconds), (17313, 16_665_621_061));
    let cgroup = Escaped(b"/plimsoll-23972-5-outer/middle/inner");
    assert_eq!(record.oom_kill(), Some(OomKill::Chosen { cgroup, pid: 24311 }));
    let record = parse(KILLED.as_bytes()).unwrap();
    let killed = OomKill::Killed { pid: 24311, name: Escaped(b"dd"), anonymous_bytes: 48256 * 1024 };
    assert_eq!(record.oom_kill(), Some(killed));
}

/// Linux 6.1, version 2, `memory.oom.group`: by a group's kill who was chosen is killed once more.
const GROUP: [&str; 6] = [
    "6,450,2515187,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=outer,mems_allowed=0,\
        oom_memcg=/outer,task_memcg=/outer/in\\x5cx2dner,a,task=dd,pid=103,uid=0\n",
    "3,451,2515357,-;Memory cgroup out of memory: Killed process 103 (dd) total-vm:67796kB, anon-rss:15796kB, \
        file-rss:0kB, shmem-rss:1020kB, UID:0 pgtables:72kB oom_score_adj:0\n",
    "6,452,2515699,-;Tasks in /outer are going to be killed due to memory.oom.group set\n",
    "3,453,2515782,-;Memory cgroup out of memory: Killed process 101 (sh) total-vm:2260kB, anon-rss:4kB, \
        file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:28kB oom_score_adj:0\n",
    "3,454,2517553,-;Memory cgroup out of memory: Killed process 102 (sleep) total-vm:2260kB, anon-rss:4kB, \
        file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:32kB oom_score_adj:0\n",
    "3,455,2517851,-;Memory cgroup out of memory: Killed process 103 (dd) total-vm:67796kB, anon-rss:15796kB, \
        file-rss:0kB, shmem-rss:1020kB, UID:0 pgtables:72kB oom_score_adj:0\n",
];

#[test]
fn a_group_is_killed_with_the_one_who_was_chosen() {
    let said = GROUP.map(|line| parse(line.as_bytes()).unwrap().oom_kill().unwrap());
    let OomKill::Chosen { cgroup, pid: 103 } = said[0] else { panic!("{said:?}") };
    assert!(cgroup.is_path(b"/outer/in\\x2dner,a", false) && cgroup.is_path(b"/outer", true));
    assert_eq!(said[2], OomKill::Group { cgroup: Escaped(b"/outer") });
    let killed = |pid, name: &'static [u8], kibibytes: u64| OomKill::Killed {
        pid,
        name: Escaped(name),
        anonymous_bytes: kibibytes * 1024,
    };
    assert_eq!(said[3..], [killed(101, b"sh", 4), killed(102, b"sleep", 4), killed(103, b"dd", 15796)]);
    assert_eq!(said[1], said[5]);
}

#[test]
fn a_record_that_is_cut_says_nothing() {
    for whole in [CHOSEN, KILLED] {
        for end in 0..whole.len() {
            assert_eq!(parse(&whole.as_bytes()[..end]), None);
        }
    }
    // Of the text each cut either makes no sense or is still about the same.
    for end in 0..CHOSEN.len() {
        let found = CHOSEN[..end].split_once(';').and_then(|(_, text)| kill(text));
        assert!(found.is_none() || end >= CHOSEN.find("uid=0").unwrap() + 5, "{found:?}");
    }
}

#[test]
fn only_the_kernel_is_believed() {
    let written = CHOSEN.replacen("6,", "14,", 1);
    assert_eq!(parse(written.as_bytes()), None, "by a program, with the facility `user`");
    let devices = CHOSEN.replacen("\n", "\n SUBSYSTEM=pci\n DEVICE=+pci:0000:00:00.0\n", 1);
    assert_eq!(parse(devices.as_bytes()), parse(CHOSEN.as_bytes()));
    for other in
        ["", "\n", ";\n", "6,1,2\n", "6,1,2;", "x,1,2,-;a\n", "6,x,2,-;a\n", "6,1,x,-;a\n", "6,1;a\n"]
    {
        assert_eq!(parse(other.as_bytes()), None, "{other}");
    }
    let caller = parse(b"4,100,200,c,caller=T1;and so on\n").unwrap();
    assert_eq!((caller.sequence, caller.microseconds, caller.text), (100, 200, &b"and so on"[..]));
    assert_eq!(caller.oom_kill(), None);
}

#[test]
fn names_and_paths_of_any_kind() {
    let text = "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,\
        task_memcg=/a,task=b/c\\x5cx2dd,task=x,y,pid=7,uid=1000";
    let Some(OomKill::Chosen { cgroup, pid: 7 }) = kill(text) else { panic!() };
    assert!(cgroup.is_path(b"/a,task=b/c\\x2dd", false));
    let text = "Out of memory: Killed process 8 (a) total-vm:(\\x0a\\xc3\\xa4) total-vm:1kB, anon-rss:2kB, file-rss:3kB";
    let Some(OomKill::Killed { pid: 8, name, anonymous_bytes: 2048 }) = kill(text) else { panic!() };
    assert_eq!(name.bytes().collect::<Vec<_>>(), "a) total-vm:(\nä".as_bytes());
    for damaged in [
        "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/a,task=x,pid=-1,uid=0",
        "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=a,task=x,pid=1,uid=0",
        "oom-kill:constraint=CONSTRAINT_MEMCG,task=x,pid=1,uid=0",
        "Out of memory: Killed process 8 (a) total-vm:1kB",
        "Out of memory: Killed process 8 (a) total-vm:1kB, anon-rss:18446744073709551615kB, file-rss:3kB",
        "Memory cgroup out of memory: Killed process x (a) total-vm:1kB, anon-rss:2kB, file-rss:3kB",
        "Memory cgroup out of memory and no killable processes...",
        "Tasks in /a are going to be",
        "a program invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
    ] {
        assert_eq!(kill(damaged), None, "{damaged}");
    }
}

#[test]
fn escapes_are_taken_back() {
    assert_eq!(unescaped("a\\x20b\\x5cx41\\x5c"), "a b\\x41\\");
    assert_eq!(unescaped("\\x4"), "\\x4");
    assert_eq!(unescaped("\\xzz\\"), "\\xzz\\");
    assert_eq!(unescaped(""), "");
}

#[test]
fn a_cgroup_is_itself_and_may_be_what_is_below_it() {
    let is = |path: &str, of: &str, below| Escaped(path.as_bytes()).is_path(of.as_bytes(), below);
    assert!(is("/a/b", "/a/b", false) && is("/a/b", "/a/b", true));
    assert!(is("/a/b/c", "/a/b", true) && !is("/a/b/c", "/a/b", false));
    for other in ["/a/bc", "/a", "/", "/a/", "/x/a/b"] {
        assert!(!is(other, "/a/b", true), "{other}");
    }
    assert!(is("/", "/", false) && is("/a", "/", true) && !is("/a", "/", false));
}
