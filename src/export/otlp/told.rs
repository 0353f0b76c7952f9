//! Pages that were written elsewhere, such as that of the steps of a Python program.

use std::borrow::Cow;
use std::collections::HashSet;

use super::page;
use crate::error::{Error, ErrorKind, Result};
use crate::export::text::escape;
use crate::export::{Exposition, FamilyKind, Format};

/// What the names of a page begin with, whatever they will begin with here.
const PREFIX: &str = "plimsoll";

impl Exposition {
    /// Adds a page that was written elsewhere, in the text format 0.0.4: metrics whose names begin with `plimsoll_`, such
    /// as those of a program's steps in Python. It gets the prefix and the labels of this one, but for labels that a
    /// series has itself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] where a line is no such metric, comes without its `# TYPE`, or stands twice; this one is
    /// then as it was before. [`ErrorKind::InvalidArgument`] where this one is in another format.
    pub fn add_text(&mut self, text: &str) -> Result<()> {
        if self.format != Format::Text {
            let message = "a page can only be added to one in the text format 0.0.4";
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        let before = self.text.len();
        let added = self.copy(text);
        if added.is_err() {
            self.text.truncate(before);
        }
        added
    }

    fn copy(&mut self, text: &str) -> Result<()> {
        let common = format!("{}}}", self.common);
        let common = page::read_labels(&common).unwrap_or_default();
        let (mut family, mut seen) = ("", HashSet::new());
        for (place, line) in text.lines().enumerate() {
            let wrong = |why: &str| {
                let message = format!("line {} of the page is `{}`: {why}", place + 1, shortened(line));
                Error::new(ErrorKind::Malformed, message)
            };
            if let Some(comment) = line.strip_prefix('#') {
                let Some((word, rest)) = comment.strip_prefix(' ').and_then(|rest| rest.split_once(' '))
                else {
                    continue;
                };
                if word == "HELP" || word == "TYPE" {
                    let name = rest.split(' ').next().unwrap_or_default();
                    let own = own_name(name).ok_or_else(|| wrong("names begin with `plimsoll_`"))?;
                    if word == "TYPE" {
                        family = name;
                    }
                    self.push_line(&["# ", word, " "], own, &rest[name.len()..]);
                }
            } else if !line.is_empty() {
                let series = page::series(line, PREFIX, FamilyKind::Gauge, &Cow::Borrowed(""));
                let series = series.ok_or_else(|| {
                    wrong("expected a metric such as `plimsoll_step_running{step=\"order\"} 1`")
                })?;
                let name = series.key.split('{').next().unwrap_or_default();
                let own = own_name(name).ok_or_else(|| wrong("names have letters, digits and `_`"))?;
                if name != family {
                    return Err(wrong("its `# TYPE` is to stand before it"));
                }
                if series.labels.iter().any(|(label, _)| !is_name(label)) {
                    return Err(wrong("the names of labels have letters, digits and `_`"));
                }
                if !seen.insert(series.key) {
                    return Err(wrong("it stands there twice"));
                }
                let labels = &series.key[name.len()..];
                let value = &line[series.key.len()..];
                let others =
                    common.iter().filter(|(name, _)| series.labels.iter().all(|(own, _)| own != name));
                let labels = with(labels, others);
                self.push_line(&[], own, &format!("{labels}{value}"));
            }
        }
        Ok(())
    }

    /// A line with a name of ours, of which `own` is what follows the prefix.
    fn push_line(&mut self, before: &[&str], own: &str, behind: &str) {
        before.iter().for_each(|part| self.text.push_str(part));
        for part in [&self.settings.prefix, own, behind, "\n"] {
            self.text.push_str(part);
        }
    }
}

/// Labels as they are written, with these behind them.
fn with<'a>(labels: &str, others: impl Iterator<Item = &'a (&'a str, Cow<'a, str>)>) -> String {
    let mut all = labels.strip_suffix('}').unwrap_or(labels).to_owned();
    for (name, value) in others {
        all.push(if all.is_empty() { '{' } else { ',' });
        all.push_str(name);
        all.push_str("=\"");
        escape(&mut all, value, true);
        all.push('"');
    }
    if !all.is_empty() {
        all.push('}');
    }
    all
}

/// What follows the prefix, with its underscore; none where it is no name of ours.
fn own_name(name: &str) -> Option<&str> {
    name.strip_prefix(PREFIX).filter(|own| own.starts_with('_') && own.len() > 1 && is_name(own))
}

fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(is_part) && !name.as_bytes()[0].is_ascii_digit()
}

fn shortened(line: &str) -> Cow<'_, str> {
    match line.char_indices().nth(80) {
        Some((end, _)) => Cow::Owned(format!("{}...", &line[..end])),
        None => Cow::Borrowed(line),
    }
}
