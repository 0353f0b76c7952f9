//! The thread that sends.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::Write;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use flate2::write::GzEncoder;
use flate2::Compression;

use super::answer::Answer;
use super::environment;
use super::outbox::{Outbox, Page};
use super::statistics::OtlpStatistics;
use super::translator::Translator;
use crate::config::{OtlpCompression, OtlpProtocol, OtlpSettings};
use crate::probe::{head, is_for_credentials, HeaderValue, PlainRequest, Pool, ProbeContext};
use crate::sched::{Backoff, RetryOptions};

/// After this long of trying what was known at one moment is of no use any more.
const GIVE_UP: Duration = Duration::from_secs(15 * 60);
/// Of an answer only its status counts, and a few words.
const ANSWER_BYTES: usize = 64 * 1024;

/// How long is waited between attempts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delays {
    pub first: Duration,
    pub longest: Duration,
}

impl Default for Delays {
    fn default() -> Self {
        Delays { first: Duration::from_secs(1), longest: Duration::from_secs(60) }
    }
}

/// What the thread shares with those that bring pages.
pub(super) struct Office {
    desk: Mutex<Desk>,
    news: Condvar,
    pub(super) context: ProbeContext,
    request: PlainRequest,
    compression: OtlpCompression,
    /// With every request.
    shows_credentials: bool,
    delays: Delays,
}

/// What is looked at under the lock, for moments only.
#[derive(Default)]
struct Desk {
    outbox: Outbox,
    is_busy: bool,
    statistics: OtlpStatistics,
    /// It is to end, and has until then for what is left.
    closing: Option<Instant>,
}

/// What attempts in a row have taught, over pages.
struct Pace {
    /// How many failed.
    failures: u32,
    /// When the collector may be asked again.
    not_before: Instant,
}

/// Why an attempt failed.
struct Refused {
    why: String,
    /// Whether another attempt would be answered in the same way.
    is_final: bool,
    /// What the collector asked for.
    retry_after: Duration,
}

impl Office {
    pub fn new(settings: &OtlpSettings, context: ProbeContext, delays: Delays) -> Self {
        let compression = settings.compression.unwrap_or(OtlpCompression::None);
        let mut request = PlainRequest::new("POST", environment::url(settings));
        let media = match settings.protocol.unwrap_or_default() {
            OtlpProtocol::Protobuf => "application/x-protobuf",
            OtlpProtocol::Json => "application/json",
        };
        let own = [("Content-Type", media)].into_iter();
        let packed = (compression == OtlpCompression::Gzip).then_some(("Content-Encoding", "gzip"));
        let plain = |(name, value): (&str, &str)| (name.to_owned(), HeaderValue::Plain(value.to_owned()));
        request.headers = own.chain(packed).map(plain).collect();
        let is_own = |name: &str| request.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let others: Vec<_> = settings.headers.iter().filter(|(name, _)| !is_own(name)).cloned().collect();
        let is_secret = |(name, value): &(String, HeaderValue)| match value {
            HeaderValue::Plain(text) => is_for_credentials(name, text),
            HeaderValue::Secret(_) => true,
        };
        let shows_credentials = others.iter().any(is_secret);
        request.headers.extend(others);
        request.tls.clone_from(&settings.tls);
        request.timeout = settings.timeout.unwrap_or(Duration::from_secs(10));
        request.connect_timeout = request.connect_timeout.min(request.timeout);
        request.body_bytes = ANSWER_BYTES;
        Office {
            desk: Mutex::default(),
            news: Condvar::new(),
            context,
            request,
            compression,
            shows_credentials,
            delays,
        }
    }

    /// Nothing in it is ever half done.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it will be looked after: not by one that is closing.
    pub fn push(&self, page: Page) -> bool {
        let mut desk = self.desk();
        if desk.closing.is_some() {
            desk.statistics.dropped += 1;
            return false;
        }
        desk.statistics.dropped += desk.outbox.push(page);
        drop(desk);
        self.news.notify_one();
        true
    }

    /// Gives by when it is to end: the first word counts.
    pub fn close(&self, until: Instant) -> Instant {
        let until = *self.desk().closing.get_or_insert(until);
        self.news.notify_one();
        until
    }

    pub fn statistics(&self) -> OtlpStatistics {
        let desk = self.desk();
        let waiting = desk.outbox.len() + usize::from(desk.is_busy);
        OtlpStatistics { waiting, ..desk.statistics.clone() }
    }

    /// The thread's life.
    pub fn run(&self, mut translator: Translator) {
        let mut pace = Pace { failures: 0, not_before: Instant::now() };
        while let Some(page) = self.take() {
            match self.body(&mut translator, &page) {
                Ok(body) => {
                    drop(page);
                    self.deliver(body, &mut pace);
                }
                Err(why) => self.note(|statistics| {
                    statistics.failed += 1;
                    statistics.last_error = Some(why);
                }),
            }
            self.desk().is_busy = false;
        }
        let mut desk = self.desk();
        desk.statistics.dropped += desk.outbox.clear();
    }

