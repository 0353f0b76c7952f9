//! The gate: lets work begin as long as the container can bear it, urgent work longest.
//!
//! Three things decide. How much may go on **at once**, a limit that is configured or [found](AdaptiveOptions) from how
//! long work takes. Who **waits**: a permit that comes back is for the highest priority, and within one for whoever
//! came first. And the **load** of the container ([`LoadOptions`]): close to its marks low work is refused, at them
//! normal work too, and high work only before memory runs out.
//!
//! Nothing happens behind the caller's back: the load is read when [`refresh`](Admission::refresh) is called, every
//! 500 ms by the checker or by the host. A reading older than 5 s is ignored.

mod adaptive;
mod held;
mod judge;
mod limiter;
mod meter;
mod options;
#[cfg(feature = "capi")]
mod queued;
mod semaphore;
mod shards;
mod statistics;
mod word;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};

#[cfg(feature = "capi")]
pub(crate) use options::WHAT_IS_JUDGED;
pub use options::{AdaptiveOptions, GateOptions, LoadOptions};
#[cfg(feature = "capi")]
pub(crate) use queued::{Answer, Queued};
pub use statistics::GateStatistics;

use crate::admit::{Admission, Completion, GateState, Home, Permit, Priority, Refusal, Ticket};
use crate::clock::Clock;
use crate::error::Result;
use crate::monitor::LoadHandle;
use crate::sys::per_process::PerProcess;
use held::Held;

/// Lets work begin as long as the container can bear it. A clone is the same gate.
///
/// Any number of threads may use it. After a fork a child has a gate of its own, with nothing going on and nobody
/// waiting: permits of its parent, dropped there, give nothing back.
///
/// ```
/// use std::time::Duration;
/// use plimsoll::{Admission, Gate, GateOptions, Priority};
///
/// let gate = Gate::new(GateOptions::default())?;
/// gate.refresh(); // every 500 ms, by whoever keeps time
///
/// match gate.try_acquire(Priority::LOW) {
///     Ok(permit) => {
///         // Work; the permit goes back when it is dropped, also by a panic.
///         drop(permit);
///     }
///     Err(refusal) => println!("{refusal}; again in {:?}", refusal.retry_after),
/// }
/// let permit = gate.acquire(Priority::HIGH, Duration::from_secs(1))?; // waits, urgent work first
/// # drop(permit);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Gate {
    shared: Arc<Shared>,
}

/// One who waits for a permit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Waiting {
    /// How urgent its work is.
    pub priority: Priority,
    /// For how long it has waited.
    #[serde(rename = "waited_seconds", serialize_with = "seconds")]
    pub waited: Duration,
}

fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    duration.as_secs_f64().serialize(serializer)
}

struct Shared {
    options: GateOptions,
    handle: Option<LoadHandle>,
    clock: Arc<dyn Clock>,
    held: PerProcess<Held>,
}

impl Gate {
    /// A gate that reads the load itself.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an option out of range; else as
    /// [`SamplerBuilder::build`](crate::SamplerBuilder::build).
    pub fn new(options: GateOptions) -> Result<Self> {
        let gate = Self::made(options, None)?;
        // The first reading shows whether there can be one; rates need a second.
        gate.shared.held().refresh(&gate.shared.options, gate.shared.clock.boot_ns())?;
        Ok(gate)
    }

    /// A gate that goes by the load that a monitor observes, from [`Monitor::load_handle`](crate::Monitor::load_handle).
    /// The host calls `observe` as often as it would call `refresh`; both are needed.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an option out of range.
    pub fn with_load(options: GateOptions, load: LoadHandle) -> Result<Self> {
        Self::made(options, Some(load))
    }

    fn made(options: GateOptions, handle: Option<LoadHandle>) -> Result<Self> {
        options.check()?;
        let clock = options.sampler.time();
        let held = PerProcess::new(Held::new(&options, handle.as_ref(), clock.boot_ns()));
        Ok(Gate { shared: Arc::new(Shared { options, handle, clock, held }) })
    }

    /// Who waits, in the order in which they are served.
    #[must_use]
    pub fn waiting(&self) -> Vec<Waiting> {
        self.shared.held().waiting(self.shared.clock.boot_ns())
    }

    /// What it did so far, in this process.
    #[must_use]
    pub fn statistics(&self) -> GateStatistics {
        self.shared.held().statistics()
    }

    /// Whether it is [closed](Gate::close).
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.held().is_closed()
    }

    /// Gives no permit any more, and lets all go who wait. Permits that are out go back as ever. A child of a fork,
    /// whose gate is its own, closes that one.
    pub fn close(&self) {
        self.shared.held().close();
    }
}

impl Admission for Gate {
    fn try_acquire(&self, priority: Priority) -> std::result::Result<Permit, Refusal> {
        let ticket = self.shared.held().try_acquire(priority, || self.shared.clock.boot_ns())?;
        Ok(self.permit(ticket))
    }

    fn acquire(&self, priority: Priority, timeout: Duration) -> std::result::Result<Permit, Refusal> {
        let most = self.shared.options.max_waiting;
        let now = || self.shared.clock.boot_ns();
        let ticket = self.shared.held().acquire(priority, timeout, most, now)?;
        Ok(self.permit(ticket))
    }

    fn refresh(&self) {
        // That nothing could be read is told by `LoadState::stale`.
        let _ = self.shared.held().refresh(&self.shared.options, self.shared.clock.boot_ns());
    }

    fn state(&self) -> GateState {
        self.shared.held().state(self.shared.options.max_concurrent, self.shared.clock.boot_ns())
    }
}

impl Gate {
    fn permit(&self, ticket: Ticket) -> Permit {
        let home: Arc<Shared> = Arc::clone(&self.shared);
        Permit::new(home, ticket)
    }
}

impl Shared {
    fn held(&self) -> &Held {
        self.held.get(|| Held::new(&self.options, self.handle.as_ref(), self.clock.boot_ns()))
    }
}

impl Home for Shared {
    fn take_back(&self, ticket: Ticket, how: Completion) {
        // A child that never used the gate has none to give anything back to.
        if let Some(held) = self.held.current() {
            held.take_back(ticket, how, || self.clock.boot_ns());
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
