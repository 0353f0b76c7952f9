//! A test from its beginning to its end.

use std::sync::atomic::AtomicU64;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::cell::{Cell, Counts};
use super::collector::{Collector, LOOKED_BACK};
use super::http::{Client, Plain};
use super::knee::Knee;
use super::packed::Packed;
use super::progress::Progress;
use super::result::{Ended, LoadResult, PartResult, StageResult, Summary, SCHEMA};
use super::scenario::{Part, Scenario, Work};
use super::series::LatencySummary;
use super::shared::{Shared, Wish};
use super::stage::Model;
use super::workers::Worker;
use crate::checker::Cancel;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Status;
use crate::probe::{probe_with, ProbeContext, ProbeControl, ProbeOptions};
use crate::sys::{process, signals};
use crate::units::Limit;

/// Until the schedule begins threads get ready.
const LEAD: Duration = Duration::from_millis(20);
/// So often the one who waits for the end looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(20);
/// Threads of plain HTTP: more would take CPUs from the target.
const MOST_LOOPS: usize = 8;
/// Threads that each wait for an answer.
const MOST_WORKERS: u32 = 4000;
const STACK: usize = 512 * 1024;
/// Descriptors that are needed beside those of connections.
const SPARE_DESCRIPTORS: u64 = 32;
/// With fewer answers in time the stages were too short.
const SERVED_IN_TIME: f64 = 0.9;
/// A thread that a function of the host's own does not give back is left behind after that.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// A load test that makes sense.
///
/// ```no_run
/// use std::time::Duration;
/// use plimsoll::load::{LoadTest, Part, Scenario};
/// use plimsoll::probe::Target;
///
/// let shop = Part::new(Target::rest("shop", "http://127.0.0.1:8080/"));
/// let mut scenario = Scenario::rate(shop, 500.0, Duration::from_secs(30));
/// scenario.thresholds.push("p99 < 300ms".parse()?);
/// let result = LoadTest::new(scenario)?.run()?;
/// println!("{:?}", result.total.latency.p99_seconds);
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug)]
pub struct LoadTest {
    scenario: Scenario,
    context: Arc<ProbeContext>,
}

