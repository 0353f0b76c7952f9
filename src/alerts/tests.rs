//! An alerter with its thread, real servers and real commands.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::*;
use crate::checker::Event;
use crate::config::WebhookSettings;
use crate::finding::{Reason, Status};
use crate::probe::{Kind, Outcome};

const MS: Duration = Duration::from_millis(1);
/// Long enough for a machine under load.
const PATIENCE: Duration = Duration::from_secs(30);

fn options() -> AlertOptions {
    AlertOptions { gather: 20 * MS, ..AlertOptions::default() }
}

fn event(name: &str, status: Status, reason: Reason) -> Event {
    let outcome = Outcome::of(name.to_owned(), Kind::Rest, reason, format!("because of {reason}"));
    checked(outcome, status)
}

fn broken(name: &str) -> Event {
    event(name, Status::Unhealthy, Reason::HttpStatus)
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(5 * MS);
    }
}

/// A server that answers with these statuses in turn, the last again and again, and keeps what was posted.
struct Hook {
    url: String,
    posted: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Hook {
    fn new(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let posted: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept = posted.clone();
        thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                let Ok(mut stream) = stream else { return };
                let mut bytes = Vec::new();
                let mut piece = [0; 4096];
                let (head, body) = loop {
                    let Ok(count) = stream.read(&mut piece) else { return };
                    bytes.extend_from_slice(&piece[..count]);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                    let length = head.to_lowercase();
                    let length = length.split_once("content-length: ").unwrap().1;
                    let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
                    if body.len() >= length {
                        break (head.to_owned(), body.to_owned());
                    }
                };
                kept.lock().unwrap().push((head, serde_json::from_str(&body).unwrap()));
                let status = statuses[index.min(statuses.len() - 1)];
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Hook { url, posted }
    }

    fn settings(&self) -> WebhookSettings {
        webhook(&self.url)
    }

    fn posted(&self) -> Vec<(String, Value)> {
        self.posted.lock().unwrap().clone()
    }
}

/// As it is written in a file.
fn webhook(url: &str) -> WebhookSettings {
    let text = format!("alerts: {{webhook: {{url: \"{url}\", headers: {{X-Team: blue}}, timeout: 5s}}}}\n");
    crate::config::parse(&text, "alerts.yaml".as_ref()).unwrap().alerts.webhook.unwrap()
}

/// A folder of its own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-alerts-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn shell(code: &str) -> Vec<String> {
    ["sh", "-c", code].map(str::to_owned).to_vec()
}

#[test]
fn a_function_is_called_with_changes_that_came_together() {
    let notices: Arc<Mutex<Vec<Notice>>> = Arc::default();
    let kept = notices.clone();
    let callback = AlertHook::new(move |notice| kept.lock().unwrap().push(notice.clone()));
    let alerter =
        Alerter::start(AlertOptions { callback: Some(callback), gather: 300 * MS, ..options() }).unwrap();
    for name in ["a", "b", "c"] {
        alerter.hear(&broken(name));
    }
    alerter.hear(&event("d", Status::Healthy, Reason::Ok));
    wait_until("it is told", || !notices.lock().unwrap().is_empty());
    let notice = notices.lock().unwrap()[0].clone();
    assert_eq!(notice.alerts.len(), 3, "{notice:?}");
    assert!(notice.text.starts_with("3 unhealthy\na is unhealthy"), "{}", notice.text);
    alerter.hear(&event("a", Status::Healthy, Reason::Ok));
    // Closed, it tells what is there without waiting for more.
    assert!(alerter.close(PATIENCE));
    let notices = notices.lock().unwrap();
    assert_eq!((notices.len(), notices[1].alerts[0].turn), (2, Turn::Resolved));
    let statistics = alerter.statistics();
    assert_eq!((statistics.alerts, statistics.raised, statistics.callback.sent), (4, 2, 2));
}

#[test]
fn one_failed_check_at_the_start_wakes_nobody() {
    let alerter = Alerter::start(options()).unwrap();
    let unsettled = |name: &str, status| match event(name, status, Reason::HttpStatus) {
        Event::Checked { outcome, status, late, .. } => {
            Event::Checked { outcome, status, settled: false, late }
        }
        other => panic!("{other:?}"),
    };
    alerter.hear(&unsettled("shop", Status::Unhealthy));
    alerter.hear(&broken("desk"));
    wait_until("the other is told", || alerter.statistics().alerts == 1);
    alerter.hear(&unsettled("shop", Status::Unhealthy));
    alerter.hear(&broken("shop"));
    wait_until("it is settled", || alerter.statistics().alerts == 2);
}

