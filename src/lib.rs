//! How laden is this container, what limits it, and what to change.
//!
//! Plimsoll reads `/proc` and the cgroup files of the container it runs in (or of another process or cgroup) on the
//! caller's thread, at little more than what the kernel takes to render them, and judges what it finds against
//! published thresholds. It advises; it never changes a limit. Linux only.
//!
//! # Sampling
//!
//! A [`Sampler`] keeps the kernel's files open and reads them into a [`Sample`]: plain data, in which every value is
//! optional and has a unit, a scope (host, cgroup, process, network namespace, mount) and a source. What is read is a
//! set of [`Groups`]: [`Groups::FULL`] is everything, [`Groups::TICK`] what a caller at 100 Hz needs.
//!
//! ```
//! use plimsoll::{Limit, Sample, Sampler};
//!
//! let mut sampler = Sampler::builder().build()?; // of this process and its container
//! let mut sample = Sample::default();
//! sampler.read(&mut sample)?;
//!
//! match (sample.cgroup_memory_usage_bytes(), sample.cgroup_memory_effective_limit_bytes()) {
//!     (Some(usage), Some(Limit::Value(limit))) => println!("{usage} of {limit} bytes"),
//!     (Some(usage), _) => println!("{usage} bytes, and no limit"),
//!     (None, _) => println!("no memory cgroup here"),
//! }
//! for problem in sampler.problems() {
//!     eprintln!("{}: {}", problem.path.display(), problem.reason);
//! }
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! Counters mean something as differences: [`Usage::between`] makes rates and shares of two samples, and refuses
//! samples that cannot be compared. Details come into storage of the caller's: [`Sampler::cores`],
//! [`Sampler::disks`], [`Sampler::interfaces`], [`Sampler::filesystems`], [`Sampler::processes`],
//! [`Sampler::activity`].
//!
//! # Diagnosis
//!
//! A [`Monitor`] keeps the samples of the last few seconds and says what limits the container, each finding with its
//! evidence, the threshold that was crossed and who published it.
//!
//! ```
//! use plimsoll::{Monitor, MonitorOptions};
//!
//! let mut monitor = Monitor::new(MonitorOptions::default())?;
//! monitor.observe()?;
//! std::thread::sleep(std::time::Duration::from_millis(200)); // or rather: the host's own work
//! monitor.observe()?;
//!
//! let diagnosis = monitor.diagnose();
//! println!("{}", diagnosis.summary);
//! for finding in &diagnosis.bottlenecks {
//!     println!("{} {}: {}", finding.severity, finding.component, finding.title);
//!     println!("    {} against {}, {}", finding.current, finding.threshold, finding.threshold.source);
//! }
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! # What is promised to the process it lives in
//!
//! - No thread, no signal handler, no `atexit`, no output; no environment variable is read or set (but for
//!   `RUST_BACKTRACE`, read after a fault inside the library).
//! - A reading allocates nothing once buffers have found their size. Details and findings do allocate.
//! - A sampler goes on after a fork (the child reads its own values), after a host closed all descriptors, after a
//!   move to another cgroup and after limits changed in place. It never reads or closes a descriptor that became
//!   somebody else's. Its descriptors have high numbers and close-on-exec.
//! - A file that is missing, unreadable or makes no sense costs its own values only: they are missing, and
//!   [`Sampler::problems`] says why, once.
//!
//! # Features
//!
//! Sampling is always there.
//!
//! - `diagnosis` (default): rates, rules and the [`Monitor`]. Without it the library only samples.
//! - `capi`: exports the C ABI from the shared and the static library (`include/plimsoll.h`).
//! - `report`: the diagnosis as a self-contained HTML page with charts ([`report`]).
//! - `check`: checks of REST endpoints and MCP servers ([`probe`]), many at once ([`checker`]), their
//!   configuration, and alerts ([`alerts`]).
//! - `export`: what is known as metrics, in the text that Prometheus scrapes ([`export`]); implies `check`.
//! - `otlp`: the same metrics for OpenTelemetry, sent to a collector ([`export::otlp`]); implies `export`.
//! - `serve`: a small HTTP server for it ([`serve`]); implies `export`.
//! - `load`: load tests ([`load`]) and the benchmark of the container ([`mod@bench`]); implies `check`.
//! - `service`: the command `plimsoll` without `bench`, `load` and `watch`, as images want it; implies `report` and `serve`.
//! - `cli`: the whole command; implies all of them.

