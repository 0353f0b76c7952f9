//! The sampler.

use std::os::unix::ffi::OsStrExt;

use super::error::PlimError;
use super::handle::{Build, Handle};
use super::sampler_options::PlimSamplerOptions;
use super::sized;
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use super::string::PlimString;
use crate::error::{Error, Result};
use crate::fields::Sample;
use crate::sample::{Controller, Core, Disk, Filesystem, Interface, Process, Sampler, SamplerBuilder};

/// CPU quota and throttling.
pub const PLIM_CONTROLLER_CPU: u32 = 0;
/// Memory.
pub const PLIM_CONTROLLER_MEMORY: u32 = 1;
/// Block I/O.
pub const PLIM_CONTROLLER_IO: u32 = 2;
/// Number of tasks.
pub const PLIM_CONTROLLER_PIDS: u32 = 3;
/// The version 2 hierarchy, where pressure is.
pub const PLIM_CONTROLLER_UNIFIED: u32 = 4;

/// Reads samples. Made by `plim_sampler_new`; several threads may use one at once (they wait for
/// each other), and so may a child after a fork.
pub struct PlimSampler {
    pub(super) handle: Handle<Held>,
}

/// What a sampler's handle guards: the sampler, and storage for details that is used again.
pub(super) struct Held {
    pub(super) sampler: Sampler,
    pub(super) cores: Vec<Core>,
    pub(super) disks: Vec<Disk>,
    pub(super) interfaces: Vec<Interface>,
    pub(super) filesystems: Vec<Filesystem>,
    pub(super) processes: Vec<Process>,
}

impl Build for Held {
    type Options = SamplerBuilder;
    const NAME: &'static str = "sampler";

    fn build(options: &SamplerBuilder) -> Result<Self> {
        Ok(Held {
            sampler: options.clone().build()?,
            cores: Vec::new(),
            disks: Vec::new(),
            interfaces: Vec::new(),
            filesystems: Vec::new(),
            processes: Vec::new(),
        })
    }
}

/// Opens the kernel's files and makes a sampler of them, to be freed with `plim_sampler_free`.
/// A file that is missing or unreadable is no error: its values are missing, and
/// `plim_sampler_problem_get` says why.
///
/// `options` may be NULL, with a size of 0, for the defaults.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_new(
    options: *const PlimSamplerOptions,
    options_size: usize,
    sampler: *mut *mut PlimSampler,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler => {
        let builder = if options.is_null() && options_size == 0 {
            Sampler::builder()
        } else if options.is_null() {
            return Err(super::guard::Failure::Null("options"));
        } else {
            sized::take(options, options_size, "options")?.builder()?
        };
        let made = PlimSampler { handle: Handle::new(builder)? };
        sampler.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Reads the kernel into `sample`, whole or, on an error, not at all. Allocates nothing after the
/// first call.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_read(
    sampler: *mut PlimSampler,
    sample: *mut Sample,
    sample_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, sample => {
        let mut read = Sample::default();
        (*sampler).handle.with(|held| Ok(held.sampler.read(&mut read)?))?;
        sized::give(&read, sample, sample_size);
        Ok(PLIM_OK)
    })
}

/// The groups of which at least something can be read here, as `PLIM_GROUP_...` bits.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_available(
    sampler: *const PlimSampler,
    groups: *mut u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, groups => {
        let found = (*sampler).handle.with(|held| Ok(held.sampler.available()))?;
        groups.write(found.bits());
        Ok(PLIM_OK)
    })
}

/// How many things could not be read so far, each counted once.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_problem_count(
    sampler: *const PlimSampler,
    count: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, count => {
        count.write((*sampler).handle.with(|held| Ok(held.sampler.problems().len()))?);
        Ok(PLIM_OK)
    })
}

/// Problem number `index`: the file, what was wrong with it, and the groups whose values are missing
/// for it. Each of the three may be NULL; free the strings with `plim_string_free`. `PLIM_ABSENT`,
/// with empty strings and no groups, beyond the last.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_problem_get(
    sampler: *const PlimSampler,
    index: usize,
    path: *mut PlimString,
    reason: *mut PlimString,
    groups: *mut u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler => {
        let found = (*sampler).handle.with(|held| Ok(held.sampler.problems().get(index).cloned()))?;
        let status = if found.is_some() { PLIM_OK } else { PLIM_ABSENT };
        let bits = found.as_ref().map_or(0, |problem| problem.group.bits());
        let (file, why) = found.map_or((None, None), |problem| {
            (Some(problem.path.into_os_string().into_encoded_bytes()), Some(problem.reason))
        });
        if !path.is_null() {
            path.write(file.map_or(PlimString::NOTHING, PlimString::new));
        }
        if !reason.is_null() {
            reason.write(why.map_or(PlimString::NOTHING, PlimString::new));
        }
        if !groups.is_null() {
            groups.write(bits);
        }
        Ok(status)
    })
}

/// Opens everything anew, as after a change that only the host knows of; the next sample has
/// another generation.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_reset(sampler: *mut PlimSampler, err: *mut *mut PlimError) -> Status {
    export!(err; sampler => {
        (*sampler).handle.with(|held| Ok(held.sampler.reset()?))?;
        Ok(PLIM_OK)
    })
}

/// The path, as the kernel names it, of a cgroup of the target for a controller
/// (`PLIM_CONTROLLER_...`): depth 0 is its own, 1 its parent, and so on, as in fields that name a
/// depth. Free `path` with `plim_string_free`. `PLIM_ABSENT`, and an empty string, where there is none.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_cgroup_path(
    sampler: *const PlimSampler,
    controller: u32,
    depth: usize,
    path: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, path => {
        let controller = controller_of(controller)?;
        let found = (*sampler).handle.with(|held| {
            Ok(held.sampler.cgroup_path(controller, depth).map(|path| path.as_os_str().as_bytes().to_vec()))
        })?;
        let status = if found.is_some() { PLIM_OK } else { PLIM_ABSENT };
        path.write(found.map_or(PlimString::NOTHING, PlimString::new));
        Ok(status)
    })
}

fn controller_of(number: u32) -> Result<Controller> {
    Ok(match number {
        PLIM_CONTROLLER_CPU => Controller::Cpu,
        PLIM_CONTROLLER_MEMORY => Controller::Memory,
        PLIM_CONTROLLER_IO => Controller::Io,
        PLIM_CONTROLLER_PIDS => Controller::Pids,
        PLIM_CONTROLLER_UNIFIED => Controller::Unified,
        _ => {
            let allowed = format!(
                "allowed are {PLIM_CONTROLLER_CPU} to {PLIM_CONTROLLER_UNIFIED} (PLIM_CONTROLLER_...)"
            );
            return Err(Error::option("controller", number, &allowed));
        }
    })
}

/// Closes the sampler's files. Waits for calls of other threads; all later calls answer
/// `PLIM_E_CLOSED`. Closing it again does nothing and is `PLIM_OK`.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_close(sampler: *mut PlimSampler, err: *mut *mut PlimError) -> Status {
    export!(err; sampler => {
        (*sampler).handle.close()?;
        Ok(PLIM_OK)
    })
}

/// Closes and frees a sampler, which no thread may be using or use again. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_free(sampler: *mut PlimSampler) {
    export!(or () => {
        if !sampler.is_null() {
            drop(Box::from_raw(sampler));
        }
    });
}