#[test]
fn a_function_that_panics_does_not_end_the_alerts() {
    let callback = AlertHook::new(|_| panic!("the host's own"));
    let alerter = Alerter::start(AlertOptions { callback: Some(callback), ..options() }).unwrap();
    alerter.hear(&broken("a"));
    wait_until("it is told", || alerter.statistics().callback.failed == 1);
    alerter.hear(&broken("b"));
    wait_until("the next one, too", || alerter.statistics().callback.failed == 2);
    assert!(alerter.close(PATIENCE));
}

#[test]
fn a_webhook_is_posted_json_and_is_tried_again() {
    let hook = Hook::new(&[503, 204]);
    let alerter = Alerter::start(AlertOptions { webhook: Some(hook.settings()), ..options() }).unwrap();
    alerter.hear(&broken("shop"));
    wait_until("it is taken", || alerter.statistics().webhook.sent == 1);
    let posted = hook.posted();
    assert_eq!(posted.len(), 2);
    let (head, notice) = &posted[0];
    let head = head.to_lowercase();
    assert!(head.starts_with("post /hook http/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/json\r\n") && head.contains("x-team: blue"), "{head}");
    assert_eq!(notice["schema"], "plimsoll.alert/1");
    assert_eq!(notice["alerts"][0]["name"], "shop");
    assert_eq!(notice["text"], "shop is unhealthy (http_status): because of http_status");
    assert_eq!(posted[0].1, posted[1].1);
    let webhook = alerter.statistics().webhook;
    assert_eq!((webhook.retried, webhook.failed, webhook.waiting), (1, 0, 0));
    assert!(webhook.last_error.unwrap().contains("503"));
}

#[test]
fn what_a_webhook_will_never_take_is_not_tried_again() {
    let hook = Hook::new(&[400]);
    let alerter = Alerter::start(AlertOptions { webhook: Some(hook.settings()), ..options() }).unwrap();
    alerter.hear(&broken("shop"));
    wait_until("it failed", || alerter.statistics().webhook.failed == 1);
    assert_eq!((hook.posted().len(), alerter.statistics().webhook.retried), (1, 0));
}

#[test]
fn a_webhook_that_hangs_holds_nobody_up_and_is_given_up_at_the_end() {
    // Connections are made, and nobody answers.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings =
        WebhookSettings { timeout: PATIENCE, ..webhook(&format!("http://{}/", deaf.local_addr().unwrap())) };
    let alerter = Alerter::start(AlertOptions { webhook: Some(settings), ..options() }).unwrap();
    alerter.hear(&broken("first"));
    wait_until("it is under way", || alerter.statistics().webhook.waiting == 1);
    let begun = Instant::now();
    let hook = alerter.hook();
    for number in 0..10_000 {
        alerter.hear(&broken(&format!("server {number}")));
    }
    drop(hook);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let begun = Instant::now();
    assert!(alerter.close(100 * MS));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(alerter.statistics().webhook.failed >= 1);
}

#[test]
fn of_what_waits_too_long_the_latest_are_kept() {
    let mut outbox = outbox::Outbox::default();
    for number in 0..150 {
        let mut notice = Notice::of(Vec::new());
        notice.omitted = number;
        outbox.push(Arc::new(notice));
    }
    assert_eq!((outbox.len(), outbox.statistics.dropped), (100, 50));
    assert_eq!(outbox.pop().unwrap().omitted, 50);
}

#[test]
fn a_command_reads_the_notice() {
    let scratch = Scratch::new("reads");
    let code = format!(
        "cat > {0}/part && env | grep ^PLIMSOLL_ | sort > {0}/variables && mv {0}/part {0}/notice",
        scratch.0.display()
    );
    let alerter = Alerter::start(AlertOptions { command: Some(shell(&code)), ..options() }).unwrap();
    alerter.hear(&broken("shop"));
    wait_until("it ran", || alerter.statistics().command.sent == 1);
    let notice: Value = serde_json::from_str(&scratch.read("notice")).unwrap();
    assert_eq!(notice["alerts"][0]["name"], "shop");
    let variables = scratch.read("variables");
    for line in [
        "PLIMSOLL_ALERT_COUNT=1",
        "PLIMSOLL_ALERT_NAME=shop",
        "PLIMSOLL_ALERT_REASON=http_status",
        "PLIMSOLL_ALERT_STATUS=unhealthy",
        "PLIMSOLL_ALERT_TURN=raised",
        "PLIMSOLL_ALERT_WAS=unknown",
    ] {
        assert!(variables.lines().any(|known| known == line), "{line} is not in {variables}");
    }
}

