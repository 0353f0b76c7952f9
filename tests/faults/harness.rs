//! Starts the faults of a group, lets a prober go through them, and holds what it says against the table.

use std::env;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::body::fine;
use crate::kit::certificates::Authority;
use crate::kit::server::Server;
use crate::prober::{self, End, Found, Job, LATE, MARK};
use crate::row::{Ends, Fault, Row};
use crate::table::GROUPS;

/// Tells a process that it is the prober, and where its jobs are.
pub const JOBS: &str = "PLIMSOLL_FAULTS_JOBS";
/// By how much memory may grow over a prober's start.
const GROWTH_KIB: i64 = 8 * 1024;
/// Longer than a group takes on a busy machine.
const MOST: Duration = Duration::from_secs(100);

/// Runs the group of that test.
pub fn hold(test: &str) {
    let group = GROUPS.iter().find(|group| group.test == test).expect("a group for each test");
    let rows = (group.rows)();
    if let Some(jobs) = env::var_os(JOBS) {
        return prober::run(&rows, Path::new(&jobs));
    }
    let place = Place::new(test);
    let authority = Authority::new(&place.0).expect("certificates");
    let mut servers = Vec::new();
    let jobs: Vec<Job> = rows.iter().map(|row| start(row, &authority, &mut servers).expect(row.id)).collect();
    let file = place.0.join("jobs.json");
    std::fs::write(&file, serde_json::to_vec(&jobs).expect("plain values")).expect("a file of jobs");

    let (found, end) = prober_says(test, &file);
    let mut wrong: Vec<String> = Vec::new();
    for row in &rows {
        match found.iter().find(|found| found.id == row.id) {
            Some(found) => wrong.extend(complaints(row, found)),
            None => wrong.push(format!("{}: the prober did not come so far", row.id)),
        }
    }
    match end {
        Some(End { before, after }) if before != after => {
            wrong.push(format!("left behind: the prober held {before:?} before and {after:?} after"));
        }
        None => wrong.push("the prober did not come to its end".to_owned()),
        Some(_) => {}
    }
    if env::var_os("PLIMSOLL_FAULTS_SHOW").is_some() {
        for found in &found {
            println!(
                "{:32} {:9} {:16} {:5} ms {:6} KiB  {}",
                found.id,
                found.status,
                found.reason,
                found.elapsed.as_millis(),
                found.grown_kib,
                found.message
            );
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Sets a fault up.
fn start(row: &Row, authority: &Authority, servers: &mut Vec<Server>) -> io::Result<Job> {
    let mut roots = None;
    let (scheme, host, server) = match row.fault {
        Fault::Serve(serve) => ("http", "127.0.0.1", Server::plain(serve)?),
        Fault::Refuses => ("http", "127.0.0.1", Server::refusing()?),
        Fault::Silent => ("http", "127.0.0.1", Server::silent()?),
        Fault::Full => ("http", "127.0.0.1", Server::full()?),
        Fault::Host(name) => ("http", name, Server::plain(fine)?),
        Fault::Bare(serve) => ("https", "127.0.0.1", Server::plain(serve)?),
        Fault::Tls(flaw, serve) => {
            roots = Some(authority.roots().display().to_string());
            ("https", "127.0.0.1", Server::tls(authority.config(flaw)?, serve)?)
        }
        Fault::Script(_) | Fault::Command(_) => {
            return Ok(Job { id: row.id.to_owned(), url: String::new(), roots });
        }
    };
    let url = format!("{scheme}://{host}:{}/", server.port);
    servers.push(server);
    Ok(Job { id: row.id.to_owned(), url, roots })
}

/// What is wrong with what the prober found.
fn complaints(row: &Row, found: &Found) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |what: String| wrong.push(format!("{}: {what} ({})", row.id, found.message));
    let (status, reason) = (row.status.name(), row.reason.name());
    if (found.status.as_str(), found.reason.as_str()) != (status, reason) {
        say(format!("{} {} instead of {status} {reason}", found.status, found.reason));
    }
    if found.elapsed > found.timeout + LATE {
        say(format!("took {:?}, with a deadline of {:?}", found.elapsed, found.timeout));
    }
    let early = found.elapsed + LATE < found.timeout;
    if row.ends == Ends::AtDeadline && early {
        say(format!("ended after {:?} instead of at the deadline", found.elapsed));
    }
    if row.ends == Ends::Before && !early {
        say(format!("took {:?}, though the verdict was plain before", found.elapsed));
    }
    if found.message.trim().is_empty() {
        say("says nothing to people".to_owned());
    }
    if found.message.chars().any(char::is_control) {
        say(format!("what it says to people has control characters: {:?}", found.message));
    }
    if found.grown_kib > GROWTH_KIB {
        say(format!("memory grew by {} KiB", found.grown_kib));
    }
    if !found.left.is_empty() {
        say(format!("left behind {:?}", found.left));
    }
    wrong
}

/// Runs this test again as the prober.
fn prober_says(test: &str, jobs: &Path) -> (Vec<Found>, Option<End>) {
    let mut command = Command::new(env::current_exe().expect("the test binary"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(JOBS, jobs);
    let (out, _) = run(command);
    let mut found = Vec::new();
    let mut end = None;
    // libtest writes its own words before a line of ours, without a newline.
    for line in out.lines().filter_map(|line| line.split_once(MARK)) {
        match serde_json::from_str(line.1) {
            Ok(one) => found.push(one),
            Err(_) => end = serde_json::from_str(line.1).ok(),
        }
    }
    (found, end)
}

/// Runs a command to its end; gives its standard output and whether it succeeded. What it says on standard error
/// is passed on.
pub fn run(mut command: Command) -> (String, bool) {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the test binary starts");
    let mut pipe = child.stdout.take().expect("a pipe");
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let ended = wait(&mut child);
    if ended.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    (reader.join().expect("a reader"), ended == Some(true))
}

fn wait(child: &mut Child) -> Option<bool> {
    let until = Instant::now() + MOST;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return Some(status.success());
        }
        thread::sleep(Duration::from_millis(5));
    }
    None
}

/// A directory that goes with the test.
struct Place(PathBuf);

impl Place {
    fn new(test: &str) -> Self {
        let path = env::temp_dir().join(format!("plimsoll-faults-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory for the test");
        Self(path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
