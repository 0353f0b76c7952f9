//! The `plimsoll` command: how laden is this container, and what limits it.

mod arguments;
mod bars;
mod diagnose;
mod duration;
mod exit;
mod processes;
mod sample;
mod style;
mod table;
mod target;
mod watch;
mod words;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Verb};

fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Diagnose(options) => diagnose::run(&options),
        Verb::Sample(options) => sample::run(&options),
        Verb::Watch(options) => watch::run(&options),
    };
    exit::code(result)
}
