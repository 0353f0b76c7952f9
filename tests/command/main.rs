//! The built command, run as people and programs run it.

mod bench;
#[path = "../common/cgroups.rs"]
#[allow(dead_code)] // Other tests need more of it.
mod cgroups;
mod check;
mod db;
mod db_url;
mod diagnose;
mod html;
mod lines;
mod load;
mod rules;
mod sample;
mod service;
mod state;
mod throttled;
mod tree;
mod usage;
mod watch;

use std::process::{Command, Output};

/// The command with these arguments, its surroundings free of colour settings.
fn command(arguments: &[&str]) -> Command {
    // What the tests were started to ignore (`nohup`) the command would rightly ignore as well.
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP,INT,TERM", env!("CARGO_BIN_EXE_plimsoll")]);
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// What the command said and how it ended.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Said {
    said(command(arguments).output().unwrap())
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
