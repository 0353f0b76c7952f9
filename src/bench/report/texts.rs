//! Words that sections have in common.

/// What is not known.
pub(super) const NONE: &str = "–";

/// From here on points are good, and from here on not bad.
const GOOD: f64 = 80.0;
const FAIR: f64 = 50.0;

/// Points as a number.
pub(super) fn points(points: Option<f64>) -> String {
    points.map_or_else(|| NONE.to_owned(), |points| format!("{points:.1}"))
}

/// The colour of a bar of points.
pub(super) fn class(points: f64) -> &'static str {
    if points >= GOOD {
        "below"
    } else if points >= FAIR {
        "near"
    } else {
        "over"
    }
}

/// Points as a level: a class and a word.
pub(super) fn level(points: Option<f64>) -> (&'static str, &'static str) {
    // As they are shown.
    match points.map(f64::round) {
        Some(points) if points >= GOOD => ("good", "good"),
        Some(points) if points >= FAIR => ("degraded", "fair"),
        Some(_) => ("poor", "poor"),
        None => ("unknown", "not known"),
    }
}

/// A share with a digit where it is small.
pub(super) fn share(share: f64) -> String {
    match share * 100.0 {
        percent if percent == 0.0 || percent >= 9.95 => format!("{percent:.0} %"),
        percent => format!("{percent:.1} %"),
    }
}
