//! A sample as a flat JSON object, keyed by field name. A missing value is left out; no limit is
//! the string `"max"`.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::access::Value;
use super::brief::BRIEF;
use super::field::{Scope, Source, Unit};
use super::groups::Groups;
use super::sample::Sample;
use crate::units::Limit;

/// The value of the `schema` key.
const SCHEMA: &str = "plimsoll.sample/1";

impl Serialize for Sample {
    #[allow(clippy::cast_precision_loss)] // Nanoseconds since 1970 as seconds keep a quarter of a microsecond.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("boot_time_seconds", &(self.boot_time_ns as f64 / 1e9))?;
        map.serialize_entry("wall_time_seconds", &(self.wall_time_ns as f64 / 1e9))?;
        map.serialize_entry("took_seconds", &(self.took_ns as f64 / 1e9))?;
        map.serialize_entry("generation", &self.generation)?;
        map.serialize_entry("cgroup_id", &self.cgroup_id)?;
        map.serialize_entry("cgroup_layout", self.cgroup_layout().name())?;
        map.serialize_entry("own_descriptors", &self.own_descriptors)?;
        map.serialize_entry("groups", &GroupNames(self.groups()))?;
        map.serialize_entry("lxcfs_groups", &GroupNames(Groups::from_bits_truncate(self.lxcfs_groups)))?;
        for (index, field) in BRIEF.iter().enumerate() {
            if let Some(value) = self.value(index) {
                map.serialize_entry(field.name, &value)?;
            }
        }
        map.end()
    }
}

/// Group names in lower case, as a list.
struct GroupNames(Groups);

impl Serialize for GroupNames {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.names())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::U64(value) => serializer.serialize_u64(value),
            Value::F64(value) => serializer.serialize_f64(value),
            Value::Limit(limit) => limit.serialize(serializer),
            Value::LimitF64(limit) => limit.serialize(serializer),
        }
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<T: Serialize> Serialize for Limit<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Limit::Max => serializer.serialize_str("max"),
            Limit::Value(value) => value.serialize(serializer),
        }
    }
}
