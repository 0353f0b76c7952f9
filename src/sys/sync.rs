//! Locks and atomics for what is model-checked.
//!
//! `tests/model` compiles those files as they stand, beside a module of this name that gives the model checker's own. A
//! modelled file takes from here, and not from `std::sync`.

// Each takes what it needs.
#![allow(unused_imports)]

pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

pub(crate) mod atomic {
    pub(crate) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}
