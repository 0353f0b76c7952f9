//! A history as it is saved: what is missing is null.

use serde::{Deserialize, Serialize};

use super::column::Column;
use super::signal::Signal;
use super::store::{History, MAX_CAPACITY, MAX_FED, MIN_CAPACITY};

#[derive(Serialize, Deserialize)]
pub(super) struct Saved {
    capacity: usize,
    /// Of the columns: a list of another version is not ours to read.
    signals: Vec<String>,
    columns: Vec<SavedColumn>,
    counts: Vec<u32>,
    seconds: Vec<f64>,
    grain: f64,
    observations: u64,
    span: f64,
    boot: f64,
    wall: f64,
}

#[derive(Serialize, Deserialize)]
struct SavedColumn {
    means: Vec<Option<f32>>,
    maxima: Vec<Option<f32>>,
}

fn signals() -> Vec<String> {
    Signal::ALL.iter().map(|signal| signal.info().name.to_owned()).collect()
}

impl From<History> for Saved {
    fn from(history: History) -> Self {
        let known = |value: f32| (!value.is_nan()).then_some(value);
        let saved = |column: &Column| SavedColumn {
            means: column.means.iter().copied().map(known).collect(),
            maxima: column.all_maxima().map(known).collect(),
        };
        Saved {
            capacity: history.capacity,
            signals: signals(),
            columns: history.columns.iter().map(saved).collect(),
            counts: history.counts,
            seconds: history.seconds,
            grain: history.grain,
            observations: history.observations,
            span: history.span,
            boot: history.boot,
            wall: history.wall,
        }
    }
}

impl TryFrom<Saved> for History {
    type Error = String;

    fn try_from(saved: Saved) -> Result<Self, String> {
        let points = saved.counts.len();
        let of_points = |column: &SavedColumn| column.means.len() == points && column.maxima.len() == points;
        if saved.signals != signals() {
            return Err("the history has the signals of another version".to_owned());
        }
        if !(MIN_CAPACITY..=MAX_CAPACITY).contains(&saved.capacity) || points > saved.capacity {
            return Err(format!("a history of {points} points and room for {}", saved.capacity));
        }
        if !(Signal::COUNT..=Signal::COUNT + MAX_FED).contains(&saved.columns.len())
            || saved.seconds.len() != points
            || !saved.columns.iter().all(of_points)
        {
            return Err("the columns of the history do not belong to its points".to_owned());
        }
        if !(saved.grain > 0.0 && saved.span >= 0.0) {
            return Err("the history makes no sense".to_owned());
        }
        let mut history = History::new(saved.capacity);
        let known = |to: &mut Vec<f32>, from: &[Option<f32>]| {
            to.clear();
            to.extend(from.iter().map(|value| value.unwrap_or(f32::NAN)));
        };
        let merged = saved.counts.iter().rposition(|count| *count != 1).map_or(0, |last| last + 1);
        while history.columns() < saved.columns.len() && history.add_column().is_some() {}
        for (column, saved) in history.columns.iter_mut().zip(&saved.columns) {
            known(&mut column.means, &saved.means);
            known(&mut column.maxima, &saved.maxima[..merged]);
        }
        history.counts.extend(saved.counts);
        history.seconds.extend(saved.seconds);
        history.grain = saved.grain;
        history.observations = saved.observations;
        history.span = saved.span;
        history.boot = saved.boot;
        history.wall = saved.wall;
        Ok(history)
    }
}
