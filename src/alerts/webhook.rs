//! Posting notices.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::notice::Notice;
use super::outbox::Outbox;
use crate::config::WebhookSettings;
use crate::probe::{HeaderValue, PlainRequest, Pool, ProbeContext};
use crate::sched::{Backoff, RetryOptions};

/// Attempts of one notice at most, over about half a minute. Later ones wait meanwhile.
const ATTEMPTS: u32 = 6;
const FIRST_DELAY: Duration = Duration::from_secs(1);
const LONGEST_DELAY: Duration = Duration::from_secs(30);
/// Nobody reads what is answered, but for its status.
const ANSWER_BYTES: usize = 64 * 1024;

/// The way over HTTP.
pub(super) struct Webhook {
    settings: WebhookSettings,
    pub(super) outbox: Outbox,
    /// What is being tried, how often it was, and when it is tried again.
    current: Option<(Arc<Notice>, u32, Instant)>,
}

impl Webhook {
    pub(super) fn new(settings: WebhookSettings, outbox: Outbox) -> Self {
        Webhook { settings, outbox, current: None }
    }

    /// When there is something to do.
    pub(super) fn next(&self) -> Option<Instant> {
        match &self.current {
            Some((_, _, at)) => Some(*at),
            None if self.outbox.len() > 0 => Some(Instant::now()),
            None => None,
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.outbox.len() + usize::from(self.current.is_some())
    }

    /// One attempt, where one is due; takes up to the configured timeout.
    pub(super) fn work(&mut self, context: &ProbeContext) {
        let now = Instant::now();
        let (notice, tried) = match self.current.take() {
            Some((notice, tried, at)) if at <= now => (notice, tried),
            Some(later) => {
                self.current = Some(later);
                return;
            }
            None => match self.outbox.pop() {
                Some(notice) => (notice, 0),
                None => return,
            },
        };
        match self.post(context, &notice) {
            Ok(()) => self.outbox.statistics.sent += 1,
            Err(Refused { why, is_final }) => {
                self.outbox.statistics.last_error = Some(why);
                let left = Duration::MAX;
                let delay = backoff().next(tried, random(), Duration::ZERO, left);
                match delay.filter(|_| !is_final) {
                    Some(delay) => {
                        self.outbox.statistics.retried += 1;
                        self.current = Some((notice, tried + 1, Instant::now() + delay));
                    }
                    None => self.outbox.statistics.failed += 1,
                }
            }
        }
    }

    /// What waits, also for another attempt.
    pub(super) fn into_outbox(mut self) -> Outbox {
        if let Some((notice, _, _)) = self.current.take() {
            self.outbox.push_front(notice);
        }
        self.outbox
    }

    /// Gives up what waits for another attempt.
    pub(super) fn give_up(&mut self) {
        if self.current.take().is_some() {
            self.outbox.statistics.failed += 1;
        }
        self.outbox.drop_all();
    }

    fn post(&self, context: &ProbeContext, notice: &Notice) -> Result<(), Refused> {
        let body = serde_json::to_vec(notice).map_err(|error| Refused::finally(error.to_string()))?;
        let mut request = PlainRequest::new("POST", &self.settings.url);
        request.headers =
            vec![("Content-Type".to_owned(), HeaderValue::Plain("application/json".to_owned()))];
        let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
        if self.settings.headers.iter().any(|(name, _)| is_type(name)) {
            request.headers.clear();
        }
        request.headers.extend(self.settings.headers.iter().cloned());
        request.body = Some(body);
        request.timeout = self.settings.timeout;
        request.connect_timeout = request.connect_timeout.min(request.timeout);
        request.body_bytes = ANSWER_BYTES;
        match context.request(Pool::Rest, &request) {
            Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
            Ok(answer) => {
                // What is wrong with the request is wrong with it the next time, too.
                let is_final =
                    (300..500).contains(&answer.status) && ![408, 425, 429].contains(&answer.status);
                Err(Refused { why: format!("the webhook answered with status {}", answer.status), is_final })
            }
            Err(error) => Err(Refused { why: format!("the webhook: {}", error.message), is_final: false }),
        }
    }
}

struct Refused {
    why: String,
    /// Another attempt would be answered in the same way.
    is_final: bool,
}

impl Refused {
    fn finally(why: String) -> Self {
        Refused { why, is_final: true }
    }
}

fn backoff() -> Backoff {
    let mut options = RetryOptions::default();
    (options.attempts, options.base, options.most) = (ATTEMPTS, FIRST_DELAY, LONGEST_DELAY);
    Backoff::new(options)
}

/// 0 to 1. That many alerters do not come back at the same time is all that it is for.
#[allow(clippy::cast_precision_loss)] // 53 bits are kept.
fn random() -> f64 {
    (RandomState::new().hash_one(0) >> 11) as f64 / (1_u64 << 53) as f64
}
