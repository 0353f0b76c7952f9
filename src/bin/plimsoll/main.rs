//! The `plimsoll` command: how laden is this container, and what limits it.

mod arguments;
mod bars;
mod check;
mod diagnose;
mod duration;
mod exit;
mod files;
mod growth;
mod processes;
mod rules;
mod sample;
mod settings;
mod style;
mod table;
mod target;
mod thresholds;
mod watch;
mod words;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Verb};

fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Check(options) => check::run(&options),
        Verb::Diagnose(options) => diagnose::run(&options),
        Verb::Rules(options) => rules::run(&options),
        Verb::Sample(options) => sample::run(&options),
        Verb::Watch(options) => watch::run(&options),
    };
    exit::code(result)
}
