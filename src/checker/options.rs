//! The options of a checker.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::EventHook;
use crate::admit::Admission;
use crate::probe::ProbeOptions;
use crate::sched::{BatchOptions, BreakerOptions, DebounceOptions, RetryOptions};

/// The options of a [`Checker`](super::Checker).
#[derive(Clone)]
#[non_exhaustive]
pub struct CheckerOptions {
    /// Connections, names, tokens.
    pub probe: ProbeOptions,
    /// Checks at the same time at most, which is the number of workers. 1 to 1,024; 50 by default.
    pub max_concurrent: usize,
    /// Checks to one host (host and port) at the same time at most, so that a slow one cannot have all workers. 1 to
    /// 1,024; 10 by default.
    pub max_concurrent_per_host: usize,
    /// Checks that may wait at most: beyond, [`submit`](super::Checker::submit) is refused. 1 to 1,000,000; 1,000 by
    /// default.
    pub queue: usize,
    /// How often a watched check without an interval of its own is run. 100 ms to 7 days; 60 s by default.
    pub interval: Duration,
    /// By how much an interval is made shorter or longer at random, 0 to 0.5 of it; 0.1 by default.
    pub jitter: f64,
    /// How often a watched check is run that is unhealthy, never more rarely than `interval`; a quarter of its
    /// interval by default, 1 s at least.
    pub unhealthy_interval: Option<Duration>,
    /// How often what failed is tried again before it counts; not at all by default.
    pub retry: RetryOptions,
    /// When a watched check that fails again and again is left alone for a while.
    pub breaker: BreakerOptions,
    /// How many outcomes in a row it takes to change the status that is shown of a watched check.
    pub debounce: DebounceOptions,
    /// How single checks of low priority (below 0) are gathered, so that they wake as few workers as possible and share
    /// connections: a batch begins when it is complete. Others never wait for company.
    pub batch: BatchOptions,
    /// How long a check of a list waits to be admitted before it is `unknown` (`not_admitted`); 5 s by default. Watched
    /// checks do not wait: their next turn comes.
    pub admission_wait: Duration,
    /// Who has a say in whether a check may run now; everybody may by default.
    pub admission: Option<Arc<dyn Admission>>,
    /// The share of its own limits (queue, memory, CPU) from which on it tells that one is close, above 0, up to 1;
    /// `None` for never. 0.8 by default. Memory and CPU are those of the container, as `admission` knows them.
    pub own_limits: Option<f64>,
    /// Called with each event, on the thread on which it happens: it should be quick, and must not wait for the
    /// checker.
    pub on_event: Option<EventHook>,
}

impl Default for CheckerOptions {
    fn default() -> Self {
        CheckerOptions {
            probe: ProbeOptions::default(),
            max_concurrent: 50,
            max_concurrent_per_host: 10,
            queue: 1_000,
            interval: Duration::from_secs(60),
            jitter: 0.1,
            unhealthy_interval: None,
            retry: RetryOptions::default(),
            breaker: BreakerOptions::default(),
            debounce: DebounceOptions::default(),
            batch: BatchOptions::default(),
            admission_wait: Duration::from_secs(5),
            admission: None,
            own_limits: Some(0.8),
            on_event: None,
        }
    }
}

impl fmt::Debug for CheckerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckerOptions")
            .field("probe", &self.probe)
            .field("max_concurrent", &self.max_concurrent)
            .field("max_concurrent_per_host", &self.max_concurrent_per_host)
            .field("queue", &self.queue)
            .field("interval", &self.interval)
            .field("jitter", &self.jitter)
            .field("unhealthy_interval", &self.unhealthy_interval)
            .field("retry", &self.retry)
            .field("breaker", &self.breaker)
            .field("debounce", &self.debounce)
            .field("batch", &self.batch)
            .field("admission_wait", &self.admission_wait)
            .field("admission", &self.admission.is_some())
            .field("own_limits", &self.own_limits)
            .field("on_event", &self.on_event.is_some())
            .finish()
    }
}
