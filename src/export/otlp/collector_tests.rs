//! Collectors as they should be, and as they are.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::decoder_tests::decode;
use super::office::Delays;
use super::outbox::MOST;
use super::*;
use crate::config::{OtlpCompression, OtlpProtocol, OtlpSettings};
use crate::export::Exposition;
use crate::probe::HeaderValue;

const MS: Duration = Duration::from_millis(1);
/// Long enough for a machine under load.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a collector does with a request.
enum Reply {
    /// Status, further header lines, body.
    Answer(u16, &'static str, &'static str),
    /// Says nothing, and keeps the connection.
    Hang,
    /// Closes the connection.
    Close,
}

const FINE: Reply = Reply::Answer(200, JSON, "{}");
const JSON: &str = "Content-Type: application/json; charset=utf-8\r\n";
const PROTOBUF: &str = "Content-Type: application/x-protobuf\r\n";

struct Posted {
    at: Instant,
    head: String,
    body: Vec<u8>,
}

/// Replies in turn, and well afterwards; keeps what was posted.
struct Collector {
    url: String,
    posted: Arc<Mutex<Vec<Posted>>>,
}

impl Collector {
    fn new(replies: Vec<Reply>) -> Self {
        Collector::on(TcpListener::bind("127.0.0.1:0").unwrap(), replies)
    }

    fn on(listener: TcpListener, replies: Vec<Reply>) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let posted: Arc<Mutex<Vec<Posted>>> = Arc::default();
        let kept = posted.clone();
        let mut replies = VecDeque::from(replies);
        thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let Some(request) = receive(&mut stream) else { continue };
                kept.lock().unwrap().push(request);
                match replies.pop_front().unwrap_or(FINE) {
                    Reply::Answer(status, headers, body) => {
                        let length = body.len();
                        let head = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n");
                        let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
                    }
                    Reply::Hang => held.push(stream),
                    Reply::Close => {}
                }
            }
        });
        Collector { url, posted }
    }

    fn posted(&self) -> usize {
        self.posted.lock().unwrap().len()
    }

    fn exporter(&self) -> Exporter {
        quick(self.settings())
    }

    fn settings(&self) -> OtlpSettings {
        OtlpSettings { endpoint: Some(self.url.clone()), ..OtlpSettings::default() }
    }
}

fn receive(stream: &mut TcpStream) -> Option<Posted> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let lower = head.to_lowercase();
        let length = lower.split_once("content-length: ").unwrap().1;
        let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
        if bytes.len() >= end + 4 + length {
            return Some(Posted { at: Instant::now(), head, body: bytes[end + 4..].to_vec() });
        }
    }
}

/// Tries again at once.
fn quick(settings: OtlpSettings) -> Exporter {
    Exporter::with_delays(settings, Delays { first: MS, longest: 20 * MS }).unwrap()
}

fn page() -> Exposition {
    let mut page = Exposition::new();
    page.build();
    page
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(5 * MS);
    }
}

#[test]
fn a_page_arrives_as_a_message() {
    let collector = Collector::new(Vec::new());
    let mut settings = collector.settings();
    settings.headers = vec![("X-Tenant".to_owned(), HeaderValue::Plain("north".to_owned()))];
    settings.resource.insert("service.name".to_owned(), "orders".to_owned());
    let exporter = quick(settings);
    assert!(exporter.is_due() && exporter.send(&page()) && !exporter.is_due());
    assert!(exporter.close(PATIENCE) && exporter.close(PATIENCE));
    let posted = collector.posted.lock().unwrap();
    let [Posted { head, body, .. }] = &posted[..] else { panic!("one request") };
    assert!(head.starts_with("POST /v1/metrics HTTP/1.1\r\n"), "{head}");
    let head = head.to_lowercase();
    for line in ["content-type: application/x-protobuf", "x-tenant: north"] {
        assert!(head.lines().any(|other| other == line), "{head}");
    }
    assert!(!head.contains("content-encoding"), "{head}");
    let (resource, metrics) = decode(body);
    assert_eq!(resource["service.name"], "orders");
    assert_eq!(metrics["plimsoll.build_info"].points.len(), 1);
    let statistics = exporter.statistics();
    assert_eq!((statistics.sent, statistics.failed, statistics.waiting), (1, 0, 0), "{statistics:?}");
    assert!(!exporter.send(&page()), "it is closed");
    assert_eq!(exporter.statistics().dropped, 1);
}

#[test]
fn messages_can_be_json() {
    let collector = Collector::new(Vec::new());
    let exporter = quick(OtlpSettings { protocol: Some(OtlpProtocol::Json), ..collector.settings() });
    exporter.send(&page());
    assert!(exporter.close(PATIENCE));
    let posted = collector.posted.lock().unwrap();
    assert!(posted[0].head.to_lowercase().contains("content-type: application/json"), "{}", posted[0].head);
    assert_eq!(posted[0].body.first(), Some(&b'{'));
    assert!(decode(&posted[0].body).1.contains_key("plimsoll.build_info"));
}

