//! A line for each interval.

use std::fmt::Write;

use crate::load::LoadResult;
use crate::quoting::csv as quoted;

const NAMES: &str = "begin_seconds,seconds,stage,title,measured,level,ok,failed,timed_out,aborted,late,dropped,per_second,mean_seconds,\
p50_seconds,p90_seconds,p99_seconds,p999_seconds,max_seconds,bytes_sent,bytes_received,client_cpus,client_cpu_ratio,\
client_throttled_ratio,client_cpu_pressure_ratio";

pub(super) fn text(result: &LoadResult) -> String {
    let mut text = format!("{NAMES}\r\n");
    for (one, dropped) in result.intervals.iter().zip(dropped(result)) {
        let counts = &one.counts;
        let rate = if one.seconds > 0.0 { counts.ok as f64 / one.seconds } else { 0.0 };
        let stage = result.stages.get(one.stage);
        let title = stage.map_or("", |stage| &stage.title);
        // Into memory: it does not fail.
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{},{dropped},{rate}",
            one.begin_seconds,
            one.seconds,
            one.stage,
            quoted(title),
            u8::from(stage.is_some_and(|stage| stage.measured)),
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

/// What was due in each interval and never begun. Requests are begun in the order in which they are due, so that those of a stage are
/// its last ones.
fn dropped(result: &LoadResult) -> Vec<u64> {
    let mut dropped = vec![0; result.intervals.len()];
    for (number, stage) in result.stages.iter().enumerate() {
        let mut left = stage.summary.counts.dropped;
        let begin = stage.begin_seconds;
        // What was under way at the end of all was not due then.
        let end = begin + stage.summary.seconds;
        let mut first = None;
        for (index, one) in result.intervals.iter().enumerate().rev().filter(|(_, one)| one.stage == number) {
            let until = end.min(one.begin_seconds + one.seconds);
            let due = one.level * (until - begin.max(one.begin_seconds)).max(0.0);
            dropped[index] = left.min(due.round() as u64);
            left -= dropped[index];
            first = Some(index);
        }
        // What rounding leaves.
        if let Some(first) = first {
            dropped[first] += left;
        }
    }
    dropped
}
