//! What a monitor knows, as a page shows it.

use super::view::{
    Answer, Change, Document, Efficiency, Forecast, ForecastPoint, Growth, Pattern, Point, ScorePart, Series,
    Size, Sizing, Trend, Unusual,
};
use super::words::component;
use crate::advise::{Allocation, AllocationAdvice, Recognition};
use crate::anomaly::Outlook;
use crate::finding::Component;
use crate::history::Signal;
use crate::monitor::{self, EfficiencyReading, Heading, PartReading, Report, TrendReading};
use crate::trends::Assessment;
use crate::units::Limit;

impl<'a> Document<'a> {
    /// The page of everything that a monitor knows; with charts where the report has a history.
    #[must_use]
    pub fn of(report: &'a Report) -> Self {
        let diagnosis = &report.diagnosis;
        let history: Vec<Series> = report.history.iter().map(|series| of_series(series, report)).collect();
        Document {
            recommendations: &report.advice.recommendations,
            advice: advice(report),
            sizing: Some(sizing(&report.allocation)),
            pattern: Some(pattern(&report.workload_pattern)),
            efficiency: Some(efficiency(&report.efficiency)),
            trends: diagnosis.trends.iter().map(trend).collect(),
            unusual: diagnosis.anomalies.iter().map(|anomaly| unusual(anomaly, report)).collect(),
            forecasts: diagnosis.forecasts.iter().filter_map(|heading| forecast(heading, &history)).collect(),
            history,
            ..Document::new(diagnosis)
        }
    }
}

/// Sentences on all recommendations together.
fn advice(report: &Report) -> Vec<String> {
    let advice = &report.advice;
    let mut said = Vec::new();
    said.extend(advice.all_taken.as_ref().map(|all| all.summary.clone()));
    if let Some(cost) = advice.waste.as_ref().and_then(|waste| waste.cost.as_ref()) {
        said.push(format!(
            "What is set aside and not used costs {:.2} {} a month.",
            cost.per_month, cost.currency
        ));
    }
    // Where nothing is wrong, one that is well laden needs no second.
    let short = !advice.recommendations.is_empty();
    if let Some(replicas) = advice.replicas.as_ref().filter(|replicas| replicas.needed > 1 && short) {
        said.push(format!(
            "The measured load needs {} containers of this size, by its {}.",
            replicas.needed,
            component(&replicas.bound_by)
        ));
    }
    said
}

#[allow(clippy::cast_precision_loss)] // Drawn as a line.
fn of_series(series: &monitor::Series, report: &Report) -> Series {
    let target = &report.diagnosis.target;
    let (limit, limit_title) = match &*series.signal {
        "cgroup_cpu_usage_cpus" => (target.cpu_quota_cpus.and_then(Limit::value), "quota"),
        "cgroup_memory_needed_bytes" | "cgroup_memory_usage_bytes" => {
            (target.memory_limit_bytes.and_then(Limit::value).map(|bytes| bytes as f64), "memory limit")
        }
        _ => (None, ""),
    };
    let points = series.points.iter().map(|(wall_seconds, mean, max)| Point {
        wall_seconds: *wall_seconds,
        mean: f64::from(*mean),
        max: f64::from(*max),
    });
    Series {
        name: series.signal.to_string(),
        title: series.title.to_string(),
        unit: series.unit,
        points: points.collect(),
        limit,
        limit_title: limit_title.to_owned(),
        marks: Vec::new(),
    }
}

fn sizing(allocation: &Allocation) -> Answer<Sizing> {
    match allocation {
        Allocation::Advice(advice) => Answer::Known(sizes(advice)),
        Allocation::NotEnoughData { reason, observed_seconds, needed_seconds } => Answer::NotEnoughData {
            reason: reason.clone(),
            observed_seconds: Some(*observed_seconds),
            needed_seconds: Some(*needed_seconds),
        },
    }
}

fn sizes(advice: &AllocationAdvice) -> Sizing {
    let both = [(Component::Cpu, &advice.cpu), (Component::Memory, &advice.memory)];
    let known = || both.iter().filter_map(|(component, size)| Some((component, size.as_ref()?)));
    let size = |(component, size): (&Component, &crate::advise::Size)| Size {
        component: component.clone(),
        unit: size.unit,
        lower: size.lower,
        target: size.target,
        upper: size.upper,
        request: size.request,
        limit: size.limit,
        current_request: size.current_request,
        current_limit: size.current_limit,
    };
    let others = advice.if_pattern.iter().map(|other| {
        let targets = [other.cpu, other.memory].into_iter().flatten().map(|size| size.target).collect();
        (other.pattern.to_string(), targets)
    });
    Sizing {
        pattern: advice.pattern.to_string(),
        confidence: advice.confidence,
        sizes: known().map(size).collect(),
        evidence: known().flat_map(|(_, size)| size.evidence.clone()).collect(),
        notes: advice.notes.clone(),
        if_pattern: others.collect(),
    }
}

