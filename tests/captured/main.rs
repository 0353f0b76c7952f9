//! Kernels captured in `tests/data/kernels`, read through `proc_root` and `sys_root`: whole, and
//! damaged in every way that a file can be.

mod damage;
mod damaged;
mod expected;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll::clock::Clock;
use plimsoll::fields::Value;
use plimsoll::{Groups, Sample, Sampler};

/// Time stands still, so that two readings of the same files are the same.
struct Still;

impl Clock for Still {
    fn boot_ns(&self) -> u64 {
        1_000_000_000
    }

    fn wall_ns(&self) -> u64 {
        1_700_000_000_000_000_000
    }
}

fn kernels() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels")
}

/// Everything that comes from files: the space of a filesystem is asked of the live machine.
fn sampler(tree: &Path) -> Sampler {
    Sampler::builder()
        .groups(Groups::FULL - Groups::FILESYSTEM)
        .proc_root(tree.join("proc"))
        .sys_root(tree.join("sys"))
        .clock(Arc::new(Still))
        .build()
        .unwrap_or_else(|error| panic!("{}: {error}", tree.display()))
}

fn read(sampler: &mut Sampler) -> Sample {
    let mut sample = Sample::default();
    sampler.read(&mut sample).unwrap();
    sample
}

fn values(sample: &Sample) -> BTreeMap<&'static str, Value> {
    sample.values().map(|(field, value)| (field.name, value)).collect()
}
