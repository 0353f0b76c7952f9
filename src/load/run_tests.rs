use super::super::server_tests::{Behaviour, Server};
use super::super::{Part, Stage};
use super::*;
use crate::finding::Reason;
use crate::probe::Target;

const SECOND: Duration = Duration::from_secs(1);

fn part(server: &Server) -> Part {
    Part::new(Target::rest("server", server.url()))
}

/// Without the check beforehand, so that counts are those of the load.
fn run(scenario: Scenario) -> LoadResult {
    LoadTest::new(Scenario { check_first: false, ..scenario }).unwrap().run().unwrap()
}

fn seconds(value: Option<f64>) -> f64 {
    value.unwrap()
}

#[test]
fn a_rate_is_kept_to_the_request() {
    let server = Server::new(Behaviour::default());
    let result = run(Scenario::rate(part(&server), 500.0, SECOND));
    assert_eq!((result.engine.as_str(), &result.ended), ("http", &Ended::Complete));
    let counts = &result.total.counts;
    assert_eq!((counts.ok, counts.begun(), counts.dropped), (500, 500, 0));
    assert_eq!((server.requests(), result.start_delay.count, result.total.latency.count), (500, 500, 500));
    assert_eq!(counts.bytes_received, 500 * 40);
    assert!((result.total.per_second - 500.0).abs() < 1e-9);
    // From the intended start: never less than from the real one.
    assert!(seconds(result.total.latency.mean_seconds) >= seconds(result.total.service.mean_seconds));
    let counted: u64 = result.intervals.iter().map(|interval| interval.counts.ok).sum();
    assert_eq!(counted, 500);
}

#[test]
fn users_wait_for_their_answers() {
    let takes = Duration::from_millis(5);
    let server = Server::new(Behaviour { takes, ..Behaviour::default() });
    let result = run(Scenario::users(part(&server), 8, SECOND));
    let counts = &result.total.counts;
    assert_eq!((counts.begun(), server.connections()), (server.requests(), 8));
    assert!(seconds(result.total.latency.min_seconds) > 0.005);
    assert_eq!(result.start_delay.count, 0);
    assert!(
        result.warnings.iter().any(|warning| warning.contains("coordinated omission")),
        "{:?}",
        result.warnings
    );
    // 8 users, 5 ms and a little each.
    assert!((800..=1600).contains(&counts.ok), "{counts:?}");
}

#[test]
fn a_server_that_stands_still_hides_nothing() {
    let frozen = Some((Duration::from_millis(500), Duration::from_millis(1000)));
    let server = Server::new(Behaviour { frozen, ..Behaviour::default() });
    let scenario = Scenario { connections: 16, ..Scenario::rate(part(&server), 200.0, 2 * SECOND) };
    let result = run(scenario);
    assert_eq!(result.total.counts.ok, 400);
    // 100 of 400 were due while it stood still, and waited 0 to 0.5 s: a quarter of all.
    let latency = &result.total.latency;
    assert!((seconds(latency.max_seconds) - 0.5).abs() < 0.1, "{latency:?}");
    assert!((seconds(latency.p90_seconds) - 0.3).abs() < 0.1, "{latency:?}");
    assert!(result.total.counts.late > 50, "{:?}", result.total.counts);
    // From when they began most took no time.
    assert!(seconds(result.total.service.p90_seconds) < 0.1, "{:?}", result.total.service);
}

#[test]
fn what_fails_is_counted_by_its_reason() {
    let answer = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".to_owned();
    let broken = Server::new(Behaviour { answer, ..Behaviour::default() });
    let gone = TcpUnused::new();
    let parts = vec![part(&broken), Part::new(Target::rest("gone", gone.url()))];
    let result = run(Scenario { parts, ..Scenario::rate(part(&broken), 100.0, SECOND) });
    let counts = &result.total.counts;
    assert_eq!((counts.ok, counts.failed), (0, 100));
    assert_eq!((counts.reasons["http_status"], counts.reasons["connect_refused"]), (50, 50));
    assert_eq!((result.parts[0].summary.counts.failed, result.parts[1].name.as_str()), (50, "gone"));
    assert_eq!(
        (result.total.error_rate, result.total.latency.count, result.total.failures.count),
        (Some(1.0), 0, 100)
    );
}

/// A port at which nobody listens.
struct TcpUnused(std::net::SocketAddr);