impl LoadTest {
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] where the scenario makes no sense; the message says what is allowed.
    pub fn new(scenario: Scenario) -> Result<Self> {
        let mut options = ProbeOptions::default();
        let most = scenario.most_at_once().clamp(1, MOST_WORKERS) as usize;
        // Users are what bounds connections here.
        for pool in [&mut options.rest_pool, &mut options.mcp_pool] {
            pool.max_connections = pool.max_connections.max(most);
            pool.max_connections_per_host = pool.max_connections_per_host.max(most);
        }
        LoadTest::within(scenario, Arc::new(ProbeContext::new(options)?))
    }

    /// As [`LoadTest::new`], with what checks of the host's share: connections of what is not plain HTTP, names, tokens.
    ///
    /// # Errors
    ///
    /// As [`LoadTest::new`].
    pub fn within(scenario: Scenario, context: Arc<ProbeContext>) -> Result<Self> {
        scenario.check()?;
        Ok(LoadTest { scenario, context })
    }

    /// What it does.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Runs it on threads of its own, and waits for its end.
    ///
    /// # Errors
    ///
    /// Where it cannot begin: a target does not work ([`ErrorKind::NotFound`]), threads or descriptors are not to be had.
    /// What goes wrong later is in the result.
    pub fn run(&self) -> Result<LoadResult> {
        self.run_with(&Cancel::new(), |_| {})
    }

    /// As [`LoadTest::run`]; tells how it goes once a second, on the calling thread, and ends early when it is cancelled: the
    /// result then holds what was measured until then.
    ///
    /// # Errors
    ///
    /// As [`LoadTest::run`].
    pub fn run_with(&self, cancel: &Cancel, mut hear: impl FnMut(&Progress)) -> Result<LoadResult> {
        let leads_on = if self.scenario.check_first { self.check_targets(cancel)? } else { false };
        // Whoever is led on asks again, there: the light path does not.
        let plain = if leads_on { None } else { self.plain() };
        self.check_descriptors(plain.is_some())?;
        let engine = if plain.is_some() { "http" } else { "workers" };
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + LEAD;
        let threads = match plain {
            Some(plain) => self.begin_http(plain)?,
            None => self.begin_workers()?,
        };
        let shared = Arc::clone(&threads.shared);
        let mut collector = Collector::new(&self.scenario, shared.began);
        let ended = self.attend(&shared, &threads, &mut collector, cancel, &mut hear);
        let over = Instant::now();
        let (left, broken) = threads.end();
        let _ = collector.collect(&shared, over.max(Instant::now()));
        let mut result = self.result(&shared, collector, ended, over);
        result.engine = engine.to_owned();
        result.began_unix_ns = u64::try_from(at.as_nanos()).unwrap_or(u64::MAX);
        if left > 0 {
            result.warnings.push(format!("{left} calls did not come back: their threads were left behind."));
        }
        if broken > 0 {
            result.warnings.push(format!(
                "{broken} threads of the load broke down, and part of the load with them: a defect of Plimsoll, please report it."
            ));
        }
        Ok(result)
    }

    /// Each target once: what does not work now would only be measured as errors. Whether one leads elsewhere.
    fn check_targets(&self, cancel: &Cancel) -> Result<bool> {
        let mut leads_on = false;
        for part in &self.scenario.parts {
            let Work::Target(target) = &part.work else { continue };
            let control = ProbeControl { deadline: None, stop: Some(cancel.stop()) };
            let outcome = probe_with(&self.context, target, &control);
            if cancel.is_cancelled() {
                // Nothing begins then.
                return Ok(leads_on);
            }
            if matches!(outcome.status, Status::Unhealthy | Status::Unknown) {
                let message = format!(
                    "the target `{}` does not work, so that no load was made: {} ({}). Without that first check (`check_first` off, `--no-check`) it is made anyway",
                    target.name, outcome.message, outcome.reason
                );
                return Err(Error::new(ErrorKind::NotFound, message));
            }
            leads_on |= outcome.rest.is_some_and(|facts| facts.redirected_to.is_some());
        }
        Ok(leads_on)
    }

    /// All targets, where plain HTTP is enough for each.
    fn plain(&self) -> Option<Vec<Plain>> {
        let plain = |work: &Work| match work {
            Work::Target(target) => Plain::of(target, &self.context),
            Work::Own { .. } => None,
        };
        self.scenario.parts.iter().map(|part| plain(&part.work)).collect()
    }

    /// Connections need descriptors: what is short of them would be measured as errors of the target.
    fn check_descriptors(&self, is_plain: bool) -> Result<()> {
        let asks = |part: &Part| matches!(part.work, Work::Target(_));
        let wanted = match is_plain || self.scenario.parts.iter().any(asks) {
            true => u64::from(self.scenario.most_at_once()) + SPARE_DESCRIPTORS,
            false => return Ok(()),
        };
        let open = std::fs::read_dir("/proc/self/fd").map_or(0, |all| all.count() as u64);
        match process::descriptor_limit() {
            Some(Limit::Value(most)) if open + wanted > most => {
                let message = format!(
                    "{} connections at once need more descriptors than this process may have: {most}, of which {open} are open. \
                     Raise the limit (`ulimit -n {}`), or ask for fewer connections",
                    self.scenario.most_at_once(),
                    (open + wanted).next_power_of_two()
                );
                Err(Error::new(ErrorKind::InvalidArgument, message))
            }
            _ => Ok(()),
        }
    }

    fn begin_http(&self, plain: Vec<Plain>) -> Result<Threads> {
        let most = self.scenario.most_at_once() as usize;
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        let loops = cpus.min(MOST_LOOPS).min(most);
        let shared = Arc::new(Shared::new(&self.scenario, loops, LEAD));
        let plain: Arc<[Plain]> = plain.into();
        let mut threads = Threads::new(&shared);
        for number in 0..loops {
            let (shared, plain) = (Arc::clone(&shared), Arc::clone(&plain));
            // Slots by their number in all, so that the first users have the first ones.
            let slots = (most - number).div_ceil(loops);
            let room = Client::waiting_room()
                .map_err(|error| Error::io("cannot wait for connections (epoll_create1)", error))?;
            threads.start(number, move || {
                Client::new(&shared, &plain, number, loops, slots, room).run();
            })?;
        }
        Ok(threads)
    }

    fn begin_workers(&self) -> Result<Threads> {
        let most = self.scenario.most_at_once();
        if most > MOST_WORKERS {
            let why =
                format!("{MOST_WORKERS} at most, for what is not plain HTTP/1.1 takes a thread for each");
            return Err(Error::option("connections", most, &why));
        }
        let desks = (most as usize).min(MOST_LOOPS);
        let shared = Arc::new(Shared::new(&self.scenario, desks, LEAD + Duration::from_micros(50) * most));
        let parts: Arc<[Part]> = self.scenario.parts.clone().into();
        let next = Arc::new(AtomicU64::new(0));
        let mut threads = Threads::new(&shared);
        for user in 0..most {
            let worker = Worker {
                shared: Arc::clone(&shared),
                parts: Arc::clone(&parts),
                context: Arc::clone(&self.context),
                user,
                next: Arc::clone(&next),
            };
            threads.start(user as usize, move || worker.run())?;
        }
        Ok(threads)
    }

    /// Waits for the end, and collects once a second.
    fn attend(
        &self,
        shared: &Shared,
        threads: &Threads,
        collector: &mut Collector,
        cancel: &Cancel,
        hear: &mut impl FnMut(&Progress),
    ) -> Ended {
        let mut ended = Ended::Complete;
        collector.watch.begin();
        let mut next = shared.began + Duration::from_secs(1);
        loop {
            let now = Instant::now();
            if shared.wish(now) == Wish::Abort || threads.are_over() {
                return ended;
            }
            if cancel.is_cancelled() && ended == Ended::Complete {
                ended = Ended::Interrupted;
                shared.finish();
                shared.abort();
                continue;
            }
            if now >= next {
                next += Duration::from_secs(1);
                hear(&collector.collect(shared, now));
                if let Some(why) = self.hopeless(collector).filter(|_| shared.wish(now) == Wish::Go) {
                    ended = Ended::Hopeless(why);
                    shared.finish();
                }
            }
            std::thread::sleep(LOOK.min(next.saturating_duration_since(Instant::now())));
        }
    }

    /// Why there is no use in going on.
    fn hopeless(&self, collector: &mut Collector) -> Option<String> {
        let cell = collector.looked_back()?;
        let counts = &cell.counts;
        let errors = counts.failed + counts.timed_out;
        if counts.ok == 0 && errors > 0 {
            let most = counts.reasons.iter().max_by_key(|(_, count)| **count);
            let why = most.map_or("timed out", |(reason, _)| reason);
            return Some(format!(
                "nothing was answered in {LOOKED_BACK} s: {errors} requests failed ({why})"
            ));
        }
        let (cell, seconds) = collector.measured_back()?;
        let crossed = self.scenario.stop_when.iter().find(|when| when.judge(&cell, seconds).met)?;
        Some(format!("{crossed} over {LOOKED_BACK} s"))
    }

    fn result(&self, shared: &Shared, mut collector: Collector, ended: Ended, over: Instant) -> LoadResult {
        let scenario = &self.scenario;
        let ran = over.saturating_duration_since(shared.began);
        let stop = ran.min(shared.schedule.duration());
        if scenario.model == Model::Open {
            for (number, cell) in collector.stages.iter_mut().enumerate() {
                let due = shared.schedule.due(number, stop);
                cell.counts.dropped = due.saturating_sub(cell.counts.begun());
            }
        }
        let mut total = Cell::default();
        let mut measured = Duration::ZERO;
        let mut stages = Vec::new();
        for (number, (stage, cell)) in scenario.stages.iter().zip(&collector.stages).enumerate() {
            let end = shared.schedule.end_of(number);
            let begin = end - stage.duration;
            let length = stop.min(end).saturating_sub(begin);
            if stage.measured {
                total.add(cell);
                measured += length;
            }
            stages.push(StageResult {
                title: stage.title(scenario.model),
                begin_seconds: begin.as_secs_f64(),
                from: stage.from,
                to: stage.to,
                measured: stage.measured,
                targets: stage.targets.unwrap_or(scenario.parts.len()),
                summary: Summary::of(cell, length.as_secs_f64()),
            });
        }
        let part = |(part, cell): (&Part, &Cell)| PartResult {
            name: part.name().to_owned(),
            summary: Summary::of(cell, measured.as_secs_f64()),
        };
        let client = collector.watch.whole();
        let start_delay = LatencySummary::of(&collector.starts);
        let mut warnings = client.warnings();
        warnings.extend(of_counts(&total.counts, scenario));
        warnings.extend(of_lengths(&total.counts, scenario, &ended, collector.looked_at_conditions));
        LoadResult {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: scenario.name.clone(),
            model: scenario.model,
            began_unix_ns: 0,
            seconds: ran.as_secs_f64(),
            ended,
            engine: String::new(),
            most_at_once: scenario.most_at_once(),
            thresholds: scenario.thresholds.iter().map(|one| one.judge(&total, measured)).collect(),
            parts: scenario.parts.iter().zip(&collector.parts).map(part).collect(),
            knee: Knee::of(scenario.model, &stages),
            comparison: None,
            total: Summary::of(&total, measured.as_secs_f64()),
            stages,
            start_delay,
            start_delay_histogram: Packed::of(&collector.starts),
            client,
            warnings,
            intervals: collector.series.finish(),
        }
    }
}