    /// The next page, as soon as there is one; none at the end.
    fn take(&self) -> Option<Page> {
        let mut desk = self.desk();
        loop {
            if desk.closing.is_some_and(|until| Instant::now() >= until) {
                return None;
            }
            if let Some(page) = desk.outbox.pop() {
                desk.is_busy = true;
                return Some(page);
            }
            if desk.closing.is_some() {
                return None;
            }
            desk = self.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn body(&self, translator: &mut Translator, page: &Page) -> Result<Vec<u8>, String> {
        let body = translator.body(page).map_err(|error| error.to_string())?;
        if self.compression == OtlpCompression::None {
            return Ok(body);
        }
        let mut packed = GzEncoder::new(Vec::with_capacity(body.len() / 8), Compression::fast());
        packed.write_all(&body).and_then(|()| packed.finish()).map_err(|error| error.to_string())
    }

    /// Until it is taken, refused for good, or of no use any more.
    fn deliver(&self, body: Vec<u8>, pace: &mut Pace) {
        let begun = Instant::now();
        let mut request = self.request.clone();
        request.body = Some(body);
        // Also what an earlier page was answered counts: a collector is left alone as a whole.
        while self.pause(pace.not_before) {
            let refused = match self.post(&request) {
                Ok(answer) => {
                    pace.failures = 0;
                    return self.note(|statistics| {
                        statistics.sent += 1;
                        statistics.is_failing = false;
                        statistics.rejected_points += answer.rejected_points;
                        if !answer.words.is_empty() {
                            statistics.last_error = Some(format!("the collector: {}", answer.words));
                        }
                    });
                }
                Err(refused) => refused,
            };
            self.note(|statistics| {
                statistics.is_failing = true;
                statistics.last_error = Some(refused.why);
            });
            if refused.is_final {
                break;
            }
            let delay = self.delay(pace.failures).max(refused.retry_after).min(GIVE_UP);
            pace.failures = pace.failures.saturating_add(1);
            pace.not_before = Instant::now() + delay;
            if begun.elapsed() + delay > GIVE_UP || self.ends_before(pace.not_before) {
                break;
            }
            self.note(|statistics| statistics.retried += 1);
        }
        self.note(|statistics| statistics.failed += 1);
    }

    /// Exponential, with full jitter.
    fn delay(&self, failures: u32) -> Duration {
        let mut options = RetryOptions::default();
        (options.base, options.most) = (self.delays.first, self.delays.longest);
        Backoff::new(options).delay(failures, random())
    }

    fn ends_before(&self, moment: Instant) -> bool {
        self.desk().closing.is_some_and(|until| moment >= until)
    }

    /// Waits until then. Gives whether there is time for an attempt afterwards.
    fn pause(&self, end: Instant) -> bool {
        let mut desk = self.desk();
        loop {
            if desk.closing.is_some_and(|until| end >= until) {
                return false;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            desk = self.news.wait_timeout(desk, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn post(&self, request: &PlainRequest) -> Result<Answer, Refused> {
        let answer = self.context.request(Pool::Rest, request).map_err(|error| Refused {
            why: format!("the collector: {}", error.message),
            is_final: false,
            retry_after: Duration::ZERO,
        })?;
        let header = |wanted: &str| {
            let found = answer.headers.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        let media = header("content-type").unwrap_or_default().to_ascii_lowercase();
        let was_taken = (200..300).contains(&answer.status);
        let mut told = Answer::read(&media, &answer.body, was_taken);
        if self.shows_credentials {
            // Some servers say what they were shown.
            told.words.clear();
        }
        if was_taken {
            return Ok(told);
        }
        let asked = header("retry-after").and_then(|value| head::retry_after(value, SystemTime::now()));
        let colon = if told.words.is_empty() { "" } else { ": " };
        Err(Refused {
            why: format!("the collector answered with status {}{colon}{}", answer.status, told.words),
            // These four may be tried again, and no others (OTLP specification, "Failures").
            is_final: ![429, 502, 503, 504].contains(&answer.status),
            retry_after: asked.unwrap_or_default(),
        })
    }

    fn note(&self, change: impl FnOnce(&mut OtlpStatistics)) {
        change(&mut self.desk().statistics);
    }
}

/// 0 to 1. That not all exporters come back at the same time is all that it is for.
#[allow(clippy::cast_precision_loss)] // 53 bits are kept.
fn random() -> f64 {
    (RandomState::new().hash_one(0) >> 11) as f64 / (1_u64 << 53) as f64
}