impl TcpUnused {
    fn new() -> Self {
        TcpUnused(std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
    }

    fn url(&self) -> String {
        format!("http://{}/", self.0)
    }
}

#[test]
fn what_does_not_work_is_told_before_the_load() {
    let test =
        LoadTest::new(Scenario::rate(Part::new(Target::rest("gone", TcpUnused::new().url())), 5.0, SECOND));
    let error = test.unwrap().run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("`gone` does not work"), "{error}");
}

#[test]
fn throughput_is_of_answers_that_came_in_time() {
    let takes = Duration::from_millis(600);
    let server = Server::new(Behaviour { takes, workers: 8, ..Behaviour::default() });
    let result = run(Scenario::users(part(&server), 4, SECOND));
    // The second ones are begun within the second, and answered after it.
    assert_eq!((result.total.counts.ok, result.total.counts.served), (8, 4), "{:?}", result.total.counts);
    assert!((result.total.per_second - 4.0).abs() < 1e-9);
    assert_eq!(result.stages[0].summary.counts.served, 4);
    assert!(result.warnings.iter().any(|text| text.contains("4 of 8 answers")), "{:?}", result.warnings);
    // What settles gives its answers to the stage in which they come.
    let mut scenario = Scenario::users(part(&server), 4, SECOND);
    scenario.stages.insert(0, Stage::hold(4.0, SECOND).unmeasured());
    let result = run(scenario);
    assert_eq!((result.stages[0].summary.counts.served, result.total.counts.served), (4, 8));
}

#[test]
fn conditions_look_at_what_is_measured() {
    let server = Server::new(Behaviour::default());
    let mut scenario = Scenario::rate(part(&server), 20.0, SECOND);
    scenario.stages.insert(0, Stage::hold(1.0, 11 * SECOND).unmeasured());
    scenario.stop_when = vec!["throughput < 15".parse().unwrap()];
    let result = run(scenario);
    assert_eq!(result.ended, Ended::Complete);
    assert!(result.warnings.iter().any(|text| text.contains("never looked at")), "{:?}", result.warnings);
}

#[test]
fn an_answer_that_does_not_come_is_timed_out() {
    let server = Server::new(Behaviour { takes: 3 * SECOND, ..Behaviour::default() });
    let mut target = Target::rest("slow", server.url());
    target.timeout = Duration::from_millis(200);
    let result = run(Scenario::rate(Part::new(target), 50.0, SECOND));
    let counts = &result.total.counts;
    assert_eq!((counts.timed_out, counts.begun()), (50, 50));
    let longest = seconds(result.total.failures.max_seconds);
    assert!((0.2..0.3).contains(&longest), "{longest}");
    assert!(result.seconds < 1.5);
}

#[test]
fn connections_that_are_closed_are_made_anew() {
    let closes_after = Some(3);
    let server = Server::new(Behaviour { closes_after, ..Behaviour::default() });
    let result = run(Scenario::users(part(&server), 2, SECOND / 2));
    let counts = &result.total.counts;
    // It closes without a word when asked for the fourth time: that is sent once more.
    assert_eq!((counts.failed, counts.timed_out), (0, 0), "{counts:?}");
    assert!(counts.ok > 10 && server.connections() >= counts.ok / 3, "{counts:?}");
}

#[test]
fn given_up_it_tells_what_it_has() {
    let server = Server::new(Behaviour { takes: Duration::from_millis(300), ..Behaviour::default() });
    let cancel = Cancel::new();
    let (word, began) = (cancel.clone(), Instant::now());
    let giving_up = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        word.cancel();
    });
    let scenario = Scenario { check_first: false, ..Scenario::users(part(&server), 4, 60 * SECOND) };
    let result = LoadTest::new(scenario).unwrap().run_with(&cancel, |_| {}).unwrap();
    giving_up.join().unwrap();
    assert!(began.elapsed() < 2 * SECOND);
    assert_eq!(result.ended, Ended::Interrupted);
    assert_eq!((result.total.counts.ok, result.total.counts.aborted), (8, 4));
    assert!(!result.passed() && result.seconds < 1.0);
}

