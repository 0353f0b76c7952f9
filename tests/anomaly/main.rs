//! The detector of anomalies, judged on quiet traces and on planted shifts; its forecasts, on what came.
//!
//! Without optimisation these tests use a part of their traces. All of them take a minute:
//! `cargo test --release --test anomaly -- --nocapture --include-ignored`

mod costs;
mod coverage;
mod planted;
mod quiet;
mod recorded;
mod traces;

/// How many traces of each kind: fewer where the compiler did not optimise.
fn many(optimised: u64, otherwise: u64) -> u64 {
    if cfg!(debug_assertions) {
        otherwise
    } else {
        optimised
    }
}
