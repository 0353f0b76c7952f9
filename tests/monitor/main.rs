//! What a monitor costs and what it keeps, on files of the kernel that stand still.

#![cfg(feature = "diagnosis")]

mod around;
mod costs;
mod events;
mod growing;
mod quiet;