#[test]
fn what_is_not_begun_is_dropped() {
    let server = Server::new(Behaviour { takes: SECOND / 10, ..Behaviour::default() });
    let scenario = Scenario { connections: 2, ..Scenario::rate(part(&server), 100.0, SECOND) };
    let result = run(scenario);
    let counts = &result.total.counts;
    assert_eq!((counts.begun() + counts.dropped, counts.failed), (100, 0));
    assert!((70..=82).contains(&counts.dropped), "{counts:?}");
    assert!(
        result.warnings.iter().any(|warning| warning.contains("did not keep up")),
        "{:?}",
        result.warnings
    );
}

#[test]
fn only_what_is_measured_counts() {
    let server = Server::new(Behaviour::default());
    let stages = vec![
        Stage::ramp(0.0, 200.0, SECOND / 2),
        Stage::hold(200.0, SECOND / 2),
        Stage::hold(100.0, SECOND / 2).unmeasured(),
    ];
    let result = run(Scenario { stages, ..Scenario::rate(part(&server), 1.0, SECOND) });
    let counted: Vec<u64> = result.stages.iter().map(|stage| stage.summary.counts.ok).collect();
    assert_eq!((counted, result.total.counts.ok, server.requests()), (vec![50, 100, 50], 100, 200));
    assert_eq!((result.total.seconds, result.parts[0].summary.counts.ok), (0.5, 100));
}

#[test]
fn functions_of_the_hosts_own_are_load_too() {
    let call = |turn: &super::super::Turn| match turn.number % 4 {
        3 => Reason::Reported,
        _ => Reason::Ok,
    };
    let own = Part::own("own", SECOND, call);
    let result = run(Scenario { connections: 1, ..Scenario::rate(own, 100.0, SECOND) });
    assert_eq!(result.engine, "workers");
    let counts = &result.total.counts;
    assert_eq!((counts.ok, counts.failed, counts.reasons["reported"]), (75, 25, 25));
    let panics = Part::own("panics", SECOND, |_| panic!("on purpose"));
    let result = run(Scenario::users(panics, 2, SECOND / 5));
    assert!(result.total.counts.reasons["local"] > 2, "{:?}", result.total.counts);
}

#[test]
fn users_come_one_after_the_other() {
    let server = Server::new(Behaviour { takes: Duration::from_millis(1), ..Behaviour::default() });
    let stages = vec![Stage::ramp(0.0, 6.0, SECOND), Stage::hold(6.0, SECOND / 5)];
    let scenario = Scenario { stages, ..Scenario::users(part(&server), 1, SECOND) };
    let result = run(scenario);
    assert_eq!((result.total.counts.failed, server.connections()), (0, 6));
    // Half of them on average on the way up.
    let (up, there) = (result.stages[0].summary.per_second, result.stages[1].summary.per_second);
    assert!(up < 0.8 * there, "{up} {there}");
}

#[test]
fn thresholds_decide() {
    let server = Server::new(Behaviour { takes: Duration::from_millis(20), ..Behaviour::default() });
    let mut scenario = Scenario::rate(part(&server), 50.0, SECOND / 2);
    scenario.thresholds = vec!["p99 < 10s".parse().unwrap(), "error_rate <= 0".parse().unwrap()];
    assert!(run(scenario.clone()).passed());
    scenario.thresholds.push("p50 < 10ms".parse().unwrap());
    let result = run(scenario);
    assert_eq!(result.thresholds.iter().map(|one| one.met).collect::<Vec<_>>(), [true, true, false]);
    assert!(!result.passed());
}

#[test]
fn descriptors_that_are_short_are_told_before() {
    let mut scenario = Scenario::users(Part::new(Target::rest("a", "http://127.0.0.1:1/")), 100_000, SECOND);
    scenario.check_first = false;
    let error = LoadTest::new(scenario).unwrap().check_descriptors(true).unwrap_err();
    assert!(error.to_string().contains("Raise the limit"), "{error}");
}

#[test]
fn who_is_led_on_asks_there() {
    let there = Server::new(Behaviour::default());
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", there.url());
    let server = Server::new(Behaviour { answer, ..Behaviour::default() });
    let mut target = Target::rest("server", server.url());
    if let Some(rest) = &mut target.rest {
        rest.redirects = crate::probe::Redirects::Any(3);
    }
    let result = LoadTest::new(Scenario::rate(Part::new(target), 20.0, SECOND / 2)).unwrap().run().unwrap();
    assert_eq!((result.engine.as_str(), result.total.counts.ok), ("workers", 10));
    assert_eq!((server.requests(), there.requests()), (11, 11));
}
