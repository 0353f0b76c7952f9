//! What a pool reports at one moment.

use serde::{Deserialize, Serialize};

use super::values::values;

values! {
    /// Counters and gauges of a pool of database connections at one moment, from any pool, in any language. What a pool
    /// does not tell is missing, and costs only what needs it.
    ///
    /// A *use* is the time from when a connection is handed out until it is given back (hold time); a *wait* is the time
    /// from when it is asked for until it is handed out.
    PoolStats {
        size Setting Count "Connections that the pool keeps at most, without overflow.",
        max_overflow Setting Count "Connections beyond `size` that it opens under load and closes again; 0 where it has none.",
        min_size Setting Count "Connections that it keeps open even when idle.",
        timeout_seconds Setting Seconds "How long a request for a connection waits at most.",
        recycle_seconds Setting Seconds "The age at which a connection is replaced.",
        open Gauge Count "Connections that are open, idle or in use, overflow too.",
        in_use Gauge Count "Connections that are handed out.",
        idle Gauge Count "Connections that are open and wait to be handed out.",
        waiting Gauge Count "Requests that wait for a connection now.",
        in_use_peak Gauge Count "The most that were handed out at once since the observation before.",
        wait_peak_seconds Gauge Seconds "The longest wait since the observation before.",
        oldest_use_seconds Gauge Seconds "For how long the connection that was handed out first of those in use has been.",
        requests Counter Count "Requests for a connection that were served.",
        queued Counter Count "Of `requests` and `timeouts`, those that had to wait because no connection was free.",
        wait_seconds Counter Seconds "Time that all requests waited, opening of connections included.",
        use_seconds Counter Seconds "Time that connections were handed out, summed when they are given back.",
        use_seconds_squared Counter Count "The squares of those times, in seconds squared: tells how uneven they are.",
        timeouts Counter Count "Requests that gave up waiting.",
        errors Counter Count "Connections that could not be opened.",
        created Counter Count "Connections opened.",
        create_seconds Counter Seconds "Time that opening them took.",
        closed Counter Count "Connections closed, for whatever reason.",
        lost Counter Count "Connections found broken: closed by the server or the network.",
    }
}

impl PoolStats {
    /// Connections that the pool can have by its settings, overflow too, where that is told to be a limit.
    pub(crate) fn most(&self) -> Option<f64> {
        Some(self.size? + self.max_overflow.unwrap_or(0.0)).filter(|most| *most > 0.0)
    }

    /// Whether the pool went on handing out connections beyond that since `before`: then it is no limit. A pool that was made
    /// smaller has more for a while, and hands out none.
    pub(super) fn beyond_most(&self, before: &Self) -> bool {
        let Some(most) = self.most().filter(|most| before.most() == Some(*most)) else { return false };
        let served = self.requests.zip(before.requests).is_none_or(|(now, before)| now > before);
        let more = |before: Option<f64>, now: Option<f64>| {
            before.zip(now).is_some_and(|(before, now)| now > most && before > most && served)
        };
        let grew = |now: Option<f64>| {
            before.in_use.zip(now).is_some_and(|(before, now)| now > most && (before <= most || now > before))
        };
        // One connection more may be open for a moment, while it takes another's place.
        more(before.in_use, self.in_use)
            || more(before.open, self.open)
            || grew(self.in_use)
            || (before.in_use.is_none_or(|in_use| in_use <= most)
                && self.in_use_peak.is_some_and(|peak| peak > most))
    }
}

/// Who holds connections: a place of the program that took some and has not given them back.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The place: `file:line function`, a job, a thread.
    pub site: String,
    /// How many connections it holds.
    pub connections: u32,
    /// For how long it has held the first of them, in seconds.
    pub seconds: f64,
}
