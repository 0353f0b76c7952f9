//! Exit codes, and how failures are said.

use std::fmt;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// All is well.
pub const FINE: u8 = 0;
/// There is a finding at or above `--fail-on`.
pub const FOUND: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// It could not be measured.
pub const BLIND: u8 = 3;

/// Why a verb ended early.
#[derive(Debug)]
pub enum Failure {
    /// The library's error.
    Plimsoll(plimsoll::Error),
    /// The output could not be written.
    Output(io::Error),
    /// The command line asks for what cannot be, or names a file that cannot be used.
    Usage(String),
    /// It could not be measured.
    Blind(String),
    /// A signal asked us to end.
    Signalled(u8),
}

impl From<plimsoll::Error> for Failure {
    fn from(error: plimsoll::Error) -> Self {
        Failure::Plimsoll(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Plimsoll(error) => write!(f, "{error}"),
            Failure::Output(error) => write!(f, "the output cannot be written: {error}"),
            Failure::Usage(message) | Failure::Blind(message) => f.write_str(message),
            Failure::Signalled(signal) => write!(f, "ended by signal {signal}"),
        }
    }
}

/// The exit code of a verb's result; a failure is said on stderr.
pub fn code(result: Result<u8, Failure>) -> ExitCode {
    ExitCode::from(result.unwrap_or_else(tell))
}

/// Says a failure on stderr; its exit code.
pub fn tell(failure: Failure) -> u8 {
    let code = match &failure {
        // Whoever read our output has seen enough.
        Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => return FINE,
        Failure::Signalled(signal) => return 128 + signal,
        Failure::Plimsoll(error) if error.kind() == plimsoll::ErrorKind::InvalidArgument => USAGE,
        Failure::Usage(_) => USAGE,
        Failure::Plimsoll(_) | Failure::Output(_) | Failure::Blind(_) => BLIND,
    };
    let message = without_password(&failure.to_string());
    anstream::eprintln!("{}error:{:#} {message}", crate::style::ERROR, crate::style::ERROR);
    code
}

/// The exit code of a command line that cannot be read, or that asks for help; that is printed.
pub fn unparsed(error: &clap::Error) -> ExitCode {
    let plain = error.render().to_string();
    let shown = without_password(&plain);
    if shown == plain || !error.use_stderr() {
        // In its colours. What is asked for, as help, has no argument in it: URLs there are examples.
        let _ = error.print();
    } else {
        anstream::eprint!("{shown}");
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(USAGE))
}

/// A text without what stands before the `@` of a URL in it: an argument in the wrong place may be one.
fn without_password(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        match word.split_once("://") {
            Some((scheme, rest)) => {
                // Of several the last: a password may have one.
                let told = rest.rsplit_once('@').map_or(rest.to_owned(), |(_, host)| format!("***@{host}"));
                shown.push_str(&format!("{scheme}://{told}"));
            }
            None => shown.push_str(word),
        }
    }
    shown
}

#[cfg(test)]
#[path = "exit_tests.rs"]
mod tests;
