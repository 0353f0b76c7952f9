//! What was: one chart for each component, all over the same time.

use maud::html;

use super::chart::{figure, span_of, Figure};
use super::draw::MOST_SERIES;
use super::page::Section;
use super::view::Series;
use crate::history::Signal;

/// Which signals share a chart. What is not named here has one of its own, behind these.
const CHARTS: &[(&str, &[Signal])] = &[
    ("CPU", &[Signal::Cpu]),
    ("Memory", &[Signal::MemoryNeeded, Signal::MemoryAnon, Signal::MemoryUsage]),
    ("Time stalled", &[Signal::CpuPressure, Signal::MemoryPressure, Signal::IoPressure]),
    ("Time throttled by the quota", &[Signal::CpuThrottled]),
    ("Disk traffic", &[Signal::DiskRead, Signal::DiskWritten]),
    ("Network traffic", &[Signal::Received, Signal::Sent]),
    ("Descriptors open", &[Signal::Descriptors]),
    ("Processes and threads", &[Signal::Pids]),
    ("Shares of the limits", &[Signal::CpuRatio, Signal::MemoryRatio]),
    ("CPU of the host", &[Signal::HostCpuBusy, Signal::HostCpuSteal]),
];

/// The name of the series that tells how laden the container was: its chart comes first.
pub(super) const LOAD_LINE: &str = "load_line";

/// The section, where something is known.
pub(super) fn section(history: &[Series]) -> Option<Section> {
    let all: Vec<&Series> = history.iter().collect();
    let times = span_of(&all)?;
    let figures = charts(history).into_iter().enumerate().filter_map(|(index, (title, series))| {
        figure(&Figure { id: format!("chart-{index}"), title, series, times: Some(times), ahead: None })
    });
    let figures: Vec<_> = figures.collect();
    let count = figures.len();
    let body = html! { div class="charts" { @for figure in figures { (figure) } } };
    (count > 0).then_some(Section { id: "history", title: "History", count: Some(count), body })
}

/// Which series stand in which chart. Each stands in one; series of different units never share one.
fn charts(history: &[Series]) -> Vec<(&str, Vec<&Series>)> {
    let mut charts: Vec<(&str, Vec<&Series>)> = Vec::new();
    let mut taken = vec![false; history.len()];
    charts.extend(history.iter().zip(&mut taken).filter_map(|(series, taken)| {
        *taken = series.name == LOAD_LINE;
        taken.then_some((series.title.as_str(), vec![series]))
    }));
    for (title, signals) in CHARTS {
        let mut members: Vec<&Series> = Vec::new();
        for signal in *signals {
            let found = history.iter().zip(&mut taken).find(|(series, taken)| {
                let fits = members.first().is_none_or(|first| first.unit == series.unit);
                !**taken && fits && series.name == signal.info().name && members.len() < MOST_SERIES
            });
            if let Some((series, taken)) = found {
                *taken = true;
                members.push(series);
            }
        }
        if !members.is_empty() {
            charts.push((title, members));
        }
    }
    let rest = history.iter().zip(&taken).filter(|(_, taken)| !**taken);
    charts.extend(rest.map(|(series, _)| (series.title.as_str(), vec![series])));
    charts
}
