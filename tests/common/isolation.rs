//! A test in a process of its own: it may close descriptors, fork, move between cgroups and unshare
//! namespaces without harm to the test runner.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::children;

const VARIABLE: &str = "PLIMSOLL_TEST_ISOLATED";
/// Longer than any test takes on a busy machine; a hang is a failure, not a wait for ever.
const MOST: Duration = Duration::from_secs(50);

/// Runs `body` in a fresh process: this test binary again, with the test of that name alone.
pub fn isolated(test: &str, body: impl FnOnce()) {
    if std::env::var_os(VARIABLE).is_some_and(|name| name == test) {
        // In a child of that: libtest has a thread of its own beside the test's.
        return children::run(body);
    }
    let mut child = Command::new(std::env::current_exe().expect("the test binary"))
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(VARIABLE, test)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the test binary starts again");
    let out = drain(child.stdout.take());
    let err = drain(child.stderr.take());
    let end = Instant::now() + MOST;
    let status = loop {
        match child.try_wait().expect("a child of ours") {
            Some(status) => break status,
            None if Instant::now() > end => {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{test} did not end within {MOST:?}");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let (out, err) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
    print!("{out}");
    eprint!("{err}");
    assert!(status.success(), "{test} failed in its own process: {status}");
    assert!(out.contains("1 passed"), "there is no test called {test}");
}

/// Whether this process may do what only root may; says so if not.
pub fn is_root() -> bool {
    // SAFETY: gives a number.
    let root = unsafe { libc::geteuid() } == 0;
    if !root {
        println!("skipped: only root may do this");
    }
    root
}

/// Reads a pipe to its end on a thread of its own, so that the child never waits for us.
fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_string(&mut text);
        }
        text
    })
}
