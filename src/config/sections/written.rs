//! Values that are held against each other, each with where it is written.

use std::time::Duration;

use crate::config::amount;
use crate::config::field::Field;
use crate::config::section::Section;
use crate::config::tree::{Place, Quoted};

/// A value and where it is written.
#[derive(Clone)]
pub(crate) struct Written<'a, T> {
    pub value: T,
    pub field: Field<'a>,
}

/// A value within a message.
pub(crate) trait Show {
    fn show(&self) -> String;
}

impl Show for usize {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for u32 {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for Duration {
    fn show(&self) -> String {
        humantime::format_duration(*self).to_string()
    }
}

/// A share.
impl Show for f64 {
    fn show(&self) -> String {
        amount::percent(*self)
    }
}

impl<'a, T> Written<'a, T> {
    /// A key of a section, if it is there and right.
    pub fn of(section: &Section<'a>, key: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<Self> {
        let field = section.field(key)?;
        Some(Written { value: read(&field)?, field })
    }
}

impl<T: Show + PartialOrd> Written<'_, T> {
    /// Says so if this one is more than another. Of the two that which is written last is told, with the line of the
    /// first.
    pub fn at_most(&self, most: &Written<'_, T>) {
        if self.value <= most.value {
            return;
        }
        match is_before(&self.field, &most.field) {
            true => most.contradicts("less than", self),
            false => self.contradicts("more than", most),
        }
    }

    /// The same, where the other may not be written: it is then what is true without it.
    pub fn at_most_or(&self, most: Option<&Written<'_, T>>, key: &str, default: &T) {
        match most {
            Some(most) => self.at_most(most),
            None if self.value > *default => {
                self.beyond("more than", key, default);
            }
            None => {}
        }
    }

    /// Says that this one and another do not go together.
    pub fn contradicts(&self, how: &str, other: &Written<'_, T>) {
        let line = line(&other.field.node.place, &self.field.node.place);
        let (own, others, path) = (self.value.show(), other.value.show(), Quoted(&other.field.path));
        self.field.wrong::<()>(format_args!("is {own}, {how} {path} ({others}, {line})"));
    }

    fn beyond(&self, how: &str, key: &str, default: &T) {
        let (own, default) = (self.value.show(), default.show());
        self.field
            .wrong::<()>(format_args!("is {own}, {how} `{key}`, which is {default} if it is not given"));
    }
}

/// Whether one is written before the other.
pub(crate) fn is_before(one: &Field<'_>, other: &Field<'_>) -> bool {
    let key =
        |field: &Field<'_>| (field.node.place.file.clone(), field.node.place.line, field.node.place.column);
    key(one) < key(other)
}

/// `in line 7`, with the file where it is another one than that of `beside`.
pub(crate) fn line(place: &Place, beside: &Place) -> String {
    match place.file == beside.file {
        true => format!("in line {}", place.line),
        false => format!("at {}:{}", place.file, place.line),
    }
}
