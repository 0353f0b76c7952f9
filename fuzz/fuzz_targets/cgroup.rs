//! Every parser of a cgroup's files on the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll::kernel::{cgroup, kmsg, proc};

// The other half of the catalogue is not called here.
#[allow(dead_code)]
#[path = "../../src/kernel/catalogue.rs"]
mod catalogue;
mod property;

fuzz_target!(|bytes: &[u8]| catalogue::visit_cgroup(&mut property::Check { bytes }));
