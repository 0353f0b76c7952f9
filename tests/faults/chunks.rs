//! Chunked bodies that are cut or malformed.

use std::io;

use plimsoll::finding::Reason;

use crate::kit::answers::head;
use crate::kit::peer::Peer;
use crate::row::{rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = cut();
    rows.extend(malformed());
    rows.extend(endless());
    rows
}

fn cut() -> Vec<Row> {
    vec![
        rest("chunks-cut", "closes in the middle of a chunk", |peer| {
            chunked(peer)?;
            peer.send("64\r\nten bytes!")
        })
        .unhealthy(Reason::Truncated),
        rest("chunks-cut-in-size", "closes in the middle of a chunk's size", |peer| {
            chunked(peer)?;
            peer.send("3\r\nyes\r\n6")
        })
        .unhealthy(Reason::Truncated),
        rest("chunks-no-last", "closes without the last chunk", |peer| {
            chunked(peer)?;
            peer.send("6\r\nhello!\r\n")
        })
        .unhealthy(Reason::Truncated),
        rest("chunks-none", "closes before the first chunk", chunked).unhealthy(Reason::Truncated),
        rest("chunks-stop", "stops in the middle of a chunk", |peer| {
            chunked(peer)?;
            peer.send("64\r\nten bytes!")?;
            peer.hang()
        })
        .deadline(),
        rest("chunks-last-never", "sends all but the last chunk, and hangs", |peer| {
            chunked(peer)?;
            peer.send("6\r\nhello!\r\n")?;
            peer.hang()
        })
        .deadline(),
    ]
}

fn malformed() -> Vec<Row> {
    vec![
        rest("chunks-no-size", "sends a chunk whose size is no number", |peer| {
            chunked(peer)?;
            peer.send("zz\r\nhello!\r\n0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("chunks-negative", "sends a chunk of negative size", |peer| {
            chunked(peer)?;
            peer.send("-6\r\nhello!\r\n0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("chunks-plain", "says chunked and sends plain text", |peer| {
            chunked(peer)?;
            peer.send("this was never in chunks\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("chunks-no-newline", "sends a chunk longer than its size", |peer| {
            chunked(peer)?;
            peer.send("3\r\nhello!\r\n0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("chunks-beyond-64-bits", "sends a chunk size of 20 digits", |peer| {
            chunked(peer)?;
            peer.send("FFFFFFFFFFFFFFFFFFFF\r\nhello!\r\n0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("chunks-twice", "says chunked twice and does it once", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Transfer-Encoding", "chunked, chunked")]))?;
            peer.send("6\r\nhello!\r\n0\r\n\r\n")
        })
        .healthy()
        .because("RFC 9112, 6.1 forbids it, but there is one way only to read it"),
    ]
}

fn endless() -> Vec<Row> {
    vec![
        rest("chunks-huge", "sends a chunk of 2^63 bytes", |peer| {
            chunked(peer)?;
            peer.send("7FFFFFFFFFFFFFFF\r\n")?;
            peer.send_endlessly(b"and more ")
        })
        .unhealthy(Reason::TooLarge),
        rest("chunks-tiny", "sends chunks of one byte without end", |peer| {
            chunked(peer)?;
            peer.send_endlessly(b"1\r\nx\r\n")
        })
        .set(|target| target.limits.body_bytes = 64 * 1024)
        .unhealthy(Reason::TooLarge),
        rest("chunks-size-endless", "sends a chunk size that never ends", |peer| {
            chunked(peer)?;
            peer.send_endlessly(b"0")
        })
        .unhealthy(Reason::Protocol)
        .because("no size has so many digits"),
        rest("chunks-extension-endless", "sends a chunk extension that never ends", |peer| {
            chunked(peer)?;
            peer.send("6;note=")?;
            peer.send_endlessly(b"more")
        })
        .unhealthy(Reason::Protocol)
        .because("it is part of a malformed line, not of the body that was capped"),
        rest("chunks-trailers-endless", "sends trailers without end", |peer| {
            chunked(peer)?;
            peer.send("6\r\nhello!\r\n0\r\n")?;
            peer.send_endlessly(b"X-More: and more\r\n")
        })
        .set(|target| target.limits.body_bytes = 64 * 1024)
        .unhealthy(Reason::TooLarge),
    ]
}

fn chunked(peer: &mut Peer) -> io::Result<()> {
    peer.request()?;
    peer.send(head("200 OK", &[("Transfer-Encoding", "chunked")]))
}
