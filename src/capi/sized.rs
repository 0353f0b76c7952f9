//! Structs that travel with their size, so that either side may be the newer one.

use std::mem::{align_of, size_of, MaybeUninit};
use std::ptr;
use std::slice;

use super::guard::Failure;

/// A struct of integers, floats and pointers: all zero is a value, and so is every byte that a C
/// caller may have put there.
///
/// # Safety
/// The type must be `repr(C)`, without padding (whose bytes would tell C what else was in memory),
/// and valid for every bit pattern.
pub(crate) unsafe trait Plain: Copy {}

/// Reads an input struct: a shorter one is extended with zeros, a longer one must be zero where
/// this library does not know it. A size that no such struct can have cuts a member in two.
///
/// # Safety
/// `input` must point to `size` readable bytes.
pub(crate) unsafe fn take<T: Plain>(input: *const T, size: usize, name: &'static str) -> Result<T, Failure> {
    if !size.is_multiple_of(align_of::<T>()) {
        return Err(Failure::Cut(name, size));
    }
    let known = size.min(size_of::<T>());
    let tail = slice::from_raw_parts(input.cast::<u8>().add(known), size - known);
    if tail.iter().any(|byte| *byte != 0) {
        return Err(Failure::Size(name));
    }
    Ok(head(input, size))
}

/// Reads what this library knows of an input struct, whatever comes behind it, and without half a member.
///
/// # Safety
/// `input` must point to `size` readable bytes.
pub(crate) unsafe fn head<T: Plain>(input: *const T, size: usize) -> T {
    let mut value = MaybeUninit::<T>::zeroed();
    let known = size.min(size_of::<T>());
    let whole = known - known % align_of::<T>();
    ptr::copy_nonoverlapping(input.cast::<u8>(), value.as_mut_ptr().cast::<u8>(), whole);
    value.assume_init()
}

/// Writes an output struct: filled up to the smaller size, the rest of the caller's zeroed.
///
/// # Safety
/// `output` must point to `size` writable bytes.
pub(crate) unsafe fn give<T: Plain>(value: &T, output: *mut T, size: usize) {
    let known = size.min(size_of::<T>());
    let bytes = output.cast::<u8>();
    ptr::copy_nonoverlapping(ptr::from_ref(value).cast::<u8>(), bytes, known);
    ptr::write_bytes(bytes.add(known), 0, size - known);
}

/// Zeroes an output struct.
///
/// # Safety
/// `output` must point to `size` writable bytes.
pub(crate) unsafe fn clear<T: Plain>(output: *mut T, size: usize) {
    ptr::write_bytes(output.cast::<u8>(), 0, size);
}

/// Writes the elements of an array whose stride is the caller's `size`; the first `capacity` of
/// them, and gives how many that was.
///
/// # Safety
/// `output` must point to `capacity` times `size` writable bytes.
pub(crate) unsafe fn give_all<T: Plain>(values: &[T], output: *mut T, size: usize, capacity: usize) -> usize {
    let count = values.len().min(capacity);
    for (index, value) in values[..count].iter().enumerate() {
        give(value, output.cast::<u8>().add(index * size).cast::<T>(), size);
    }
    count
}

// SAFETY: written by `make generate` as eight-byte integers and floats only.
unsafe impl Plain for crate::fields::Sample {}

#[cfg(test)]
#[path = "sized_tests.rs"]
mod tests;
