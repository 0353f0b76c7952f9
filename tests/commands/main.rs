//! MCP servers that are commands: what they may do, and what is left of them.

#[path = "../common/mod.rs"]
mod common;
mod eras;
mod faults;
mod hosts;
mod leftovers;

use std::time::{Duration, Instant};

use plimsoll::probe::{probe, Outcome, ProbeContext, ProbeOptions, Target};

/// The shell's server, with code for it to run: before it reads, with the first line, after `initialize`, and at
/// the end of its input.
pub fn server(before: &str, first: &str, greeted: &str, end: &str) -> Target {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commands/server.sh");
    Target::mcp_command("server", "sh", [script, before, first, greeted, end])
}

pub fn shell(code: &str) -> Target {
    Target::mcp_command("shell", "sh", ["-c", code])
}

pub fn within(target: Target, timeout: Duration) -> Target {
    let mut target = target;
    target.timeout = timeout;
    target
}

pub fn context() -> ProbeContext {
    ProbeContext::new(ProbeOptions::default()).expect("default options")
}

/// One check, which has to return in time.
pub fn check(target: &Target) -> Outcome {
    check_with(&context(), target)
}

pub fn check_with(context: &ProbeContext, target: &Target) -> Outcome {
    let begun = Instant::now();
    let outcome = probe(context, target);
    let took = begun.elapsed();
    let most = target.timeout + Duration::from_millis(100);
    assert!(took <= most, "{took:?} of {:?}: {outcome:?}", target.timeout);
    outcome
}
