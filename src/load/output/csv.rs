//! A line for each interval.

use std::fmt::Write;

use crate::load::LoadResult;
use crate::quoting::csv as quoted;

const NAMES: &str = "begin_seconds,seconds,stage,title,level,ok,failed,timed_out,aborted,late,per_second,mean_seconds,\
p50_seconds,p90_seconds,p99_seconds,p999_seconds,max_seconds,bytes_sent,bytes_received,client_cpus,client_cpu_ratio,\
client_throttled_ratio,client_cpu_pressure_ratio";

pub(super) fn text(result: &LoadResult) -> String {
    let mut text = format!("{NAMES}\r\n");
    for one in &result.intervals {
        let counts = &one.counts;
        let rate = if one.seconds > 0.0 { counts.ok as f64 / one.seconds } else { 0.0 };
        let title = result.stages.get(one.stage).map_or("", |stage| &stage.title);
        // Into memory: it does not fail.
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{rate}",
            one.begin_seconds,
            one.seconds,
            one.stage,
            quoted(title),
            one.level,
            counts.ok,
            counts.failed,
            counts.timed_out,
            counts.aborted,
            counts.late
        );
        let of = &one.latency;
        for value in [
            of.mean_seconds,
            of.p50_seconds,
            of.p90_seconds,
            of.p99_seconds,
            of.p999_seconds,
            of.max_seconds,
            Some(counts.bytes_sent as f64),
            Some(counts.bytes_received as f64),
            one.client.process_cpus,
            one.client.cpu_ratio,
            one.client.throttled_ratio,
            one.client.cpu_pressure_ratio,
        ] {
            // What is missing is empty.
            let _ = write!(text, ",{}", value.map_or(String::new(), |value| value.to_string()));
        }
        text.push_str("\r\n");
    }
    text
}
