//! `plimsoll watch`: the container, live in the terminal.

mod found;
mod history;
mod lines;
mod log;
mod meters;
mod model;
mod saving;
mod screen;
mod signals;
mod terminal;

use std::io::{stdout, IsTerminal};
use std::time::{Duration, Instant};

use clap::Args;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::duration;
use crate::exit::{Failure, FINE};
use crate::settings::Settings;
use crate::target::TargetOptions;
use model::Model;
use saving::Saving;
use terminal::Terminal;

/// Show the container live in the terminal: bars, history, findings, events, processes
///
/// Press q to leave. With --events or --json it writes lines for programs instead, until it is told to
/// end or nobody reads them. Reads about as much each second as one `plimsoll sample`; the process list is
/// read less often where it is long, so that watching stays light.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plimsoll watch                    the container this runs in
  plimsoll watch --pid 4242         the container of another process
  plimsoll watch --interval 250ms   faster
  plimsoll watch --events           for programs: JSON when something is raised or cleared
  plimsoll watch --events | tee -a events.jsonl | ./page-somebody
  plimsoll watch --state orders.state
                                    go on from what was learnt; saved each minute and at the end
  plimsoll watch --json --for 1m    for programs: the verdict after each reading, as JSON")]
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
    settings: Settings,

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
    let settings = &options.settings;
    // The verdict rests on several readings, the bars on the last two.
    let window = (options.interval * 5).max(Duration::from_secs(5));
    let monitor = settings.options(options.target.verdict_sampler(), window)?;
    if let Some(lines) = lines {
        let pace = lines::Pace { interval: options.interval, length: options.length };
        return lines::run(lines, settings, monitor, pace);
    }
    if !stdout().is_terminal() {
        return Err(Failure::Usage(
            "watch draws on a terminal, and this output is none; for a file or a pipe use `plimsoll watch \
             --events` or `--json`, for one verdict `plimsoll diagnose`"
                .to_owned(),
        ));
    }
    // What cannot be watched is said before the screen is taken over.
    let mut model = Model::new(settings, monitor, options.interval)?;
    model.tick()?;
    let mut saving = Saving::new(settings);
    let result = draw(options, &mut model, &mut saving);
    saving.finish(model.monitor())?;
    result
}

fn draw(options: &Options, model: &mut Model, saving: &mut Saving) -> Result<u8, Failure> {
    let mut terminal = Terminal::take()?;
    let start = Instant::now();
    let mut due = start + options.interval;
    terminal.draw(model)?;
    loop {
        let now = Instant::now();
        if now >= due {
            model.tick()?;
            terminal.draw(model)?;
            saving.now_and_then(model.monitor())?;
            // Late readings are not made up for.
            due = (due + options.interval).max(Instant::now());
        } else if event::poll((due - now).min(PATIENCE))? {
            match event::read()? {
                Event::Key(key) if leaves(key) => return Ok(FINE),
                Event::Resize(..) => terminal.draw(model)?,
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
