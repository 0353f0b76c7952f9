//! `plimsoll watch`: the container, live in the terminal.

mod history;
mod meters;
mod model;
mod screen;
mod terminal;

use std::io::{stdout, IsTerminal};
use std::time::{Duration, Instant};

use clap::Args;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::duration;
use crate::exit::{Failure, FINE};
use crate::target::TargetOptions;
use model::Model;
use terminal::Terminal;

/// Show the container live in the terminal: bars, history, findings, processes
///
/// Press q to leave. Reads about as much each second as one `plimsoll sample`; the process list is
/// read less often where it is long, so that watching stays light.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll watch                    the container this runs in
  plimsoll watch --pid 4242         the container of another process
  plimsoll watch --interval 250ms   faster

Where output is no terminal use: plimsoll sample --json")]
pub struct Options {
    /// Time between readings: 100ms to 1m
    #[arg(long, value_name = "DURATION", default_value = "1s", value_parser = duration::frame)]
    interval: Duration,

    #[command(flatten)]
    target: TargetOptions,
}

/// A signal or a key is noticed after at most this long.
const PATIENCE: Duration = Duration::from_millis(250);

/// Draws until told to stop.
pub fn run(options: &Options) -> Result<u8, Failure> {
    if !stdout().is_terminal() {
        return Err(Failure::Usage(
            "watch draws on a terminal, and this output is none; for readings in a file or pipe use `plimsoll \
             sample --json`, for a verdict `plimsoll diagnose`"
                .to_owned(),
        ));
    }
    // What cannot be watched is said before the screen is taken over.
    let mut model = Model::new(options.target.verdict_sampler(), options.interval)?;
    model.tick()?;
    let mut terminal = Terminal::take()?;
    let mut due = Instant::now() + options.interval;
    terminal.draw(&model)?;
    loop {
        let now = Instant::now();
        if now >= due {
            model.tick()?;
            terminal.draw(&model)?;
            // Late readings are not made up for.
            due = (due + options.interval).max(Instant::now());
        } else if event::poll((due - now).min(PATIENCE))? {
            match event::read()? {
                Event::Key(key) if leaves(key) => return Ok(FINE),
                Event::Resize(..) => terminal.draw(&model)?,
                _ => {}
            }
        }
        if terminal.must_go() {
            return Ok(FINE);
        }
    }
}

fn leaves(key: KeyEvent) -> bool {
    key.kind != KeyEventKind::Release
        && match key.code {
            KeyCode::Char('q' | 'Q') | KeyCode::Esc => true,
            KeyCode::Char('c') => key.modifiers.contains(KeyModifiers::CONTROL),
            _ => false,
        }
}
