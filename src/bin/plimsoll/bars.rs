//! Bars in eighths of a character.

/// A bar that fills `width` characters at a share of 1.
pub fn bar(share: f64, width: usize) -> String {
    let eighths = eighths(share, width);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(['▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8 - 1]);
    }
    bar
}

/// A bar and its track, together `width` characters.
pub fn gauge(share: f64, width: usize) -> (String, String) {
    let bar = bar(share, width);
    let rest = width.saturating_sub(bar.chars().count());
    (bar, "░".repeat(rest))
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A screen is small.
fn eighths(share: f64, width: usize) -> usize {
    let full = (width * 8) as f64;
    let eighths = (share.clamp(0.0, 1.0) * full).round() as usize;
    // What is there at all is seen.
    if share > 0.0 {
        eighths.max(1)
    } else {
        0
    }
}

#[cfg(test)]
#[path = "bars_tests.rs"]
mod tests;
