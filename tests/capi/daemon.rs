//! The daemon of examples/c: it forked twice and closed every descriptor, and still reads right values, of itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::toolbox::{compile, root, run, scratch};

/// One that runs; ended with the test.
struct Daemon {
    folder: PathBuf,
    pid: u32,
}

impl Daemon {
    fn start() -> Daemon {
        let binary = compile(&root().join("examples/c/daemon.c"), "example-daemon", &[]);
        let folder = scratch().join(format!("daemon-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let pid_file = folder.join("pid");
        // Back at once, and with nothing of the daemon's left: else this would wait for its output.
        run(Command::new(binary).arg(folder.join("log")).arg(&pid_file).arg("20"));
        let pid = until("its number is written", || fs::read_to_string(&pid_file).ok()?.trim().parse().ok());
        Daemon { folder, pid }
    }

    fn log(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        // The last line may be half written.
        text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }

    fn lines(&self, count: usize) -> Vec<String> {
        until("it has read so often", || Some(self.log()).filter(|lines| lines.len() >= count))
    }

    fn signal(&self, name: &str) {
        run(Command::new("kill").arg(format!("-{name}")).arg(self.pid.to_string()));
    }

    fn proc(&self) -> PathBuf {
        Path::new("/proc").join(self.pid.to_string())
    }

    /// A daemon has no parent that would wait for it: whoever adopts it may leave a zombie for a moment.
    fn is_there(&self) -> bool {
        let stat = fs::read_to_string(self.proc().join("stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if self.is_there() {
            let _ = Command::new("kill").arg("-KILL").arg(self.pid.to_string()).status();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn until<T>(what: &str, mut happened: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(value) = happened() {
            return value;
        }
        assert!(Instant::now() < end, "{what}: not within 30 s");
        sleep(Duration::from_millis(10));
    }
}

fn value(line: &str, name: &str) -> f64 {
    let word = line.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    word.unwrap_or_else(|| panic!("no {name} in {line}")).parse().unwrap()
}

#[test]
fn a_daemon_of_the_old_kind_reads_on() {
    let daemon = Daemon::start();
    let lines = daemon.lines(30);
    assert!(lines.iter().all(|line| line.starts_with("time=")), "{lines:#?}");

    // A session of its own, and nobody's terminal or descriptors: three of /dev/null, the log, and the monitor's.
    let stat = fs::read_to_string(daemon.proc().join("stat")).unwrap();
    let after: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    assert_ne!(after[1], std::process::id().to_string(), "its parent is gone");
    assert_eq!(after[4], "0", "no terminal: {stat}");
    for number in 0..3 {
        assert_eq!(
            fs::read_link(daemon.proc().join(format!("fd/{number}"))).unwrap(),
            Path::new("/dev/null")
        );
    }

    // What it says of itself is true, and of itself: neither of its parents has so few threads and files.
    let pages: f64 =
        fs::read_to_string(daemon.proc().join("statm")).unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let said = value(lines.last().unwrap(), "resident_bytes");
    assert!((said / (pages * 4096.0) - 1.0).abs() < 0.2 || said < 1e6, "{said} bytes, {pages} pages");

    // It runs for days: nothing is kept from one reading to the next.
    let open = || fs::read_dir(daemon.proc().join("fd")).unwrap().count();
    let before = open();
    let at = daemon.log().len();
    let lines = daemon.lines(at + 100);
    assert_eq!(open(), before);
    let descriptors = value(lines.last().unwrap(), "descriptors");
    assert!((descriptors - before as f64).abs() <= 1.0, "{descriptors} said, {before} there");
    let grown = value(lines.last().unwrap(), "resident_bytes") - value(&lines[at], "resident_bytes");
    assert!(grown < 4e6, "{grown} bytes in a hundred readings");

    // Its log is rotated.
    fs::rename(daemon.folder.join("log"), daemon.folder.join("log.1")).unwrap();
    daemon.signal("HUP");
    daemon.lines(5);

    daemon.signal("TERM");
    until("it has ended", || (!daemon.is_there()).then_some(()));
    assert_eq!(daemon.log().last().unwrap(), "daemon: ended");
    assert!(!daemon.folder.join("pid").exists());
}
