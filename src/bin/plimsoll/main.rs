//! The `plimsoll` command: how laden is this container, and what limits it.

mod allocations;
mod arguments;
mod bars;
mod bench;
mod check;
mod db;
mod diagnose;
mod duration;
mod exit;
mod fail_on;
mod files;
mod growth;
mod interruption;
mod load;
mod page;
mod processes;
mod reserved;
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
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::unparsed(&error),
    };
    let result = match arguments.verb {
        Verb::Bench(options) => bench::run(&options),
        Verb::Check(options) => check::run(&options),
        Verb::Db(options) => db::run(&options),
        Verb::Diagnose(options) => diagnose::run(&options),
        Verb::Load(options) => load::run(&options),
        Verb::Rules(options) => rules::run(&options),
        Verb::Sample(options) => sample::run(&options),
        Verb::Watch(options) => watch::run(&options),
    };
    exit::code(result)
}

#[cfg(test)]
mod manual_tests;