/// What a test was too short for.
fn of_lengths(counts: &Counts, scenario: &Scenario, ended: &Ended, looked: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if scenario.model == Model::Closed && (counts.served as f64) < SERVED_IN_TIME * counts.ok as f64 {
        warnings.push(format!(
            "{} of {} answers came while it was measured, the others after: requests take long beside the stages. Longer stages \
             tell the throughput better.",
            counts.served, counts.ok
        ));
    }
    if !scenario.stop_when.is_empty() && !looked && *ended == Ended::Complete {
        warnings.push(format!(
            "`stop_when` was never looked at: it takes {LOOKED_BACK} measured seconds, and there were fewer."
        ));
    }
    warnings
}

/// What the counts say of the test itself.
fn of_counts(counts: &Counts, scenario: &Scenario) -> Vec<String> {
    let mut warnings = Vec::new();
    let due = counts.begun() + counts.dropped;
    let share = |count: u64| format!("{:.1} %", count as f64 / due.max(1) as f64 * 100.0);
    if counts.dropped > 0 {
        warnings.push(format!(
            "{} requests that were due ({}) were never begun: all {} connections were busy until the end. The target did not keep \
             up with the rate.",
            counts.dropped,
            share(counts.dropped),
            scenario.connections
        ));
    }
    if counts.late > 0 && counts.late * 100 > due {
        warnings.push(format!(
            "{} requests ({}) were begun more than {:?} late: latencies count from when they should have begun.",
            counts.late,
            share(counts.late),
            scenario.late_after
        ));
    }
    if scenario.model == Model::Closed {
        warnings.push(
            "Closed model: while the target stood still it was asked less, so that these latencies leave out what others would \
             have met (coordinated omission). For what users meet, give a rate."
                .to_owned(),
        );
    }
    warnings
}

