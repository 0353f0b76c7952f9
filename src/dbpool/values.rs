//! Structs of numbers that may be missing, with a table of their fields: from it come JSON keys, C members, Python
//! attributes and metric names.

use crate::fields::Unit;

/// What a number does from one observation to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// It goes up and down.
    Gauge,
    /// It only grows, until it starts anew.
    Counter,
    /// How something is set.
    Setting,
}

/// A field of [`PoolStats`](super::PoolStats) or [`DatabaseValues`](super::DatabaseValues).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ValueField {
    /// Its name: that of the member, of the JSON key, of the attribute.
    pub name: &'static str,
    /// What it does.
    pub kind: ValueKind,
    /// Its unit.
    pub unit: Unit,
    /// What it is, and where it is taken from.
    pub help: &'static str,
}

/// Declares such a struct. The order of the fields is that of the C struct: new ones come at the end.
macro_rules! values {
    ($(#[$outer:meta])* $name:ident { $($field:ident $kind:ident $unit:ident $help:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(
                #[doc = $help]
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<f64>,
            )+
        }

        impl $name {
            /// Its fields, in the order of the C struct.
            pub const FIELDS: &'static [$crate::dbpool::ValueField] = &[$(
                $crate::dbpool::ValueField {
                    name: stringify!($field),
                    kind: $crate::dbpool::ValueKind::$kind,
                    unit: $crate::fields::Unit::$unit,
                    help: $help,
                },
            )+];

            /// The value of the field at that place of [`Self::FIELDS`].
            #[must_use]
            pub fn value(&self, place: usize) -> Option<f64> {
                [$(self.$field),+].get(place).copied().flatten()
            }

            /// Sets the field at that place; nothing where there is none.
            pub fn set(&mut self, place: usize, value: Option<f64>) {
                if let Some(field) = [$(&mut self.$field),+].into_iter().nth(place) {
                    *field = value;
                }
            }

            /// The first counter that is less than it was: it started anew in between.
            #[must_use]
            pub fn reset_since(&self, before: &Self) -> Option<&'static str> {
                Self::FIELDS.iter().enumerate().find_map(|(place, field)| {
                    let is_counter = field.kind == $crate::dbpool::ValueKind::Counter;
                    let is_less = self.value(place)? < before.value(place)?;
                    (is_counter && is_less).then_some(field.name)
                })
            }
        }
    };
}

pub(super) use values;
