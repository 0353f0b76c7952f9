//! What many checks cost, one measure a run, printed as JSON. `run.py` calls it in turns with the same in Python, and
//! prints the table.
//!
//!     side lists CONCURRENT ROUNDS URL...                         lists of all URLs, in rounds
//!     side floor|ureq CONCURRENT ROUNDS URL...                    the same by nothing but sockets, or nothing but `ureq`
//!     side watch TARGETS INTERVAL_S WORKERS HANGING_% SECONDS PORT   a watched set on 127.x.y.z:PORT

mod floor;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use plimsoll::checker::{Check, Checker, CheckerOptions, Event};
use plimsoll::finding::Status;
use plimsoll::probe::Target;
use serde_json::json;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words[0].as_str() {
        "lists" => lists(number(&words[1]), number(&words[2]), &words[3..]),
        "floor" => floor::sockets(number(&words[1]), number(&words[2]), &words[3..]),
        "ureq" => floor::ureq(number(&words[1]), number(&words[2]), &words[3..]),
        "watch" => watch(&words[1..]),
        other => panic!("{other}: no such measure"),
    }
}

fn number(word: &str) -> usize {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

/// Lists of checks, the first round apart: it makes threads and connections.
fn lists(concurrent: usize, rounds: usize, urls: &[String]) {
    let mut options = CheckerOptions::default();
    options.max_concurrent = concurrent;
    // As many as there are servers: beside it, `aiohttp` keeps every connection.
    options.probe.rest_pool.max_connections = urls.len().max(100);
    options.probe.rest_pool.keep_alive = std::env::var_os("NOKEEP").is_none();
    let checker = Checker::new(options).expect("a checker");
    let checks: Vec<Check> = urls.iter().map(|url| Check::new(Target::rest(url, url))).collect();
    let mut each = Vec::new();
    for _ in 0..rounds {
        let (begun, cpu) = (Instant::now(), cpu_time());
        let outcomes = checker.check_all(&checks, concurrent);
        each.push(measured(begun, cpu, urls.len()));
        for outcome in &outcomes {
            assert_eq!(outcome.status, Status::Healthy, "{}", outcome.message);
        }
    }
    println!("{}", json!(each));
}

/// What a list took and cost that ends now.
fn measured(begun: Instant, cpu: Duration, checks: usize) -> serde_json::Value {
    let (wall, cpu) = (begun.elapsed(), cpu_time() - cpu);
    json!({ "wall_s": wall.as_secs_f64(), "cpu_us": cpu.as_secs_f64() * 1e6 / checks as f64 })
}

fn watch(words: &[String]) {
    let [targets, interval, workers, hanging, seconds, port] =
        [0, 1, 2, 3, 4, 5].map(|place| number(&words[place]));
    let mut options = CheckerOptions::default();
    options.max_concurrent = workers;
    options.interval = Duration::from_secs(interval as u64);
    // What is due when is known from outside: the servers tell how late they are asked.
    options.jitter = 0.0;
    let checker = Checker::new(options).expect("a checker");
    let checks = (0..targets).map(|place| {
        let address = format!("127.{}.{}.{}", 1 + place / 62_500, place / 250 % 250, 1 + place % 250);
        let hangs = place * hanging / 100 != (place + 1) * hanging / 100;
        let path = if hangs { "hang" } else { "wait/50" };
        let mut target =
            Target::rest(format!("{path} {place}"), format!("http://{address}:{port}/{path}?{place}"));
        target.timeout = Duration::from_secs(5);
        Check::new(target)
    });
    let events = checker.events(5_000);
    let begun = Instant::now();
    let cpu = cpu_time();
    let checks = checks.collect();
    let rss_checks = resident();
    checker.watch(checks).expect("a set");
    let rss_set = resident();
    let end = begun + Duration::from_secs(seconds as u64);
    // From the start, and in the second half.
    let mut late: HashMap<(&str, bool), Vec<f64>> = HashMap::new();
    let (mut rss, mut looked) = (0.0_f64, Instant::now());
    let mut wrong: HashMap<&str, u64> = HashMap::new();
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        let Some(event) = events.next_timeout(left.min(Duration::from_millis(500))) else { continue };
        if let Event::Checked { outcome, late: Some(delay), .. } = event {
            let what = if outcome.name.starts_with("hang") { "hanging" } else { "healthy" };
            if what == "healthy" && outcome.status != Status::Healthy {
                *wrong.entry(outcome.reason.name()).or_default() += 1;
            }
            let half = begun.elapsed() * 2 > Duration::from_secs(seconds as u64);
            late.entry((what, half)).or_default().push(delay.as_secs_f64() * 1e3);
        }
        if looked.elapsed() > Duration::from_secs(1) {
            looked = Instant::now();
            rss = rss.max(resident());
        }
    }
    let statistics = checker.statistics();
    let mut table = serde_json::Map::new();
    for ((what, half), mut delays) in late {
        delays.sort_by(f64::total_cmp);
        let at = |part: f64| delays[((delays.len() - 1) as f64 * part) as usize];
        let name = format!("{what}_{}", if half { "second_half" } else { "first_half" });
        table.insert(
            name,
            json!({ "checks": delays.len(), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0) }),
        );
    }
    let statuses = checker.states().into_iter().fold(HashMap::<&str, u64>::new(), |mut count, state| {
        *count.entry(state.status.name()).or_default() += 1;
        count
    });
    println!(
        "{}",
        json!({
            "late": table, "rss_checks_mib": rss_checks, "rss_set_mib": rss_set, "rss_mib": rss.max(resident()), "rss_end_mib": resident(), "lost": events.lost(), "wrong": wrong,
            "checked": statistics.checked, "missed": statistics.missed, "cut_short": statistics.cut_short,
            "statuses": statuses, "threads": threads(),
            "cpu_us": (cpu_time() - cpu).as_secs_f64() * 1e6 / statistics.checked.max(1) as f64,
        })
    );
}

/// `VmRSS` of this process, in MiB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") / 1024.0
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").expect("tasks").count()
}

/// What this process had of CPU so far, threads that ended included; `aiohttp`'s side asks the same.
fn cpu_time() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: room for what the kernel writes, which is all numbers.
    let usage = unsafe {
        assert_eq!(libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()), 0);
        usage.assume_init()
    };
    let time = |time: libc::timeval| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000);
    time(usage.ru_utime) + time(usage.ru_stime)
}
