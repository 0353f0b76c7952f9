//! The same metrics for OpenTelemetry: OTLP over HTTP, as protobuf or JSON.
//!
//! What an [`Exposition`](super::Exposition) holds is handed to an [`Exporter`], which translates and sends it on a thread
//! of its own. Names are those of the semantic conventions (version [`CONVENTIONS`]) where they have one, and begin with
//! `plimsoll.` otherwise; `docs/opentelemetry.md` lists them.
//!
//! ```no_run
//! use plimsoll::config::OtlpSettings;
//! use plimsoll::export::otlp::Exporter;
//! use plimsoll::export::Exposition;
//! use plimsoll::{Monitor, MonitorOptions};
//!
//! let mut settings = OtlpSettings::default();
//! settings.endpoint = Some("http://collector:4318".to_owned());
//! let exporter = Exporter::new(settings)?; // Exporter::from_environment(settings) also asks OTEL_...
//!
//! let mut monitor = Monitor::new(MonitorOptions::default())?;
//! let mut page = Exposition::new();
//! loop {
//!     monitor.observe()?;
//!     if exporter.is_due() {
//!         page.clear();
//!         if let Some(sample) = monitor.sample() {
//!             page.sample(sample);
//!         }
//!         page.diagnosis(&monitor.diagnose());
//!         exporter.send(&page); // never waits
//!     }
//!     std::thread::sleep(std::time::Duration::from_secs(1)); // or rather: the host's own work
//! }
//! # #[allow(unreachable_code)]
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! Handing a page over costs a copy of its text. There is no thread before the first page, and none after the exporter was
//! closed or dropped. A collector that is down costs a connection that fails every half minute or so; at most 16 pages or
//! 16 MiB wait, and the oldest make way. [`Exporter::statistics`] tells what became of them.

mod answer;
mod environment;
mod exporter;
mod message;
mod metrics;
mod names;
mod office;
mod outbox;
mod page;
mod protobuf;
mod resource;
mod statistics;
mod told;
mod translator;

pub use exporter::Exporter;
pub use names::{Instrument, Translated, CONVENTIONS};
pub use statistics::OtlpStatistics;

#[cfg(test)]
mod collector_tests;
#[cfg(test)]
mod decoder_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;
