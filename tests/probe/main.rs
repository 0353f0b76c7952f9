//! One check of one endpoint, against small servers of the test's own: what is asked, shown and expected. Faulty servers
//! are in `tests/faults`, commands in `tests/commands`, real servers in `tests/servers`.

mod dual;
mod oauth;
mod proxy;
mod reasons;
mod rest;
mod server;
mod tls;

use plimsoll::probe::{ProbeContext, ProbeOptions};

fn context() -> ProbeContext {
    ProbeContext::new(ProbeOptions::default()).expect("a context")
}
