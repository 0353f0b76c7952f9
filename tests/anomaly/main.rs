//! The detector of anomalies, judged on quiet traces and on planted shifts; its forecasts, on what came.

mod quiet;
mod traces;
