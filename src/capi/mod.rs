//! The C face: what `include/plimsoll.h` declares, one file per noun.
//!
//! The header is written from these files by cbindgen (`make generate`). What is promised to C
//! callers stands in ABI.md. Every export's body is wrapped by [`guard::export!`]; a test counts.

// Exports are called from C only; what a pointer must be is said in the header, once for all.
#![allow(clippy::missing_safety_doc, clippy::missing_errors_doc)]

#[macro_use]
mod guard;

#[cfg(feature = "diagnosis")]
mod bells;
#[cfg(feature = "load")]
mod benchmark;
#[cfg(not(feature = "load"))]
#[path = "benchmark_absent.rs"]
mod benchmark;
#[cfg(feature = "check")]
mod cache;
#[cfg(feature = "check")]
mod cache_fetch;
#[cfg(feature = "check")]
mod cache_options;
mod cgroup_layout;
#[cfg(feature = "check")]
mod checker;
#[cfg(not(feature = "check"))]
#[path = "checker_absent.rs"]
mod checker;
#[cfg(feature = "check")]
mod checker_alerts;
#[cfg(feature = "check")]
mod checker_checks;
#[cfg(feature = "check")]
mod checker_options;
#[cfg(feature = "check")]
mod checker_run;
#[cfg(feature = "check")]
mod checker_stream;
#[cfg(feature = "check")]
mod checker_token;
#[cfg(feature = "check")]
mod checker_watch;
#[cfg(feature = "diagnosis")]
mod database_reader;
#[cfg(feature = "diagnosis")]
mod database_rows;
#[cfg(feature = "diagnosis")]
mod dbpool;
#[cfg(not(feature = "diagnosis"))]
#[path = "dbpool_absent.rs"]
mod dbpool;
#[cfg(feature = "diagnosis")]
mod dbpool_advice;
#[cfg(feature = "diagnosis")]
mod dbpool_stats;
mod details;
mod error;
#[cfg(feature = "otlp")]
mod exporter;
#[cfg(not(feature = "otlp"))]
#[path = "exporter_absent.rs"]
mod exporter;
#[allow(dead_code)] // Written for the header.
mod field_numbers;
mod field_text;
mod fields;
#[cfg(feature = "diagnosis")]
mod gate;
#[cfg(not(feature = "diagnosis"))]
#[path = "gate_absent.rs"]
mod gate;
#[cfg(feature = "diagnosis")]
mod gate_options;
mod groups;
mod handle;
#[cfg(feature = "diagnosis")]
mod kept_events;
#[cfg(feature = "load")]
mod load_result;
#[cfg(feature = "load")]
mod load_test;
#[cfg(not(feature = "load"))]
#[path = "load_absent.rs"]
mod load_test;
#[cfg(feature = "export")]
mod metrics;
#[cfg(not(feature = "export"))]
#[path = "metrics_absent.rs"]
mod metrics;
#[cfg(feature = "diagnosis")]
mod monitor;
#[cfg(not(feature = "diagnosis"))]
#[path = "monitor_absent.rs"]
mod monitor;
#[cfg(feature = "diagnosis")]
mod monitor_options;
#[cfg(feature = "diagnosis")]
mod monitor_verdict;
#[cfg(feature = "panic-test")]
mod panic;
#[cfg(feature = "check")]
mod pool;
#[cfg(feature = "check")]
mod pool_options;
#[cfg(feature = "check")]
mod probe;
#[cfg(not(feature = "check"))]
#[path = "probe_absent.rs"]
mod probe;
#[cfg(feature = "check")]
mod probe_context;
#[cfg(feature = "check")]
mod probe_options;
#[cfg(feature = "check")]
mod probe_outcome;
#[cfg(feature = "check")]
mod probe_reasons;
#[cfg(feature = "check")]
mod probe_targets;
#[cfg(feature = "check")]
mod request;
#[cfg(feature = "check")]
mod request_options;
mod sample;
mod sampler;
mod sampler_options;
#[cfg(feature = "diagnosis")]
mod seat;
#[cfg(feature = "check")]
mod shared;
mod sized;
mod status;
mod string;
#[cfg(feature = "diagnosis")]
mod thresholds;
#[cfg(feature = "diagnosis")]
mod user_data;
mod version;
