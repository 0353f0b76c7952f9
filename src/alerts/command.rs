//! Starting a command for each notice.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::alert::About;
use super::notice::Notice;
use super::outbox::Outbox;
use crate::sys::child::{Child, Ending, Exit, Image, Output, Piece};

/// Commands at the same time at most.
const AT_ONCE: usize = 4;
/// How often those that run are looked after.
const LOOK: Duration = Duration::from_millis(20);
/// For ending one that has had its time: it is asked, then killed.
const FAREWELL: Duration = Duration::from_millis(300);
/// The first of what it says on standard error is kept for the message.
const MOST_SAID: usize = 200;

/// The way through a command.
pub(super) struct Command {
    command: Vec<String>,
    timeout: Duration,
    pub(super) outbox: Outbox,
    running: Vec<Running>,
}

struct Running {
    child: Child,
    /// The notice, as far as it was not written yet.
    input: Vec<u8>,
    until: Instant,
    said: Vec<u8>,
}

impl Command {
    pub(super) fn new(command: Vec<String>, timeout: Duration, outbox: Outbox) -> Self {
        Command { command, timeout, outbox, running: Vec::new() }
    }

    /// When there is something to do.
    pub(super) fn next(&self) -> Option<Instant> {
        if !self.running.is_empty() {
            return Some(Instant::now() + LOOK);
        }
        (self.outbox.len() > 0).then(Instant::now)
    }

    pub(super) fn waiting(&self) -> usize {
        self.outbox.len() + self.running.len()
    }

    /// Looks after those that run, and starts what may be started; never waits for longer than ending one takes.
    pub(super) fn work(&mut self) {
        let mut index = 0;
        while let Some(running) = self.running.get_mut(index) {
            match running.look() {
                None => index += 1,
                Some(result) => {
                    self.running.swap_remove(index);
                    self.note(result);
                }
            }
        }
        while self.running.len() < AT_ONCE {
            let Some(notice) = self.outbox.pop() else { break };
            match self.start(&notice) {
                Ok(running) => self.running.push(running),
                Err(why) => self.note(Err(why)),
            }
        }
    }

    /// What waits; ends those that run.
    pub(super) fn into_outbox(mut self) -> Outbox {
        self.end_all("it was ended, because another one was chosen");
        self.outbox
    }

    /// Ends those that run, and forgets what waits.
    pub(super) fn give_up(&mut self) {
        self.end_all("it was ended, because the alerter was closed");
        self.outbox.drop_all();
    }

    fn end_all(&mut self, why: &str) {
        // All of them together: the first has the time to hear that it is asked to end.
        let until = Instant::now() + FAREWELL;
        for mut running in std::mem::take(&mut self.running) {
            running.child.end(until, &mut |_| {});
            self.note(Err(why.to_owned()));
        }
    }

    fn note(&mut self, result: Result<(), String>) {
        match result {
            Ok(()) => self.outbox.statistics.sent += 1,
            Err(why) => {
                self.outbox.statistics.failed += 1;
                let program = self.command.first().map_or("", String::as_str);
                self.outbox.statistics.last_error = Some(format!("the command `{program}`: {why}"));
            }
        }
    }

    fn start(&self, notice: &Arc<Notice>) -> Result<Running, String> {
        let Some((program, arguments)) = self.command.split_first() else {
            return Err("it is empty".to_owned());
        };
        let image = Image::new(program, arguments, &variables(notice), None)?;
        let mut input = serde_json::to_vec(&**notice).map_err(|error| error.to_string())?;
        input.push(b'\n');
        let child = Child::start(&image).map_err(|failed| format!("cannot be started: {}", failed.error))?;
        Ok(Running { child, input, until: Instant::now() + self.timeout, said: Vec::new() })
    }
}

impl Running {
    /// What came of it, if it is over.
    fn look(&mut self) -> Option<Result<(), String>> {
        self.write();
        self.read();
        let exited = self.child.exited();
        if exited.is_none() && Instant::now() < self.until {
            return None;
        }
        let (said, most) = (&mut self.said, MOST_SAID);
        let ending = self.child.end(Instant::now() + FAREWELL, &mut |bytes| keep(said, bytes, most));
        Some(match (exited, ending) {
            (None, _) => Err("it took too long, and was ended".to_owned()),
            (Some(Exit::Code(0)), Ending::Ended(_)) => Ok(()),
            (Some(exit), _) => Err(match String::from_utf8_lossy(&self.said).trim() {
                "" => format!("it ended with {exit}"),
                said => format!("it ended with {exit} and said: {}", said.lines().next().unwrap_or_default()),
            }),
        })
    }

    fn write(&mut self) {
        while !self.input.is_empty() {
            match self.child.write(&self.input) {
                Ok(0) => return,
                Ok(count) => drop(self.input.drain(..count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                // It does not want to know more: all that matters is how it ends.
                Err(_) => self.input.clear(),
            }
        }
        self.child.end_input();
    }

    fn read(&mut self) {
        let mut buffer = [0; 4096];
        for output in [Output::Stdout, Output::Stderr] {
            // Bounded: it can write faster than this reads.
            for _ in 0..16 {
                match self.child.read(output, &mut buffer) {
                    Ok(Piece::Bytes(count)) if output == Output::Stderr => {
                        keep(&mut self.said, &buffer[..count], MOST_SAID);
                    }
                    Ok(Piece::Bytes(_)) => {}
                    Ok(Piece::Nothing | Piece::End) | Err(_) => break,
                }
            }
        }
    }
}

fn keep(said: &mut Vec<u8>, bytes: &[u8], most: usize) {
    let room = most.saturating_sub(said.len());
    said.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

/// What a shell script can do without reading JSON. The first alert is the worst.
fn variables(notice: &Notice) -> Vec<(String, String)> {
    let mut variables = vec![
        ("PLIMSOLL_ALERT_TEXT".to_owned(), notice.text.clone()),
        ("PLIMSOLL_ALERT_COUNT".to_owned(), (notice.alerts.len() + notice.omitted).to_string()),
    ];
    let mut set =
        |name: &str, value: &str| variables.push((format!("PLIMSOLL_ALERT_{name}"), value.to_owned()));
    if let Some(alert) = notice.alerts.first() {
        set("TURN", alert.turn.name());
        set("MESSAGE", &alert.message);
        if let About::Check { name, status, was, reason, .. } = &alert.about {
            set("NAME", name);
            set("STATUS", status.name());
            set("WAS", was.name());
            set("REASON", reason.map_or("", |reason| reason.name()));
        }
    }
    // A text with a NUL could not be handed over, and what people wrote may hold one.
    variables.iter_mut().for_each(|(_, value)| value.retain(|c| c != '\0'));
    variables
}