fn pattern(recognised: &Recognition) -> Answer<Pattern> {
    match recognised.pattern {
        Some(pattern) => Answer::Known(Pattern {
            name: pattern.to_string(),
            confidence: recognised.confidence,
            evidence: recognised.evidence.iter().cloned().collect(),
        }),
        None => Answer::NotEnoughData {
            reason: "What kind of work it does cannot be told yet.".to_owned(),
            observed_seconds: Some(recognised.observed_seconds),
            needed_seconds: Some(recognised.needed_seconds),
        },
    }
}

fn efficiency(reading: &EfficiencyReading) -> Answer<Efficiency> {
    let Some(score) = reading.score else {
        return Answer::NotEnoughData {
            reason: "How well it uses what it has cannot be told yet.".to_owned(),
            observed_seconds: Some(reading.observed_seconds),
            needed_seconds: Some(reading.needed_seconds),
        };
    };
    let part = |part: &PartReading| ScorePart {
        name: part.part.name().to_owned(),
        score: part.score,
        weight: part.weight,
        reason: part.reason.clone(),
    };
    let baseline = reading.baseline.map(|score| Change {
        score,
        of: "the baseline".to_owned(),
        exceeds_noise: reading.against_baseline.and_then(|change| change.exceeds_noise),
    });
    Answer::Known(Efficiency { score, parts: reading.parts.iter().map(part).collect(), baseline })
}

fn trend(reading: &TrendReading) -> Trend {
    let title = Signal::ALL.iter().find(|signal| signal.info().name == &*reading.signal);
    let growth = match reading.assessment {
        Assessment::NotEnoughData { observed_seconds, needed_seconds } => Answer::NotEnoughData {
            reason: "Whether it grows cannot be told yet.".to_owned(),
            observed_seconds: Some(observed_seconds),
            needed_seconds: Some(needed_seconds),
        },
        Assessment::Steady { .. } => Answer::Known(None),
        Assessment::Growing(growth) => Answer::Known(Some(Growth {
            per_second: growth.per_second,
            per_second_low: growth.per_second_low,
            per_second_high: growth.per_second_high,
            p_value: growth.p_value,
            observed_seconds: growth.observed_seconds,
            value: Some(reading.value),
            limit: reading.limit,
            seconds_to_limit: growth.seconds_to_limit,
            seconds_to_limit_low: growth.seconds_to_limit_low,
            seconds_to_limit_high: growth.seconds_to_limit_high,
        })),
    };
    let observed_seconds = match reading.assessment {
        Assessment::Steady { observed_seconds } => Some(observed_seconds),
        _ => None,
    };
    let title = title.map_or(&*reading.signal, |signal| signal.info().title).to_owned();
    Trend { title, unit: reading.unit, growth, observed_seconds }
}

fn unusual(anomaly: &monitor::Anomaly, report: &Report) -> Unusual {
    let title = report.history.iter().find(|series| series.signal == anomaly.signal);
    let seen = &anomaly.unusual;
    Unusual {
        title: title.map_or_else(|| anomaly.signal.to_string(), |series| series.title.to_string()),
        unit: anomaly.unit,
        score: seen.score,
        value: seen.value,
        expected: seen.expected,
        low: seen.low,
        high: seen.high,
        lasted_seconds: anomaly.lasted_seconds,
        times_spread: seen.times_spread,
    }
}

/// A forecast beside what was; nothing without a history.
fn forecast(heading: &Heading, history: &[Series]) -> Option<Forecast> {
    let past = history.iter().find(|series| series.name == heading.signal)?.clone();
    let mut confidence = 0.9;
    let ahead = match heading.outlook {
        Outlook::NotEnoughData { observed_seconds, needed_seconds } => Answer::NotEnoughData {
            reason: "Where it is heading cannot be told yet.".to_owned(),
            observed_seconds: Some(observed_seconds),
            needed_seconds: Some(needed_seconds),
        },
        Outlook::Expected(expected) => {
            confidence = expected.confidence;
            Answer::Known(vec![ForecastPoint {
                ahead_seconds: expected.horizon_seconds,
                mean: expected.mean,
                low: expected.low,
                high: expected.high,
            }])
        }
    };
    Some(Forecast { past, ahead, confidence })
}
