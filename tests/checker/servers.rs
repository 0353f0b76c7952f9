//! Servers to check, in this process or in one of their own.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

#[allow(dead_code)]
#[path = "../../benches/checker/servers.rs"]
mod bench;

/// Where servers listen in this process, as URLs that end with a slash.
pub fn in_threads(count: usize) -> Vec<String> {
    bench::listen(count).iter().map(|port| format!("http://127.0.0.1:{port}/")).collect()
}

/// Servers in a process of their own, which ends with this.
pub struct Process {
    child: Child,
    pub ports: Vec<u16>,
    /// Kept open: its test harness says something after a minute, and ends if it cannot.
    _words: Lines<BufReader<ChildStdout>>,
}

const COUNT: &str = "PLIMSOLL_TEST_SERVERS";

impl Process {
    /// This test binary again, with the one test that serves.
    pub fn start(count: usize) -> Process {
        let mut child = Command::new(std::env::current_exe().expect("the test binary"))
            .args(["servers::serves", "--exact", "--ignored", "--nocapture"])
            .env(COUNT, count.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the test binary starts again");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let ports = |line: String| {
            let ports: Option<Vec<u16>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
            ports.filter(|ports| ports.len() == count)
        };
        let ports = lines.by_ref().map_while(Result::ok).find_map(ports).expect("a line of ports");
        Process { child, ports, _words: lines }
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "the servers of another test"]
fn serves() {
    if let Ok(count) = std::env::var(COUNT) {
        bench::run(count.parse().expect("a number"));
    }
}
