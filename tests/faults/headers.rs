//! Answers that fail before their body.

use plimsoll::finding::Reason;

use crate::kit::answers::answer;
use crate::kit::peer::Peer;
use crate::row::{rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = late();
    rows.extend(endless());
    rows.extend(malformed());
    rows
}

fn late() -> Vec<Row> {
    vec![
        rest("headers-never", "reads the request and says nothing", |peer| {
            peer.request()?;
            peer.hang()
        })
        .deadline(),
        rest("headers-stop", "stops in the middle of the headers", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Ty")?;
            peer.hang()
        })
        .deadline(),
        rest("headers-drip", "sends its headers at one byte a second", |peer| {
            peer.request()?;
            peer.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        })
        .deadline(),
        rest("headers-continue-stop", "says `100 Continue` and nothing more", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 100 Continue\r\n\r\n")?;
            peer.hang()
        })
        .deadline(),
    ]
}

fn endless() -> Vec<Row> {
    vec![
        rest("headers-endless", "sends headers without end", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\n")?;
            peer.send_endlessly(b"X-More: and more\r\n")
        })
        .unhealthy(Reason::TooLarge),
        rest("headers-line-endless", "sends one header that never ends", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nX-More: ")?;
            peer.send_endlessly(b"and more")
        })
        .unhealthy(Reason::TooLarge),
        rest("headers-name-endless", "sends the name of a header that never ends", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 OK\r\nX-")?;
            peer.send_endlessly(b"more-")
        })
        .unhealthy(Reason::TooLarge),
        rest("headers-status-line-endless", "sends a status line that never ends", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 200 ")?;
            peer.send_endlessly(b"very ")
        })
        .unhealthy(Reason::TooLarge),
        rest("headers-continue-endless", "says `100 Continue` again and again", |peer| {
            peer.request()?;
            peer.send_endlessly(b"HTTP/1.1 100 Continue\r\n\r\n")
        })
        .unhealthy(Reason::TooLarge)
        .because("interim answers count to the bytes of the headers, or they would be a way around the cap"),
        rest("headers-hints-endless", "sends `103 Early Hints` again and again", |peer| {
            peer.request()?;
            peer.send_endlessly(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
        })
        .unhealthy(Reason::TooLarge),
        rest("headers-huge", "sends a header of 1 MB and then a good answer", |peer| {
            peer.request()?;
            let huge = "x".repeat(1_000_000);
            peer.send(answer("200 OK", &[("X-Huge", &huge)], b"ok"))
        })
        .unhealthy(Reason::TooLarge),
    ]
}

fn malformed() -> Vec<Row> {
    vec![
        rest("headers-no-colon", "sends a header without a colon", |peer| {
            says(peer, "HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("headers-nul", "sends a header with a NUL in it", |peer| {
            says(peer, "HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("headers-name-with-space", "sends a header with a space in its name", |peer| {
            says(peer, "HTTP/1.1 200 OK\r\nContent Length: 0\r\nContent-Length: 0\r\n\r\n")
        })
        .unhealthy(Reason::Protocol),
        rest("headers-other-protocol", "speaks SSH", |peer| says(peer, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"))
            .unhealthy(Reason::Protocol),
        rest("headers-binary", "sends a TLS alert to a plain request", |peer| {
            peer.request()?;
            peer.send(b"\x15\x03\x01\x00\x02\x02\x46")
        })
        .unhealthy(Reason::Protocol),
        rest("headers-early-hints", "sends `103 Early Hints` before its answer", |peer| {
            peer.request()?;
            peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")?;
            peer.send(answer("200 OK", &[], b"ok"))
        })
        .healthy(),
        rest("headers-latin-1", "sends a header in Latin-1", |peer| {
            peer.request()?;
            peer.send(b"HTTP/1.1 200 OK\r\nX-Name: M\xfcller\r\nContent-Length: 2\r\n\r\nok")
        })
        .healthy()
        .because("RFC 9110, 5.5: such bytes are opaque data, not an error"),
        rest("headers-in-pieces", "sends each byte of its headers by itself", |peer| {
            peer.request()?;
            for byte in answer("200 OK", &[("Content-Type", "text/plain")], b"ok") {
                peer.send([byte])?;
            }
            Ok(())
        })
        .healthy(),
    ]
}

fn says(peer: &mut Peer, text: &str) -> std::io::Result<()> {
    peer.request()?;
    peer.send(text)
}
