use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::admit::{
    Admission, Completion, GateState, Home, Permit, Priority, Refusal, RefusalReason, Signal,
    Ticket as PermitTicket,
};
use crate::fields::Unit;
use crate::finding::{Reason, Status};
use crate::probe::{Outcome, Target};

mod admission;
mod cached;
mod dependent;
mod functions;
mod lists;
mod servers;
mod watching;