#[test]
fn a_command_that_fails_is_told_with_its_words() {
    for (code, wanted) in
        [("echo no pager >&2; exit 7", "exit code 7 and said: no pager"), ("kill -9 $$", "signal 9")]
    {
        let alerter = Alerter::start(AlertOptions { command: Some(shell(code)), ..options() }).unwrap();
        alerter.hear(&broken("shop"));
        wait_until("it failed", || alerter.statistics().command.failed == 1);
        let error = alerter.statistics().command.last_error.unwrap();
        assert!(error.starts_with("the command `sh`: ") && error.contains(wanted), "{error}");
    }
    let missing = Some(vec!["plimsoll-no-such-command".to_owned()]);
    let alerter = Alerter::start(AlertOptions { command: missing, ..options() }).unwrap();
    alerter.hear(&broken("shop"));
    wait_until("it failed", || alerter.statistics().command.failed == 1);
    let error = alerter.statistics().command.last_error.unwrap();
    assert!(error.contains("cannot be started"), "{error}");
}

/// Processes whose command line holds a text.
fn processes_with(text: &str) -> usize {
    let all = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = all.filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok());
    lines.filter(|line| line.contains(text)).count()
}

#[test]
fn a_command_that_hangs_is_ended_with_all_that_it_started() {
    let marker = format!("2000.{}", std::process::id());
    let code = format!("trap '' TERM; sleep {marker} & sleep {marker}");
    let options = AlertOptions { command: Some(shell(&code)), command_timeout: 200 * MS, ..options() };
    let alerter = Alerter::start(options).unwrap();
    alerter.hear(&broken("shop"));
    wait_until("it was ended", || alerter.statistics().command.failed == 1);
    assert!(alerter.statistics().command.last_error.unwrap().contains("too long"));
    wait_until("nothing is left", || processes_with(&marker) == 0);
}

#[test]
fn only_a_few_commands_run_at_once() {
    let scratch = Scratch::new("few");
    let code = format!("mktemp {}/run.XXXXXX >/dev/null; sleep 100", scratch.0.display());
    let alerter =
        Alerter::start(AlertOptions { command: Some(shell(&code)), gather: MS, ..options() }).unwrap();
    for number in 0..8 {
        alerter.hear(&broken(&format!("server {number}")));
        wait_until("each is a notice of its own", || alerter.statistics().alerts == number + 1);
    }
    let runs = || fs::read_dir(&scratch.0).unwrap().count();
    wait_until("four run", || runs() == 4);
    thread::sleep(100 * MS);
    assert_eq!((runs(), alerter.statistics().command.waiting), (4, 8));
    assert!(alerter.close(Duration::ZERO));
    let command = alerter.statistics().command;
    assert_eq!((command.failed, command.dropped, command.waiting), (4, 4, 0));
}

#[test]
fn other_options_count_from_now_on() {
    let (first, second) = (Hook::new(&[200]), Hook::new(&[200]));
    let alerter = Alerter::start(AlertOptions { webhook: Some(first.settings()), ..options() }).unwrap();
    alerter.hear(&broken("a"));
    wait_until("it is posted", || alerter.statistics().webhook.sent == 1);
    alerter.change(AlertOptions { webhook: Some(second.settings()), ..options() }).unwrap();
    alerter.hear(&broken("b"));
    wait_until("it is posted there", || alerter.statistics().webhook.sent == 2);
    assert_eq!((first.posted().len(), second.posted().len()), (1, 1));
    // What was told is known.
    assert_eq!(second.posted()[0].1["alerts"][0]["name"], "b");
    let refused = alerter.change(AlertOptions { command: Some(Vec::new()), ..options() }).unwrap_err();
    assert!(refused.to_string().contains("command"), "{refused}");
}

#[test]
fn the_thread_is_joined() {
    let alerter = Alerter::start(options()).unwrap();
    let threads = || {
        let tasks = fs::read_dir("/proc/self/task").unwrap().filter_map(Result::ok);
        let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
        names.filter(|name| name.trim() == "plimsoll-alerts").count()
    };
    wait_until("it runs", || threads() > 0);
    assert!(alerter.close(Duration::ZERO));
    assert!(alerter.close(Duration::ZERO), "a second time");
}

fn checked(outcome: Outcome, status: Status) -> Event {
    Event::Checked { outcome: Arc::new(outcome), status, settled: true, late: None }
}
