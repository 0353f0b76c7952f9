//! `plimsoll watch`: the container, live in the terminal.

mod history;
mod lines;
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
  plimsoll watch --events           for programs: a line of JSON when something is raised or cleared
  plimsoll watch --json --for 1m    for programs: the verdict after each reading, one JSON object a line")]
pub struct Options {
    /// Time between readings: 100ms to 1m
    #[arg(long, value_name = "DURATION", default_value = "1s", value_parser = duration::frame)]
    interval: Duration,

    /// Draw nothing: print a line of JSON for each event
    #[arg(long, conflicts_with = "json")]
    events: bool,

    /// Draw nothing: print the verdict after each reading as a line of JSON
    #[arg(long)]
    json: bool,

    /// Stop after this time: 100ms to 1h [default: when told to]
    #[arg(long = "for", value_name = "DURATION", value_parser = duration::window)]
    length: Option<Duration>,

    #[command(flatten)]
    target: TargetOptions,
}

/// A signal or a key is noticed after at most this long.
const PATIENCE: Duration = Duration::from_millis(250);

/// Draws until told to stop.
pub fn run(options: &Options) -> Result<u8, Failure> {
    let lines = match (options.events, options.json) {
        (true, _) => Some(lines::Lines::Events),
        (false, true) => Some(lines::Lines::Verdicts),
        (false, false) => None,
    };
    if let Some(lines) = lines {
        return lines::run(lines, options.target.verdict_sampler(), options.interval, options.length);
    }
    if !stdout().is_terminal() {
        return Err(Failure::Usage(
            "watch draws on a terminal, and this output is none; for a file or a pipe use `plimsoll watch \
             --events` or `--json`, for one verdict `plimsoll diagnose`"
                .to_owned(),
        ));
    }
    // What cannot be watched is said before the screen is taken over.
    let mut model = Model::new(options.target.verdict_sampler(), options.interval)?;
    model.tick()?;
    let mut terminal = Terminal::take()?;
    let start = Instant::now();
    let mut due = start + options.interval;
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
        if terminal.must_go() || options.length.is_some_and(|length| start.elapsed() >= length) {
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
