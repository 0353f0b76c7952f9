//! Details: one element for each core, disk, interface, filesystem, process.
//!
//! All calls are alike: the caller gives an array, the size of one element and how many fit; as
//! many as fit are written, and `total` says how many there are. A caller whose array was too small
//! gives a bigger one and calls again; one that only wants the number gives NULL and 0.

use super::error::PlimError;
use super::guard::{Failure, Outcome};
use super::sampler::{Held, PlimSampler};
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use crate::error::Error;
use crate::sample::{self, Core, Disk, Filesystem, Interface, Order, Process};

/// Most CPU time first.
pub const PLIM_ORDER_CPU: u32 = 0;
/// Most resident memory first.
pub const PLIM_ORDER_MEMORY: u32 = 1;

// SAFETY: integers, floats and byte arrays; where padding would be, there is a member.
unsafe impl Plain for Core {}
unsafe impl Plain for Disk {}
unsafe impl Plain for Interface {}
unsafe impl Plain for Filesystem {}
unsafe impl Plain for Process {}

/// Reads a list inside the handle and writes it to the caller's array.
unsafe fn list<T: Plain>(
    sampler: *const PlimSampler,
    array: (*mut T, usize, usize),
    total: *mut usize,
    read: impl FnOnce(&mut Held) -> Result<(&[T], usize), Failure>,
) -> Outcome {
    let (elements, size, capacity) = array;
    if elements.is_null() && capacity > 0 {
        return Err(Failure::Null("the array of elements"));
    }
    (*sampler).handle.with(|held| {
        let (found, count) = read(held)?;
        if capacity > 0 {
            sized::give_all(found, elements, size, capacity);
        }
        total.write(count);
        Ok(PLIM_OK)
    })
}

/// CPU time of each core. Writes as many elements as fit and how many there are to `total`;
/// `cores` may be NULL if `capacity` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_cores(
    sampler: *mut PlimSampler,
    cores: *mut Core,
    core_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        list(sampler, (cores, core_size, capacity), total, |held| {
            held.sampler.cores(&mut held.cores)?;
            Ok((&held.cores, held.cores.len()))
        })
    })
}

/// Operations, bytes and times of each real disk. Writes as many elements as fit and how many there
/// are to `total`; `disks` may be NULL if `capacity` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_disks(
    sampler: *mut PlimSampler,
    disks: *mut Disk,
    disk_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        list(sampler, (disks, disk_size, capacity), total, |held| {
            held.sampler.disks(&mut held.disks)?;
            Ok((&held.disks, held.disks.len()))
        })
    })
}

/// Traffic of each network interface, loopback included. Writes as many elements as fit and how
/// many there are to `total`; `interfaces` may be NULL if `capacity` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_interfaces(
    sampler: *mut PlimSampler,
    interfaces: *mut Interface,
    interface_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        list(sampler, (interfaces, interface_size, capacity), total, |held| {
            held.sampler.interfaces(&mut held.interfaces)?;
            Ok((&held.interfaces, held.interfaces.len()))
        })
    })
}

/// Space and inodes of each mounted filesystem that holds data. Writes as many elements as fit and
/// how many there are to `total`; `filesystems` may be NULL if `capacity` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_filesystems(
    sampler: *mut PlimSampler,
    filesystems: *mut Filesystem,
    filesystem_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        list(sampler, (filesystems, filesystem_size, capacity), total, |held| {
            held.sampler.filesystems(&mut held.filesystems)?;
            Ok((&held.filesystems, held.filesystems.len()))
        })
    })
}

/// The processes of the target's cgroup and its descendants, or all that are visible where no
/// cgroup is. Writes as many elements as fit and how many there are to `total`; `processes` may be
/// NULL if `capacity` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_processes(
    sampler: *mut PlimSampler,
    processes: *mut Process,
    process_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        list(sampler, (processes, process_size, capacity), total, |held| {
            held.sampler.processes(&mut held.processes)?;
            Ok((&held.processes, held.processes.len()))
        })
    })
}

/// The `capacity` processes that use most, sorted: by `PLIM_ORDER_CPU` (CPU time since each began)
/// or `PLIM_ORDER_MEMORY` (resident bytes). `total` is how many processes there are in all.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_top(
    sampler: *mut PlimSampler,
    order: u32,
    processes: *mut Process,
    process_size: usize,
    capacity: usize,
    total: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; sampler, total => {
        let order = order_of(order)?;
        list(sampler, (processes, process_size, capacity), total, |held| {
            held.sampler.processes(&mut held.processes)?;
            let count = held.processes.len();
            sample::top(&mut held.processes, capacity, order);
            Ok((&held.processes, count))
        })
    })
}

fn order_of(number: u32) -> Result<Order, Failure> {
    match number {
        PLIM_ORDER_CPU => Ok(Order::Cpu),
        PLIM_ORDER_MEMORY => Ok(Order::Memory),
        _ => {
            let allowed = format!("allowed are {PLIM_ORDER_CPU} and {PLIM_ORDER_MEMORY} (PLIM_ORDER_...)");
            Err(Error::option("order", number, &allowed).into())
        }
    }
}
