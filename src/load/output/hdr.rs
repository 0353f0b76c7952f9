//! A histogram for each interval.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hdrhistogram::serialization::interval_log::IntervalLogWriterBuilder;
use hdrhistogram::serialization::V2DeflateSerializer;

use crate::load::LoadResult;

/// The longest of each is told in milliseconds.
const DIVISOR: f64 = 1e6;

pub(super) fn text(result: &LoadResult) -> String {
    let began: SystemTime = UNIX_EPOCH + Duration::from_nanos(result.began_unix_ns);
    let (mut bytes, mut serializer) = (Vec::new(), V2DeflateSerializer::new());
    let mut builder = IntervalLogWriterBuilder::new();
    builder
        .add_comment("[Histogram log format version 1.3]")
        .add_comment(&format!("[Latencies in nanoseconds, by plimsoll {}]", result.version))
        .with_start_time(began)
        .with_base_time(began)
        .with_max_value_divisor(DIVISOR);
    // Into memory, of histograms that are none of the largest: nothing of it fails.
    if let Ok(mut log) = builder.begin_log_with(&mut bytes, &mut serializer) {
        for one in &result.intervals {
            let Some(latencies) = one.histogram.latencies() else { continue };
            let begin = Duration::try_from_secs_f64(one.begin_seconds).unwrap_or_default();
            let length = Duration::try_from_secs_f64(one.seconds).unwrap_or_default();
            let written = log.write_histogram(latencies.histogram(), begin, length, None);
            debug_assert!(written.is_ok(), "{written:?}");
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
