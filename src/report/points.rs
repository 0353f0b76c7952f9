//! A history cut to what a picture and a table can show.

use super::view::Point;
use super::words::has_moment;

/// The most points of a series in a picture: more than there are pixels between its axes.
pub(super) const MOST: usize = 300;

/// A pause is this many times longer than the steps on both sides of it. Merging doubles steps, and a sampler
/// that was late makes one step longer: neither is a pause.
const PAUSE: f64 = 4.0;

/// The points that are numbers, in order of time, cut where nothing was read for long: a line drawn across would tell
/// of values that nobody read. At most [`MOST`] points in all.
pub(super) fn stretches(points: &[Point]) -> Vec<Vec<Point>> {
    let mut points: Vec<Point> = points.iter().copied().filter(is_number).collect();
    points.sort_by(|a, b| a.wall_seconds.total_cmp(&b.wall_seconds));
    let thinned = thin(&points, MOST);
    cut(&thinned, &pauses(&points))
}

/// Values over whatever is not time, as points, cut where there is none.
#[cfg(feature = "load")]
pub(super) fn broken(values: &[(f64, Option<f64>)]) -> Vec<Vec<Point>> {
    let point = |(across, value): (f64, f64)| Point { wall_seconds: across, mean: value, max: value };
    let known = values.iter().filter_map(|(across, value)| Some(point((*across, (*value)?))));
    let points: Vec<Point> = known.filter(is_number).collect();
    let missing: Vec<f64> =
        values.iter().filter(|(_, value)| value.is_none()).map(|(across, _)| *across).collect();
    cut(&thin(&points, MOST), &missing)
}

/// Whether it can be drawn: a moment of the calendar, and numbers that can be added up.
pub(super) fn is_number(point: &Point) -> bool {
    const MOST: f64 = 1e100;
    has_moment(point.wall_seconds) && point.mean.abs() <= MOST && point.max.abs() <= MOST
}

/// The moments after which a pause begins.
fn pauses(points: &[Point]) -> Vec<f64> {
    let steps: Vec<f64> = points.windows(2).map(|pair| pair[1].wall_seconds - pair[0].wall_seconds).collect();
    let is_pause = |(at, step): (usize, &f64)| {
        let before = at.checked_sub(1).and_then(|before| steps.get(before));
        let after = steps.get(at + 1);
        let usual = before.into_iter().chain(after).copied().fold(f64::NAN, f64::max);
        (*step > PAUSE * usual).then(|| points[at].wall_seconds)
    };
    steps.iter().enumerate().filter_map(is_pause).collect()
}

fn cut(points: &[Point], pauses: &[f64]) -> Vec<Vec<Point>> {
    let mut stretches: Vec<Vec<Point>> = Vec::new();
    let mut pauses = pauses.iter().peekable();
    let mut begin = true;
    for point in points {
        while pauses.next_if(|pause| point.wall_seconds > **pause).is_some() {
            begin = true;
        }
        match stretches.last_mut() {
            Some(stretch) if !begin => stretch.push(*point),
            _ => stretches.push(vec![*point]),
        }
        begin = false;
    }
    stretches
}

/// At most `most` points. Of each group of neighbours the lowest and the highest mean stay, both with the group's
/// highest maximum; the first and the last point stay as they are.
fn thin(points: &[Point], most: usize) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= most {
        return points.to_vec();
    }
    let inner = &points[1..points.len() - 1];
    let group = inner.len().div_ceil((most - 2) / 2);
    let mut thinned = vec![*first];
    for group in inner.chunks(group) {
        let max = group.iter().map(|point| point.max).fold(f64::NEG_INFINITY, f64::max);
        let low = group.iter().min_by(|a, b| a.mean.total_cmp(&b.mean));
        let high = group.iter().max_by(|a, b| a.mean.total_cmp(&b.mean));
        let mut kept: Vec<Point> = low.into_iter().chain(high).map(|point| Point { max, ..*point }).collect();
        kept.sort_by(|a, b| a.wall_seconds.total_cmp(&b.wall_seconds));
        kept.dedup_by_key(|point| point.wall_seconds);
        thinned.extend(kept);
    }
    thinned.push(*last);
    thinned
}

/// The mean and the highest value of each of `count` equal spans of time; nothing where nothing was read.
pub(super) fn spans(points: &[Point], from: f64, to: f64, count: usize) -> Vec<Option<Point>> {
    let width = (to - from) / count as f64;
    let mut spans: Vec<(f64, usize, f64)> = vec![(0.0, 0, f64::NEG_INFINITY); count];
    for point in points.iter().filter(|point| is_number(point)) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates, then bounded.
        let at = (((point.wall_seconds - from) / width) as usize).min(count - 1);
        let span = &mut spans[at];
        *span = (span.0 + point.mean, span.1 + 1, span.2.max(point.max));
    }
    let merged = |(at, (sum, count, max)): (usize, (f64, usize, f64))| {
        let wall_seconds = from + width * at as f64;
        (count > 0).then(|| Point { wall_seconds, mean: sum / count as f64, max })
    };
    spans.into_iter().enumerate().map(merged).collect()
}

#[cfg(test)]
#[path = "points_tests.rs"]
mod tests;
