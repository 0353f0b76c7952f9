//! `plimsoll check FILE` and `plimsoll serve`: a service that goes on until somebody says that it is enough.

mod pages;
mod printer;
mod ship;
mod signals;
mod textfile;
mod wanted;

use std::io::ErrorKind;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use plimsoll::serve::Server;

use super::fleet::Source;
use crate::exit::{Failure, FINE};
use pages::Pages;
use printer::Printer;
use ship::Ship;
use signals::Signals;
use textfile::Textfile;
pub use wanted::Wanted;

/// A signal is noticed after at most this long.
const LOOK: Duration = Duration::from_millis(100);
/// How often this container is looked at; the gate goes by it.
const OBSERVE: Duration = Duration::from_millis(500);
/// How often everything is summed up for whoever looks at a terminal.
const SUM: Duration = Duration::from_secs(60);
/// For ending what is under way: commands and sessions on servers.
const CHECKS_END: Duration = Duration::from_secs(2);
/// For what is still to be told.
const ALERTS_END: Duration = Duration::from_secs(1);

/// Runs until a signal asks for the end.
pub fn run(source: Source, wanted: &Wanted) -> Result<u8, Failure> {
    let signals = Signals::register(source.path.is_some())?;
    let fleet = source.load().map_err(Failure::Usage)?;
    let watch = wanted.watch(&fleet.config)?;
    let (mut ship, events) = Ship::new(source, fleet, watch)?;
    let server = listen(&ship, wanted)?;
    ship.begin()?;
    let mut textfile = wanted.textfile(ship.config());
    if let Some(file) = &mut textfile {
        file.begin(ship.parts(), server.as_ref())?;
    }
    let mut printer = Printer::new(wanted.json);
    let address = server.as_ref().map(Server::address);
    if wanted.target.is_some() && !wanted.json {
        printer.serving(address, textfile.as_ref().map(|file| &*file.path))?;
    }
    if wanted.json || ship.parts().has_file {
        printer.began(&ship, address)?;
    }
    let mut ways = Ways { server: server.as_ref(), textfile: textfile.as_mut() };
    let result = keep_on(&mut ship, &mut ways, &events, &signals, &mut printer);
    ship.export(server.as_ref(), true);
    if let Some(file) = textfile {
        file.end();
    }
    let summary = ship.summary();
    // Whoever asks for health is told the truth up to the end.
    let stuck = ship.end(CHECKS_END, ALERTS_END);
    if let Some(server) = server {
        server.close();
    }
    result.and_then(|()| Ok(printer.ended(summary, stuck)?)).map_err(unread)?;
    Ok(FINE)
}

/// That nobody reads any more is the end of other commands, and fine; of a service it is a failure, for whoever starts
/// it again.
fn unread(failure: Failure) -> Failure {
    match failure {
        Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => {
            Failure::Blind("standard output was closed: nobody reads what changes".to_owned())
        }
        other => other,
    }
}

/// Ways in which metrics leave the process.
struct Ways<'a> {
    server: Option<&'a Server>,
    textfile: Option<&'a mut Textfile>,
}

/// Prints what happens, until a signal asks for the end.
fn keep_on(
    ship: &mut Ship,
    ways: &mut Ways,
    events: &ship::Happenings,
    signals: &Signals,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut observe = Instant::now();
    let mut sum = Instant::now() + SUM;
    while !signals.must_end() {
        match events.next(LOOK) {
            Ok(event) => printer.happened(&event)?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::Blind(
                    "nothing is checked any more: this is a fault of plimsoll".to_owned(),
                ));
            }
        }
        if signals.must_reload() {
            match ship.reload() {
                Ok((reloaded, later)) => printer.reloaded(&reloaded, &later)?,
                Err(problems) => printer.not_reloaded(&problems),
            }
        }
        let now = Instant::now();
        if now >= observe {
            ship.observe()?;
            printer.troubles(ship, events.lost());
            observe = now + OBSERVE;
        }
        if let Some(file) = &mut ways.textfile {
            file.now_and_then(ship.parts(), ways.server);
        }
        ship.export(ways.server, false);
        if now >= sum {
            printer.sum(ship)?;
            printer.advise(&ship.parts().checker.recommendations())?;
            sum = now + SUM;
        }
    }
    Ok(())
}

/// The pages, where they are wanted.
fn listen(ship: &Ship, wanted: &Wanted) -> Result<Option<Server>, Failure> {
    let Some(settings) = wanted.serve(ship.config()) else { return Ok(None) };
    let pages = Pages::new(ship);
    let server = Server::start(&settings, move |request| pages.answer(request)).map_err(|error| {
        let in_use = error.os_error() == Some(rustix::io::Errno::ADDRINUSE.raw_os_error());
        let advice = if in_use {
            "; another one may run: `--listen 127.0.0.1:0` takes any port that is free, `--listen off` none"
        } else {
            ""
        };
        Failure::Usage(format!("{error}{advice}"))
    })?;
    Ok(Some(server))
}
