//! Reads the text format 0.0.4 of Prometheus, and accepts nothing that its specification does not name.
//!
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::collections::{BTreeMap, BTreeSet};

/// A family: its type, and each series by its labels.
#[derive(Debug, Default)]
pub struct Family {
    pub kind: String,
    pub help: String,
    pub series: BTreeMap<BTreeMap<String, String>, f64>,
}

impl Family {
    /// The value of the series with these labels, and no others.
    pub fn value(&self, labels: &[(&str, &str)]) -> Option<f64> {
        let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.series.get(&labels.collect::<BTreeMap<_, _>>()).copied()
    }
}

/// Every family of a text.
///
/// # Errors
///
/// The first line that is wrong, and why.
pub fn parse(text: &str) -> Result<BTreeMap<String, Family>, String> {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut current = String::new();
    let Some(lines) = text.strip_suffix('\n') else { return Err("no line break at the end".to_owned()) };
    for line in lines.split('\n') {
        let wrong = |why: &str| format!("{why}: {line}");
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').ok_or_else(|| wrong("a HELP without a text"))?;
            done.insert(std::mem::replace(&mut current, name.to_owned()));
            if done.contains(name) {
                return Err(wrong("a family in two places"));
            }
            is_name(name, true).then_some(()).ok_or_else(|| wrong("no name of a metric"))?;
            families.insert(name.to_owned(), Family { help: unescape(help, false)?, ..Family::default() });
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').ok_or_else(|| wrong("a TYPE without a type"))?;
            let family = families.get_mut(name).filter(|_| name == current);
            let family = family.ok_or_else(|| wrong("a TYPE that does not follow its HELP"))?;
            if !family.kind.is_empty() || !["counter", "gauge"].contains(&kind) {
                return Err(wrong("a second type, or one that is unknown"));
            }
            if (kind == "counter") != name.ends_with("_total") {
                return Err(wrong("counters end in _total, and nothing else does"));
            }
            kind.clone_into(&mut family.kind);
        } else {
            let (name, labels, value) = series(line).map_err(|why| wrong(&why))?;
            let family = families.get_mut(name).filter(|family| name == current && !family.kind.is_empty());
            let family = family.ok_or_else(|| wrong("a series outside of its family"))?;
            if family.series.insert(labels, value).is_some() {
                return Err(wrong("a series twice"));
            }
        }
    }
    match families.iter().find(|(_, family)| family.series.is_empty()) {
        Some((name, _)) => Err(format!("{name} has no series")),
        None => Ok(families),
    }
}

fn series(line: &str) -> Result<(&str, BTreeMap<String, String>, f64), String> {
    let end = line.find(['{', ' ']).ok_or("no value")?;
    let (name, mut rest) = line.split_at(end);
    let mut labels = BTreeMap::new();
    if let Some(mut inner) = rest.strip_prefix('{') {
        loop {
            let (label, after) = inner.split_once("=\"").ok_or("a label without a value")?;
            is_name(label, false).then_some(()).ok_or("no name of a label")?;
            let close = closing_quote(after).ok_or("a value without its end")?;
            if labels.insert(label.to_owned(), unescape(&after[..close], true)?).is_some() {
                return Err("a label twice".to_owned());
            }
            inner = &after[close + 1..];
            if let Some(after) = inner.strip_prefix('}') {
                rest = after;
                break;
            }
            inner = inner.strip_prefix(',').ok_or("neither a comma nor the end of labels")?;
        }
    }
    let value = rest.strip_prefix(' ').ok_or("no blank before the value")?;
    Ok((name, labels, number(value)?))
}

fn number(text: &str) -> Result<f64, String> {
    match text {
        "+Inf" => Ok(f64::INFINITY),
        "-Inf" => Ok(f64::NEG_INFINITY),
        "NaN" => Ok(f64::NAN),
        digits if digits.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            digits.parse().map_err(|error| format!("{error}"))
        }
        _ => Err("no number".to_owned()),
    }
}

fn is_name(name: &str, colon: bool) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_' || (colon && c == ':');
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

fn unescape(text: &str, quoted: bool) -> Result<String, String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('\\') => '\\',
                Some('n') => '\n',
                Some('"') if quoted => '"',
                other => return Err(format!("an escape that is none: {other:?}")),
            },
            c => c,
        });
    }
    Ok(out)
}
