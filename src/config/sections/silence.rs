//! An item of `alerts.silences`: whose alerts are not sent, and when.

use std::collections::{BTreeMap, HashSet};
use std::time::UNIX_EPOCH;

use crate::config::field::Field;
use crate::config::keys;
use crate::config::nearest;
use crate::config::section::Section;
use crate::config::tree::{Quoted, Value};

const DAY: u64 = 86_400;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Whose alerts are not sent, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Silence {
    /// Names of servers; none means that their names do not matter.
    pub names: Vec<String>,
    /// Labels that a server has to have, all of them.
    pub labels: BTreeMap<String, String>,
    /// Until when, in seconds since 1970-01-01 UTC, this second not included.
    pub until_unix_s: Option<u64>,
    /// When, again and again; none means always.
    pub times: Vec<SilentTime>,
    /// Why, for people.
    pub why: String,
}

/// A time of the day, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SilentTime {
    /// On which days it begins, from Monday on.
    pub days: [bool; 7],
    /// From which minute of the day on.
    pub from_minute: u16,
    /// Up to which minute, this one not included. Not after `from_minute`: on the next day.
    pub to_minute: u16,
}

impl Silence {
    /// Whether it holds for a server at a time, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn covers(&self, name: &str, labels: &BTreeMap<String, String>, now_unix_s: u64) -> bool {
        let is_named = self.names.is_empty() || self.names.iter().any(|own| own == name);
        is_named
            && self.labels.iter().all(|(label, value)| labels.get(label) == Some(value))
            && self.until_unix_s.is_none_or(|until| now_unix_s < until)
            && (self.times.is_empty() || self.times.iter().any(|time| time.covers(now_unix_s)))
    }
}

impl SilentTime {
    fn covers(self, now_unix_s: u64) -> bool {
        // 1970-01-01 was a Thursday.
        let day = usize::try_from((now_unix_s / DAY + 3) % 7).unwrap_or_default();
        let minute = u16::try_from(now_unix_s % DAY / 60).unwrap_or_default();
        let (from, to) = (self.from_minute, self.to_minute);
        let begins = |day: usize| self.days.get(day).copied().unwrap_or_default();
        if from < to {
            return begins(day) && (from..to).contains(&minute);
        }
        (begins(day) && minute >= from) || (begins((day + 6) % 7) && minute < to)
    }
}

/// `servers` are the names that there are, where that is known.
pub(super) fn read(field: &Field<'_>, servers: Option<&HashSet<&str>>) -> Option<Silence> {
    let section = field.section(keys::SILENCE)?;
    let all = section.boolean("all").unwrap_or(false);
    match (all, section.has("name") || section.has("labels")) {
        (false, false) => section.lacks("does not say whose: `name`, `labels` or `all: true`", ""),
        (true, true) => section.wrong("says `all` beside `name` or `labels`: one of them is enough"),
        _ => {}
    }
    if !section.has("until") && !section.has("times") {
        section.lacks("does not say when: `until` or `times`", "");
    }
    let labels = section.field("labels").and_then(|field| field.entries()).unwrap_or_default();
    let label = |(name, field): (&str, Field<'_>)| Some((name.to_owned(), field.text()?.to_owned()));
    Some(Silence {
        names: names(&section, servers),
        labels: labels.into_iter().filter_map(label).collect(),
        until_unix_s: section.field("until").and_then(|field| until(&field)),
        times: one_or_more(&section, "times").iter().filter_map(time).collect(),
        why: section.text("why").unwrap_or_default().to_owned(),
    })
}

fn names(section: &Section<'_>, servers: Option<&HashSet<&str>>) -> Vec<String> {
    let mut names = Vec::new();
    for field in one_or_more(section, "name") {
        let Some(name) = field.word() else { continue };
        if let Some(servers) = servers.filter(|servers| !servers.contains(name)) {
            let advice = match nearest::nearest(name, servers.iter().copied()) {
                Some(candidate) => format!(": did you mean {}?", Quoted(candidate)),
                None => String::new(),
            };
            field.missing(format_args!("is {}, which is no server here{advice}", Quoted(name)));
        }
        names.push(name.to_owned());
    }
    names
}

fn one_or_more<'a>(section: &Section<'a>, key: &str) -> Vec<Field<'a>> {
    let Some(field) = section.field(key) else { return Vec::new() };
    match field.node.value {
        Value::List(_) => field.list().unwrap_or_default(),
        _ => vec![field],
    }
}

/// `2027-01-31`, `2027-01-31 18:00:00`, `2027-01-31T18:00:00Z`.
fn until(field: &Field<'_>) -> Option<u64> {
    const EXPECTED: &str = "expected a time in UTC, such as 2027-01-31T18:00:00Z or 2027-01-31";
    let text = field.word()?;
    let midnight = format!("{text}T00:00:00Z");
    let time = humantime::parse_rfc3339_weak(text).or_else(|_| humantime::parse_rfc3339(&midnight));
    let time = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    match time {
        Some(time) => Some(time.as_secs()),
        None => field.wrong(format_args!("is {}: {EXPECTED}", Quoted(text))),
    }
}

/// `22:00-06:00`, `sat,sun 00:00-24:00`, `mon-fri 18:00-20:00`.
fn time(field: &Field<'_>) -> Option<SilentTime> {
    const EXPECTED: &str = "expected times in UTC, such as 22:00-06:00, or sat,sun 00:00-24:00";
    let text = field.word()?;
    let (days, hours) = text.trim().rsplit_once(char::is_whitespace).unwrap_or(("mon-sun", text.trim()));
    let minutes = hours.split_once('-').and_then(|(from, to)| minute(from).zip(minute(to)));
    match days_of(days).zip(minutes) {
        Some((days, (from_minute, to_minute))) if from_minute < 1440 => {
            Some(SilentTime { days, from_minute, to_minute })
        }
        _ => field.wrong(format_args!("is {}: {EXPECTED}", Quoted(text))),
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, most| {
        let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<u16>().ok()).flatten().filter(|number| *number <= most)
    };
    let minute = number(hours, 24)? * 60 + number(minutes, 59)?;
    (minute <= 1440).then_some(minute)
}

/// `sat,sun`, `mon-fri`, `fri-mon`.
fn days_of(text: &str) -> Option<[bool; 7]> {
    let day = |text: &str| DAYS.iter().position(|day| day.eq_ignore_ascii_case(text.trim()));
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        for offset in 0..=(last + 7 - first) % 7 {
            *days.get_mut((first + offset) % 7)? = true;
        }
    }
    Some(days)
}
