//! Typed reading and writing of a sample's values.

use std::fmt;

use super::brief::BRIEF;
use super::field::{Field, FieldType, Source};
use super::groups::Groups;
use super::sample::Sample;
use super::table::FIELDS;
use crate::units::Limit;

/// A value of any field.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// An unsigned integer.
    U64(u64),
    /// A floating-point number.
    F64(f64),
    /// An integer limit.
    Limit(Limit<u64>),
    /// A fractional limit.
    LimitF64(Limit<f64>),
}

impl Value {
    /// The value as a floating-point number; no limit is `+inf`.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Above 2^53 the last digits do not matter to a reader.
    pub fn as_f64(self) -> f64 {
        match self {
            Value::U64(value) | Value::Limit(Limit::Value(value)) => value as f64,
            Value::F64(value) | Value::LimitF64(Limit::Value(value)) => value,
            Value::Limit(Limit::Max) | Value::LimitF64(Limit::Max) => f64::INFINITY,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::U64(value) => value.fmt(f),
            Value::F64(value) => value.fmt(f),
            Value::Limit(limit) => limit.fmt(f),
            Value::LimitF64(limit) => limit.fmt(f),
        }
    }
}

/// How the machine's cgroups are laid out, as far as the sampler can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CgroupLayout {
    /// No cgroup filesystem could be found, or no group of cgroup fields was asked for.
    None,
    /// Version 1 only.
    V1,
    /// Version 2 only.
    V2,
    /// Version 1 controllers beside a version 2 mount.
    Hybrid,
}

impl CgroupLayout {
    /// `none`, `v1`, `v2` or `hybrid`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CgroupLayout::None => "none",
            CgroupLayout::V1 => "v1",
            CgroupLayout::V2 => "v2",
            CgroupLayout::Hybrid => "hybrid",
        }
    }

    pub(crate) const fn code(self) -> u64 {
        match self {
            CgroupLayout::None => 0,
            CgroupLayout::V1 => 1,
            CgroupLayout::V2 => 2,
            CgroupLayout::Hybrid => 3,
        }
    }

    pub(super) const fn from_code(code: u64) -> Self {
        match code {
            1 => CgroupLayout::V1,
            2 => CgroupLayout::V2,
            3 => CgroupLayout::Hybrid,
            _ => CgroupLayout::None,
        }
    }
}

impl Sample {
    /// Whether the value of row `index` of [`FIELDS`] was read.
    #[must_use]
    pub const fn is_valid(&self, index: usize) -> bool {
        index < BRIEF.len() && self.valid[index / 64] >> (index % 64) & 1 == 1
    }

    /// The value of row `index` of [`FIELDS`], if it was read.
    #[must_use]
    pub fn value(&self, index: usize) -> Option<Value> {
        if !self.is_valid(index) {
            return None;
        }
        let bits = self.bits(index);
        Some(match BRIEF[index].ty {
            FieldType::U64 => Value::U64(bits),
            FieldType::F64 => Value::F64(f64::from_bits(bits)),
            FieldType::Limit => Value::Limit(limit_from(bits)),
            FieldType::LimitF64 => Value::LimitF64(limit_f64_from(f64::from_bits(bits))),
        })
    }

