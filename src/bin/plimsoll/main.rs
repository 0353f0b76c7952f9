//! The `plimsoll` command: how laden is this container, and what limits it.

#[cfg(feature = "load")]
mod allocations;
mod arguments;
mod bars;
#[cfg(feature = "load")]
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
mod live;
#[cfg(feature = "load")]
mod load;
mod page;
mod processes;
#[cfg(feature = "load")]
mod reserved;
mod rules;
mod sample;
mod serve;
mod settings;
mod style;
mod table;
mod target;
mod thresholds;
#[cfg(feature = "cli")]
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
        #[cfg(feature = "load")]
        Verb::Bench(options) => bench::run(&options),
        Verb::Check(options) => check::run(&options),
        Verb::Db(options) => db::run(&options),
        Verb::Diagnose(options) => diagnose::run(&options),
        #[cfg(feature = "load")]
        Verb::Load(options) => load::run(&options),
        Verb::Rules(options) => rules::run(&options),
        Verb::Sample(options) => sample::run(&options),
        Verb::Serve(options) => serve::run(*options),
        #[cfg(feature = "cli")]
        Verb::Watch(options) => watch::run(&options),
    };
    exit::code(result)
}

// The pages are those of the whole command.
#[cfg(all(test, feature = "cli"))]
mod manual_tests;
