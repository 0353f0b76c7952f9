#![doc = "Plimsoll"]

#[doc(hidden)]
pub mod kernel;