#[test]
fn messages_can_be_packed() {
    let collector = Collector::new(Vec::new());
    let exporter = quick(OtlpSettings { compression: Some(OtlpCompression::Gzip), ..collector.settings() });
    exporter.send(&page());
    assert!(exporter.close(PATIENCE));
    let posted = collector.posted.lock().unwrap();
    assert!(posted[0].head.to_lowercase().contains("content-encoding: gzip"), "{}", posted[0].head);
    let mut body = Vec::new();
    flate2::read::GzDecoder::new(&posted[0].body[..]).read_to_end(&mut body).unwrap();
    assert!(decode(&body).1.contains_key("plimsoll.build_info"));
}

#[test]
fn what_may_be_tried_again_is_with_the_same_message() {
    let replies = vec![
        Reply::Answer(503, "", ""),
        Reply::Close,
        Reply::Answer(429, "", "slow down"),
        Reply::Answer(502, "", ""),
        Reply::Answer(504, "", ""),
    ];
    let collector = Collector::new(replies);
    let exporter = collector.exporter();
    exporter.send(&page());
    wait_until("it is sent", || exporter.statistics().sent == 1);
    let statistics = exporter.statistics();
    assert_eq!((statistics.retried, statistics.failed, statistics.dropped), (5, 0, 0), "{statistics:?}");
    let posted = collector.posted.lock().unwrap();
    assert_eq!(posted.len(), 6);
    assert!(posted.iter().all(|other| other.body == posted[0].body));
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    let collector = Collector::new(vec![Reply::Answer(400, "", "no"), Reply::Answer(500, "", "")]);
    let exporter = collector.exporter();
    exporter.send(&page());
    exporter.send(&page());
    exporter.send(&page());
    wait_until("the third is sent", || exporter.statistics().sent == 1);
    let statistics = exporter.statistics();
    assert_eq!((statistics.failed, statistics.retried, collector.posted()), (2, 0, 3), "{statistics:?}");
    assert!(statistics.last_error.unwrap().contains("status 500"));
}

#[test]
fn a_collector_is_left_alone_for_as_long_as_it_asks() {
    let busy = || Reply::Answer(429, "Retry-After: 1\r\n", "");
    let collector = Collector::new(vec![busy(), FINE, Reply::Answer(503, "Retry-After: 1\r\n", "")]);
    let exporter = collector.exporter();
    // The third page is answered for the fourth, too.
    (0..4).for_each(|_| assert!(exporter.send(&page())));
    wait_until("all are sent", || exporter.statistics().sent == 4);
    let posted = collector.posted.lock().unwrap();
    let waited: Vec<bool> =
        posted.windows(2).map(|two| two[1].at - two[0].at >= Duration::from_secs(1)).collect();
    assert_eq!(waited, [true, false, true, false, false]);
}

#[test]
fn a_page_that_is_given_up_does_not_shorten_the_wait_that_was_asked_for() {
    // An hour is longer than any page is worth.
    let collector = Collector::new(vec![Reply::Answer(503, "Retry-After: 3600\r\n", "")]);
    let exporter = collector.exporter();
    (0..3).for_each(|_| assert!(exporter.send(&page())));
    wait_until("an answer", || exporter.statistics().last_error.is_some());
    thread::sleep(100 * MS);
    assert_eq!(collector.posted(), 1);
    assert!(exporter.close(100 * MS));
    assert_eq!((collector.posted(), exporter.statistics().sent), (1, 0));
}

#[test]
fn points_that_are_rejected_are_counted() {
    let json = r#"{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}"#;
    // {1: {1: 4, 2: "too new"}}
    let protobuf = "\n\x0b\x08\x04\x12\x07too new";
    let replies = vec![
        Reply::Answer(200, JSON, json),
        Reply::Answer(200, "", "thanks"),
        Reply::Answer(200, PROTOBUF, protobuf),
    ];
    let collector = Collector::new(replies);
    let exporter = collector.exporter();
    for (sent, rejected, words) in [(1, 3, "too old"), (2, 3, "too old"), (3, 7, "too new")] {
        exporter.send(&page());
        wait_until("it is sent", || exporter.statistics().sent == sent);
        let statistics = exporter.statistics();
        assert_eq!(statistics.rejected_points, rejected);
        assert_eq!(statistics.last_error, Some(format!("the collector: {words}")));
    }
}

