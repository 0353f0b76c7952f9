use super::*;
use std::time::{Duration, Instant};

fn start(program: &str, arguments: &[&str]) -> Child {
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    Child::start(&Image::new(program, &arguments, &[], None).unwrap()).unwrap()
}

fn within(time: u64) -> Instant {
    Instant::now() + Duration::from_millis(time)
}

/// All that a child writes to its standard output until it ends.
fn output(child: &mut Child) -> String {
    let (mut text, mut buffer) = (Vec::new(), [0; 1000]);
    loop {
        match child.read(Output::Stdout, &mut buffer).unwrap() {
            Piece::Bytes(length) => text.extend_from_slice(&buffer[..length]),
            Piece::End => return String::from_utf8(text).unwrap(),
            Piece::Nothing => drop(child.wait(false, within(5000)).unwrap()),
        }
    }
}

fn exists(pid: libc::pid_t) -> bool {
    // SAFETY: signal 0 asks only whether there is such a process.
    unsafe { libc::kill(pid, 0) == 0 }
}

fn ended(child: &mut Child, grace: u64) -> Ending {
    child.end(within(grace), &mut |_| {})
}

#[test]
fn what_is_written_arrives_and_the_exit_code_is_seen() {
    for has_pidfd in [true, false] {
        let mut child = start("sh", &["-c", "read line; echo \"got $line\"; exit 3"]);
        if !has_pidfd {
            child.pidfd = None;
        }
        assert_eq!(child.write(b"words\n").unwrap(), 6);
        assert_eq!(output(&mut child), "got words\n");
        while child.exited().is_none() {
            child.wait(false, within(5000)).unwrap();
        }
        assert_eq!(child.exited(), Some(Exit::Code(3)));
        assert_eq!(ended(&mut child, 1000), Ending::Ended(Exit::Code(3)));
        assert!(!exists(child.pid), "not reaped");
    }
}

#[test]
fn it_leads_its_group_with_default_signals_and_three_descriptors() {
    let child = &mut start(
        "sh",
        &["-c", "ls /proc/$$/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status; ps -o pgid= $$"],
    );
    let pid = child.pid;
    let text = output(child);
    let words: Vec<&str> = text.split_whitespace().collect();
    let (zeros, pid) = ("0000000000000000", pid.to_string());
    assert_eq!(words, ["0", "1", "2", "SigBlk:", zeros, "SigIgn:", zeros, pid.as_str()]);
}

#[test]
fn one_that_ignores_everything_is_killed_in_time() {
    for has_pidfd in [true, false] {
        let mut child = start("sh", &["-c", "trap '' TERM INT HUP; while :; do sleep 100; done"]);
        if !has_pidfd {
            child.pidfd = None;
        }
        // The shell has set its traps as soon as it has a child.
        std::thread::sleep(Duration::from_millis(100));
        let begun = Instant::now();
        assert_eq!(ended(&mut child, 200), Ending::Ended(Exit::Signal(libc::SIGKILL)));
        let took = begun.elapsed().as_millis();
        assert!((190..300).contains(&took), "{took} ms");
        assert!(!exists(child.pid), "not reaped");
    }
}

#[test]
fn one_that_ends_with_its_input_is_left_to_do_so() {
    let mut child = start("cat", &[]);
    assert_eq!(ended(&mut child, 5000), Ending::Ended(Exit::Code(0)));
}

#[test]
fn what_it_leaves_behind_in_its_group_is_killed_before_it_is_reaped() {
    for by_number in [false, true] {
        let mut child = start("sh", &["-c", "sleep 100 & echo $!"]);
        let mut buffer = [0; 100];
        let orphan = loop {
            match child.read(Output::Stdout, &mut buffer).unwrap() {
                Piece::Bytes(length) => {
                    break String::from_utf8_lossy(&buffer[..length]).trim().parse().unwrap()
                }
                _ => drop(child.wait(false, within(5000)).unwrap()),
            }
        };
        while child.exited().is_none() {
            child.wait(false, within(5000)).unwrap();
        }
        assert!(exists(orphan));
        if by_number {
            child.pidfd = None;
        }
        assert_eq!(ended(&mut child, 1000), Ending::Ended(Exit::Code(0)));
        let end = within(2000);
        while is_running(orphan) {
            assert!(Instant::now() < end, "the orphan lives");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Neither gone nor waiting to be reaped by process 1.
fn is_running(pid: libc::pid_t) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z"))
}

#[test]
fn one_that_is_dropped_is_killed_and_reaped() {
    let child = start("sleep", &["100"]);
    let pid = child.pid;
    drop(child);
    assert!(!exists(pid));
}

#[test]
fn a_number_that_is_somebody_elses_gets_no_signal() {
    // A child whose remains the host has taken, and whose number has become another process's: this one's.
    let mut other = std::process::Command::new("sleep").arg("100").spawn().unwrap();
    let mut child = start("true", &[]);
    while child.exited().is_none() {
        child.wait(false, within(5000)).unwrap();
    }
    assert_eq!(ended(&mut child, 1000), Ending::Ended(Exit::Code(0)));
    child.pidfd = None;
    child.gone = true;
    child.pid = other.id().try_into().unwrap();
    let error = child.signal_by_number(libc::SIGKILL).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(libc::ESRCH));
    assert!(other.try_wait().unwrap().is_none(), "a stranger was killed");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn what_cannot_be_started_says_at_which_stage() {
    let failed = |program: &str, directory: Option<&str>| {
        let directory = directory.map(std::path::Path::new);
        let error = Child::start(&Image::new(program, &[], &[], directory).unwrap()).unwrap_err();
        (error.stage, error.error.raw_os_error().unwrap(), error.is_of_this_machine())
    };
    assert_eq!(failed("no-such-command-here", None), (Stage::Execute, libc::ENOENT, false));
    assert_eq!(failed("/no/such/command", None), (Stage::Execute, libc::ENOENT, false));
    assert_eq!(failed("/etc/passwd", None), (Stage::Execute, libc::EACCES, false));
    assert_eq!(failed("true", Some("/no/such/directory")), (Stage::Directory, libc::ENOENT, false));
    let huge = [("HUGE".to_owned(), "x".repeat(1 << 20))];
    let error = Child::start(&Image::new("true", &[], &huge, None).unwrap()).unwrap_err();
    assert!(error.is_of_this_machine(), "{error:?}");
}

#[test]
fn its_input_tells_what_it_has_not_read() {
    let mut child = start("sleep", &["100"]);
    assert_eq!(child.unread(), Some(0));
    child.write(b"words").unwrap();
    assert_eq!(child.unread(), Some(5));
    let mut reader = start("cat", &[]);
    reader.write(b"words").unwrap();
    let end = within(5000);
    while reader.unread() != Some(0) {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(1));
    }
}