/// The threads of a test. Dropped, they are told to end.
struct Threads {
    shared: Arc<Shared>,
    running: Vec<JoinHandle<()>>,
}

impl Threads {
    fn new(shared: &Arc<Shared>) -> Self {
        Threads { shared: Arc::clone(shared), running: Vec::new() }
    }

    fn start(&mut self, number: usize, body: impl FnOnce() + Send + 'static) -> Result<()> {
        let builder = std::thread::Builder::new().name(format!("plimsoll-load-{number}")).stack_size(STACK);
        let started = signals::blocked(|| builder.spawn(body)).and_then(|started| started);
        let running = started.map_err(|error| Error::io("cannot start a thread for the load", error))?;
        self.running.push(running);
        Ok(())
    }

    fn are_over(&self) -> bool {
        self.running.iter().all(JoinHandle::is_finished)
    }

    /// Ends them, and says how many are stuck in a call of the host's own, and how many panicked.
    fn end(mut self) -> (usize, usize) {
        self.shared.abort();
        let deadline = Instant::now() + LAST_WAIT;
        let (mut left, mut broken) = (0, 0);
        for thread in self.running.drain(..) {
            while !thread.is_finished() && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(1));
            }
            if thread.is_finished() {
                broken += usize::from(thread.join().is_err());
            } else {
                left += 1;
            }
        }
        (left, broken)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.shared.abort();
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