    /// The value of the field of that name, if there is such a field and it was read.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        BRIEF.iter().position(|field| field.name == name).and_then(|index| self.value(index))
    }

    /// Who rendered the values of a field in this sample.
    #[must_use]
    pub fn source(&self, field: &Field) -> Source {
        if self.lxcfs_groups & field.group.bits() == 0 {
            Source::Kernel
        } else {
            Source::Lxcfs
        }
    }

    /// The groups that were asked for.
    #[must_use]
    pub const fn groups(&self) -> Groups {
        Groups::from_bits_truncate(self.groups)
    }

    /// How cgroups are laid out here.
    #[must_use]
    pub const fn cgroup_layout(&self) -> CgroupLayout {
        CgroupLayout::from_code(self.cgroup_layout)
    }

    /// Every field with its value, where it was read.
    pub fn values(&self) -> impl Iterator<Item = (&'static Field, Value)> + '_ {
        FIELDS.iter().enumerate().filter_map(|(index, field)| Some((field, self.value(index)?)))
    }

    /// Nanoseconds since boot, suspend included (`CLOCK_BOOTTIME`), when the reading began.
    #[must_use]
    pub const fn boot_time_ns(&self) -> u64 {
        self.boot_time_ns
    }

    /// Nanoseconds since 1970-01-01 UTC when the reading began; may jump.
    #[must_use]
    pub const fn wall_time_ns(&self) -> u64 {
        self.wall_time_ns
    }

    /// What the reading cost, in nanoseconds of elapsed time.
    #[must_use]
    pub const fn took_ns(&self) -> u64 {
        self.took_ns
    }

    /// Changes when the process forked, moved to another cgroup, or the sampler was reset:
    /// rates between samples of unlike generations mean nothing.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The inode of the cgroup's directory (the cgroup id on v2), 0 where there is none.
    #[must_use]
    pub const fn cgroup_id(&self) -> u64 {
        self.cgroup_id
    }

    /// File descriptors that the sampler itself holds and that `process_descriptors` counts: 0 where
    /// the target is not the own process.
    #[must_use]
    pub const fn own_descriptors(&self) -> u64 {
        self.own_descriptors
    }
}

pub(super) const fn limit_from(raw: u64) -> Limit<u64> {
    if raw == u64::MAX {
        Limit::Max
    } else {
        Limit::Value(raw)
    }
}

pub(super) fn limit_f64_from(raw: f64) -> Limit<f64> {
    if raw == f64::INFINITY {
        Limit::Max
    } else {
        Limit::Value(raw)
    }
}

pub(super) const fn limit_raw(limit: Limit<u64>) -> u64 {
    match limit {
        Limit::Max => u64::MAX,
        Limit::Value(value) => value,
    }
}

pub(super) const fn limit_f64_raw(limit: Limit<f64>) -> f64 {
    match limit {
        Limit::Max => f64::INFINITY,
        Limit::Value(value) => value,
    }
}

/// Writes a getter and a crate-private setter for every field; the generated sample calls it once.
macro_rules! accessors {
    ($($index:literal $kind:ident $name:ident $set:ident $doc:literal;)*) => {
        impl Sample {
            $(
                #[doc = $doc]
                #[must_use]
                pub fn $name(&self) -> Option<$crate::fields::access::accessors!(@type $kind)> {
                    if self.valid[$index / 64] >> ($index % 64) & 1 == 1 {
                        Some($crate::fields::access::accessors!(@read $kind self.$name))
                    } else {
                        None
                    }
                }

                #[allow(dead_code)]
                #[inline]
                pub(crate) fn $set(&mut self, value: Option<$crate::fields::access::accessors!(@type $kind)>) {
                    if let Some(value) = value {
                        self.$name = $crate::fields::access::accessors!(@write $kind value);
                        self.valid[$index / 64] |= 1 << ($index % 64);
                    }
                }
            )*

            /// The eight bytes of field `index`, whether valid or not.
            #[inline]
            pub(super) fn bits(&self, index: usize) -> u64 {
                match index {
                    $($index => $crate::fields::access::accessors!(@bits $kind self.$name),)*
                    _ => 0,
                }
            }
        }
    };
    (@type U64) => { u64 };
    (@type F64) => { f64 };
    (@type Limit) => { $crate::units::Limit<u64> };
    (@type LimitF64) => { $crate::units::Limit<f64> };
    (@read U64 $e:expr) => { $e };
    (@read F64 $e:expr) => { $e };
    (@read Limit $e:expr) => { $crate::fields::access::limit_from($e) };
    (@read LimitF64 $e:expr) => { $crate::fields::access::limit_f64_from($e) };
    (@write U64 $e:expr) => { $e };
    (@write F64 $e:expr) => { $e };
    (@write Limit $e:expr) => { $crate::fields::access::limit_raw($e) };
    (@write LimitF64 $e:expr) => { $crate::fields::access::limit_f64_raw($e) };
    (@bits U64 $e:expr) => { $e };
    (@bits F64 $e:expr) => { $e.to_bits() };
    (@bits Limit $e:expr) => { $e };
    (@bits LimitF64 $e:expr) => { $e.to_bits() };
}
pub(super) use accessors;
