//! Plain HTTP/1.1 to targets that need no more: a few threads, each with its share of the connections and one loop over them.
//! `ureq` takes a thread and two turns of the scheduler for each request, which a load generator on the machine of what it loads
//! would pay for with the target's CPU.

mod answer;
mod client;
mod message;
mod slot;
mod socket;

pub(super) use client::Client;
pub(super) use message::Plain;
