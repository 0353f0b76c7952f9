//! Connections that end at each stage, in good order or by a reset.

use std::thread;
use std::time::Duration;

use plimsoll::finding::Reason;

use crate::kit::answers::{answer, head};
use crate::kit::mcp;
use crate::kit::peer::Peer;
use crate::row::{legacy, modern, rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = web();
    rows.extend(protocol());
    rows
}

fn web() -> Vec<Row> {
    vec![
        rest("close-after-request", "closes after the request", |peer| peer.request().map(drop))
            .unhealthy(Reason::Closed),
        rest("reset-after-request", "resets after the request", |peer| {
            peer.request()?;
            peer.reset()
        })
        .unhealthy(Reason::Reset),
        rest("close-in-headers", "closes in the middle of the headers", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Le")
        })
        .unhealthy(Reason::Truncated),
        rest("reset-in-headers", "resets in the middle of the headers", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Le")?;
            taken_and_reset(peer)
        })
        .unhealthy(Reason::Reset),
        rest("close-after-continue", "closes after `100 Continue`", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 100 Continue\r\n\r\n")
        })
        .unhealthy(Reason::Truncated)
        .because("something came, and not all of it"),
        rest("close-in-body", "closes in the middle of the body", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "100")]))?;
            peer.send("ten bytes!")
        })
        .unhealthy(Reason::Truncated),
        rest("reset-in-body", "resets in the middle of the body", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "100")]))?;
            peer.send("ten bytes!")?;
            taken_and_reset(peer)
        })
        .unhealthy(Reason::Reset),
        rest("reset-in-open-body", "resets in the middle of a body without length", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Connection", "close")]))?;
            peer.send("ten bytes!")?;
            taken_and_reset(peer)
        })
        .unhealthy(Reason::Reset)
        .because("a reset is not the end that a body without length needs"),
        rest("reset-in-chunks", "resets in the middle of a chunk", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Transfer-Encoding", "chunked")]))?;
            peer.send("64\r\nten bytes!")?;
            taken_and_reset(peer)
        })
        .unhealthy(Reason::Reset),
        rest("reset-after-answer", "resets after a whole answer", |peer| {
            peer.request()?;
            peer.send(answer("200 OK", &[], b"ok"))?;
            taken_and_reset(peer)
        })
        .healthy(),
    ]
}

fn protocol() -> Vec<Row> {
    vec![
        modern("mcp-close-after-request", "closes after the request", |peer| peer.request().map(drop))
            .unhealthy(Reason::Closed),
        modern("mcp-reset-after-request", "resets after the request", |peer| {
            peer.request()?;
            peer.reset()
        })
        .unhealthy(Reason::Reset),
        modern("mcp-close-in-events", "closes in the middle of an event", |peer| {
            mcp::Call::of(&peer.request()?);
            mcp::events(peer)?;
            mcp::event_bytes(peer, "event: message\ndata: {\"jsonr")
        })
        .unhealthy(Reason::Truncated)
        .because("chunked, it needed a last chunk"),
        modern("mcp-reset-in-events", "resets in the middle of an event", |peer| {
            mcp::Call::of(&peer.request()?);
            mcp::events(peer)?;
            mcp::event_bytes(peer, "event: message\ndata: {\"jsonr")?;
            taken_and_reset(peer)
        })
        .unhealthy(Reason::Reset),
        modern("mcp-events-end", "ends its stream in good order before the answer", |peer| {
            mcp::discover(peer, |peer, _| mcp::stream(peer, ": nothing to say\n\n"))
        })
        .unhealthy(Reason::Closed),
        modern(
            "mcp-events-end-in-event",
            "ends its stream in good order in the middle of the answer",
            |peer| {
                mcp::discover(peer, |peer, call| {
                    let event = mcp::event(&call.modern());
                    mcp::stream(peer, &event[..event.len() / 2])
                })
            },
        )
        .unhealthy(Reason::Closed)
        .because("an event without its empty line does not count, so no answer came"),
        legacy(
            "legacy-close-after-initialize",
            "closes every connection that asks for more than `initialize`",
            |peer| mcp::legacy(peer, "tools/list", |_, _| Err(std::io::ErrorKind::BrokenPipe.into())),
        )
        .unhealthy(Reason::Closed),
    ]
}

/// Gives the prober time to read what was sent, so that the reset finds it waiting for more.
fn taken_and_reset(peer: &mut Peer) -> std::io::Result<()> {
    thread::sleep(Duration::from_millis(50));
    peer.reset()
}
