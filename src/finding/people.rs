//! Numbers and latencies as people read them, where a [`quantity`](super::quantity) is too coarse.

/// A latency with three digits: `1.23 ms`.
#[must_use]
pub fn latency(seconds: f64) -> String {
    let (value, unit) = match seconds {
        seconds if seconds < 1e-3 => (seconds * 1e6, "µs"),
        seconds if seconds < 1.0 => (seconds * 1e3, "ms"),
        seconds => (seconds, "s"),
    };
    let digits = if value < 9.995 {
        2
    } else if value < 99.95 {
        1
    } else {
        0
    };
    format!("{value:.digits$} {unit}")
}

/// A count or a rate: `12,345` or `0.5`.
#[must_use]
pub fn number(value: f64) -> String {
    if value < 10.0 && value.fract() != 0.0 {
        return format!("{value:.1}");
    }
    in_groups(&format!("{value:.0}"))
}

/// A small share that is not nothing is not told as nothing: `0.01 %`.
#[cfg(feature = "load")]
pub(crate) fn share(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        percent if percent < 0.01 => "< 0.01 %".to_owned(),
        percent if percent < 9.995 => format!("{percent:.2} %"),
        percent => format!("{percent:.1} %"),
    }
}

/// One and many.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(&count.to_string()), if count == 1 { one } else { many })
}

/// Long whole numbers in groups of three digits: `65,536`.
pub(crate) fn grouped(number: &str) -> String {
    let whole = number.bytes().all(|byte| byte.is_ascii_digit());
    if !whole || number.len() < "10000".len() {
        return number.to_owned();
    }
    in_groups(number)
}

fn in_groups(number: &str) -> String {
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
