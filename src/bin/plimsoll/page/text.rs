//! Lines of a page: wrapped, indented, never wider than the terminal.

use anstyle::Style;

use crate::style::{FAINT, HEADING};
use crate::words::wrap;

/// What is shown, and how wide.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Columns.
    pub width: usize,
    /// Every section in full, also those that can say nothing yet.
    pub all: bool,
    /// Whether the paths of this machine are those of the container's cgroup files.
    pub has_cgroup_files: bool,
}

/// Facts begin in this column.
const FACTS: usize = 12;
/// Details of findings and actions begin in this column.
pub const DETAILS: usize = 16;
/// Below a finding or an action everything is indented so far.
pub const INDENT: usize = 5;

/// A page being written.
pub struct Page {
    text: String,
    pub layout: Layout,
    wants_gap: bool,
}

impl Page {
    pub fn new(layout: Layout) -> Self {
        Page { text: String::new(), layout, wants_gap: false }
    }

    pub fn text(self) -> String {
        self.text
    }

    pub fn width(&self) -> usize {
        self.layout.width
    }

    /// An empty line, should anything follow.
    pub fn gap(&mut self) {
        self.wants_gap = !self.text.is_empty();
    }

    /// A line as it is, escape codes and all.
    pub fn line(&mut self, line: &str) {
        if std::mem::take(&mut self.wants_gap) {
            self.text.push('\n');
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The heading of a section.
    pub fn heading(&mut self, title: &str) {
        self.gap();
        self.line(&format!("{HEADING}{title}{HEADING:#}"));
    }

    /// A wrapped text behind a lead that may hold escape codes; further lines are indented.
    pub fn paragraph(&mut self, lead: &str, indent: usize, text: &str) {
        self.styled(lead, indent, text, Style::new());
    }

    /// As a paragraph, but the text in a style.
    pub fn styled(&mut self, lead: &str, indent: usize, text: &str, style: Style) {
        let lead_width = anstream::adapter::strip_str(lead).to_string().chars().count();
        let (first, rest) = (" ".repeat(lead_width), " ".repeat(indent));
        for (index, line) in wrap(text, self.width(), &first, &rest).iter().enumerate() {
            let (before, words) = match index {
                0 => (lead, line.get(lead_width..).unwrap_or_default()),
                _ => (rest.as_str(), line.get(indent..).unwrap_or_default()),
            };
            self.line(&format!("{before}{style}{words}{style:#}"));
        }
    }

    /// A wrapped text in faint letters.
    pub fn faint(&mut self, indent: usize, text: &str) {
        self.styled(&" ".repeat(indent), indent, text, FAINT);
    }

    /// A named detail of a finding or an action: its name faint, its text wrapped beside it.
    pub fn detail(&mut self, name: &str, text: &str) {
        let room = DETAILS - INDENT;
        self.paragraph(&format!("{:INDENT$}{FAINT}{name:<room$}{FAINT:#}", ""), DETAILS, text);
    }

    /// A named fact: its name in bold, its text wrapped beside it.
    pub fn fact(&mut self, name: &str, text: &str) {
        let lead =
            if name.is_empty() { " ".repeat(FACTS) } else { format!("{HEADING}{name:<FACTS$}{HEADING:#}") };
        self.paragraph(&lead, FACTS, text);
    }

    /// More on a fact, in faint letters below it.
    pub fn more(&mut self, text: &str) {
        self.faint(FACTS, text);
    }
}