#[test]
fn what_a_collector_says_is_told_unless_it_was_shown_credentials() {
    let last_error = |headers: Vec<(String, HeaderValue)>, kind, body| {
        let collector = Collector::new(vec![Reply::Answer(400, kind, body)]);
        let exporter = quick(OtlpSettings { headers, ..collector.settings() });
        exporter.send(&page());
        wait_until("it is refused", || exporter.statistics().failed == 1);
        exporter.statistics().last_error.unwrap()
    };
    let status = "the collector answered with status 400";
    // {1: 3, 2: "bad\nunit"}
    let protobuf = "\x08\x03\x12\x08bad\nunit";
    assert_eq!(last_error(Vec::new(), PROTOBUF, protobuf), format!("{status}: bad unit"));
    let json = r#"{"code":3,"message":"you sent hunter2hunter2"}"#;
    assert_eq!(last_error(Vec::new(), JSON, json), format!("{status}: you sent hunter2hunter2"));
    assert_eq!(last_error(Vec::new(), "", "<html>"), status);
    let shown = ("X-Api-Key".to_owned(), HeaderValue::Plain("hunter2hunter2".to_owned()));
    assert_eq!(last_error(vec![shown], JSON, json), status);
}

/// An address that refuses, until somebody listens there.
fn nobody() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

#[test]
fn a_collector_that_is_down_costs_its_caller_nothing() {
    let (listener, url) = nobody();
    drop(listener);
    let exporter = quick(OtlpSettings { endpoint: Some(url), ..OtlpSettings::default() });
    let page = page();
    let begun = Instant::now();
    let pages = 10 * MOST as u64;
    (0..pages).for_each(|_| assert!(exporter.send(&page)));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    wait_until("attempts", || exporter.statistics().retried > 3);
    let statistics = exporter.statistics();
    assert_eq!(statistics.sent, 0);
    assert!(statistics.waiting <= MOST + 1 && statistics.last_error.is_some(), "{statistics:?}");
    assert_eq!(statistics.dropped + statistics.waiting as u64, pages, "{statistics:?}");
    // The end comes soon, too, and nothing is left unaccounted for.
    let begun = Instant::now();
    assert!(exporter.close(200 * MS));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let statistics = exporter.statistics();
    assert_eq!((statistics.waiting, statistics.dropped + statistics.failed), (0, pages), "{statistics:?}");
}

#[test]
fn a_collector_that_hangs_holds_up_nobody() {
    let collector = Collector::new(vec![Reply::Hang]);
    let exporter = quick(OtlpSettings { timeout: Some(300 * MS), ..collector.settings() });
    exporter.send(&page());
    wait_until("it is under way", || collector.posted() == 1);
    let begun = Instant::now();
    assert!(exporter.send(&page()));
    assert!(begun.elapsed() < 200 * MS, "{:?}", begun.elapsed());
    wait_until("both are sent", || exporter.statistics().sent == 2);

    // One that hangs for longer than there is time at the end is given up.
    let collector = Collector::new(vec![Reply::Hang]);
    let exporter = quick(OtlpSettings { timeout: Some(60_000 * MS), ..collector.settings() });
    exporter.send(&page());
    wait_until("it is under way", || collector.posted() == 1);
    let begun = Instant::now();
    assert!(exporter.close(100 * MS));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(exporter.statistics().failed, 1);
}

#[test]
fn there_is_no_thread_before_the_first_page_and_none_after_the_end() {
    let collector = Collector::new(Vec::new());
    let exporter = collector.exporter();
    assert!(!exporter.is_running());
    exporter.send(&page());
    assert!(exporter.is_running());
    assert!(exporter.close(PATIENCE) && !exporter.is_running());
    assert_eq!(collector.posted(), 1);
}

#[test]
fn settings_out_of_range_are_refused() {
    let settings = |change: fn(&mut OtlpSettings)| {
        let mut settings = OtlpSettings::default();
        change(&mut settings);
        Exporter::new(settings).unwrap_err().to_string()
    };
    assert!(settings(|settings| settings.interval = Some(MS)).contains("interval"));
    assert!(settings(|settings| settings.timeout = Some(Duration::ZERO)).contains("timeout"));
    let why = settings(|settings| settings.endpoint = Some("user:hunter2@host".to_owned()));
    assert!(why.contains("http://collector:4318") && !why.contains("hunter2"), "{why}");
    let why = settings(|settings| settings.endpoint = Some("http://user:hunter2@host/".to_owned()));
    assert!(why.contains("header") && !why.contains("hunter2"), "{why}");
}

#[test]
fn what_became_of_pages_is_on_the_page() {
    let (listener, url) = nobody();
    let exporter = quick(OtlpSettings { endpoint: Some(url), ..OtlpSettings::default() });
    let collector = Collector::on(listener, Vec::new());
    exporter.send(&page());
    wait_until("it is sent", || exporter.statistics().sent == 1);
    assert_eq!(collector.posted(), 1);
    let mut page = Exposition::new();
    exporter.statistics().export(&mut page);
    assert!(page.text().contains("\nplimsoll_otlp_pages_sent_total 1\n"), "{}", page.text());
}