#![warn(missing_docs)]
#![deny(unsafe_code)]
// This page speaks of everything, also where the default features are left out.
#![cfg_attr(
    not(all(feature = "otlp", feature = "report", feature = "serve")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "diagnosis")]
pub mod admit;
#[cfg(feature = "diagnosis")]
pub mod advise;
#[cfg(feature = "check")]
pub mod alerts;
#[cfg(feature = "diagnosis")]
pub mod anomaly;
#[cfg(feature = "load")]
pub mod bench;
#[cfg(feature = "check")]
#[doc(hidden)]
pub mod cache;
#[cfg(feature = "capi")]
#[allow(unsafe_code)]
mod capi;
#[cfg(feature = "check")]
pub mod checker;
pub mod clock;
#[cfg(feature = "check")]
pub mod config;
#[cfg(feature = "diagnosis")]
pub mod dbpool;
mod error;
#[cfg(feature = "export")]
pub mod export;
pub mod fields;
#[cfg(feature = "diagnosis")]
pub mod finding;
#[cfg(feature = "diagnosis")]
pub mod gate;
#[cfg(feature = "diagnosis")]
pub mod history;
#[doc(hidden)]
pub mod kernel;
#[cfg(feature = "load")]
pub mod load;
#[cfg(feature = "diagnosis")]
pub mod monitor;
#[cfg(feature = "check")]
mod net;
#[cfg(feature = "check")]
pub mod probe;
#[cfg(feature = "load")]
mod quoting;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "diagnosis")]
pub mod rules;
pub mod sample;
#[cfg(feature = "check")]
pub mod sched;
#[cfg(all(test, feature = "load"))]
mod schema_tests;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "load")]
mod stats;
#[allow(unsafe_code)]
mod sys;
#[cfg(feature = "diagnosis")]
pub mod trends;
pub mod units;
#[cfg(feature = "diagnosis")]
pub mod usage;

#[cfg(feature = "diagnosis")]
pub use admit::{Admission, Completion, GateState, Permit, Priority, Refusal, RefusalReason};
#[cfg(feature = "diagnosis")]
pub use advise::WorkloadPattern;
pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
#[cfg(feature = "diagnosis")]
pub use finding::{
    Action, Category, Component, Crossed, Culprit, Effort, Evidence, Finding, Level, Measure, Place,
    Recommendation, Severity, Text, Threshold,
};
#[cfg(feature = "diagnosis")]
pub use gate::{Gate, GateOptions};
#[cfg(feature = "diagnosis")]
pub use monitor::{Diagnosis, EventSink, LevelHook, LoadAdvice, LoadLine, Monitor, MonitorOptions, Report};
#[cfg(feature = "diagnosis")]
pub use rules::Thresholds;
pub use sample::{
    top, Activity, Controller, Core, Disk, Filesystem, Interface, Order, Problem, Process, ProcessActivity,
    Sampler, SamplerBuilder, Target,
};
pub use units::Limit;
#[cfg(feature = "diagnosis")]
pub use usage::Usage;

/// The Rust examples of the README, so that they are compiled and run with the others.
#[cfg(all(doctest, feature = "diagnosis"))]
#[doc = include_str!("../README.md")]
mod readme {}

/// Those of the page on the gate.
#[cfg(all(doctest, feature = "diagnosis"))]
#[doc = include_str!("../docs/gate.md")]
mod gate_page {}

/// Those of the page on database pools.
#[cfg(all(doctest, feature = "diagnosis"))]
#[doc = include_str!("../docs/database-pools.md")]
mod database_pools_page {}

/// Those of the page on load tests.
#[cfg(all(doctest, feature = "load"))]
#[doc = include_str!("../docs/load-tests.md")]
mod load_tests_page {}

/// Those of the page on OpenTelemetry.
#[cfg(all(doctest, feature = "otlp"))]
#[doc = include_str!("../docs/opentelemetry.md")]
mod opentelemetry_page {}

/// Those of the page on the checker.
#[cfg(all(doctest, feature = "check"))]
#[doc = include_str!("../docs/checker.md")]
mod checker_page {}
