//! Statuses that are absurd, and what bad servers say beside them.

use std::io;

use plimsoll::finding::Reason;

use crate::kit::answers::answer;
use crate::kit::mcp;
use crate::kit::peer::Peer;
use crate::row::{modern, rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = absurd();
    rows.extend(plain());
    rows.extend(retry_after());
    rows
}

fn absurd() -> Vec<Row> {
    vec![
        rest("status-000", "answers with status 000", |peer| line(peer, "HTTP/1.1 000 Nothing"))
            .unhealthy(Reason::Protocol)
            .because(
                "RFC 9110, 15: a status lies between 100 and 599; below 100 there is no class to judge by",
            ),
        rest("status-99", "answers with status 99", |peer| line(peer, "HTTP/1.1 99 Nearly"))
            .unhealthy(Reason::Protocol),
        rest("status-999", "answers with status 999", |peer| line(peer, "HTTP/1.1 999 Request denied"))
            .unhealthy(Reason::HttpStatus)
            .because(
                "three digits can be read, and some sites do answer so: RFC 9110 says to treat it as 5xx",
            ),
        rest("status-1000000000", "answers with status 1000000000", |peer| {
            line(peer, "HTTP/1.1 1000000000 Many")
        })
        .unhealthy(Reason::Protocol),
        rest("status-negative", "answers with status -200", |peer| line(peer, "HTTP/1.1 -200 OK"))
            .unhealthy(Reason::Protocol),
        rest("status-word", "answers with a word for a status", |peer| line(peer, "HTTP/1.1 OK"))
            .unhealthy(Reason::Protocol),
        rest("status-missing", "answers with a version and no status", |peer| line(peer, "HTTP/1.1"))
            .unhealthy(Reason::Protocol),
        rest("version-0.9", "answers as HTTP/0.9: a body and nothing before it", |peer| {
            peer.request()?;
            peer.send("<html><body>hello</body></html>\n")
        })
        .unhealthy(Reason::Protocol),
        rest("version-3.7", "answers as HTTP/3.7", |peer| line(peer, "HTTP/3.7 200 OK"))
            .unhealthy(Reason::Protocol),
        rest("version-2", "answers as HTTP/2.0 in the words of HTTP/1", |peer| line(peer, "HTTP/2.0 200 OK"))
            .unhealthy(Reason::Protocol),
        rest("status-no-reason", "leaves out the words after the status", |peer| line(peer, "HTTP/1.1 200"))
            .healthy(),
        rest("status-101", "switches protocols unasked", |peer| {
            peer.request()?;
            peer.send(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            )?;
            peer.hang()
        })
        .unhealthy(Reason::HttpStatus)
        .because("it is a final answer, and not among the expected ones"),
    ]
}

fn plain() -> Vec<Row> {
    vec![
        rest("status-404", "answers with 404", |peer| says(peer, "404 Not Found", &[]))
            .unhealthy(Reason::HttpStatus),
        rest("status-500", "answers with 500", |peer| says(peer, "500 Internal Server Error", &[]))
            .unhealthy(Reason::HttpStatus),
        rest("status-304", "says not modified, though nobody asked so", |peer| {
            says(peer, "304 Not Modified", &[])
        })
        .unhealthy(Reason::HttpStatus),
        rest("status-401", "asks for credentials", |peer| {
            says(peer, "401 Unauthorized", &[("WWW-Authenticate", "Bearer")])
        })
        .degraded(Reason::AuthRequired)
        .because("it lives, and nobody gave the probe credentials"),
        rest("status-401-challenge-garbage", "asks for credentials in words that mean nothing", |peer| {
            says(peer, "401 Unauthorized", &[("WWW-Authenticate", ",,=\"\\\" ,Bearer ==\"")])
        })
        .degraded(Reason::AuthRequired),
        rest("status-403", "forbids", |peer| says(peer, "403 Forbidden", &[])).degraded(Reason::Forbidden),
        modern("mcp-status-500", "answers with 500", |peer| says(peer, "500 Internal Server Error", &[]))
            .unhealthy(Reason::HttpStatus)
            .because("a server that fails says nothing of its era"),
        modern("mcp-status-404", "answers with 404 to everything", |peer| says(peer, "404 Not Found", &[]))
            .unhealthy(Reason::HttpStatus),
        modern("mcp-status-401", "asks for credentials", |peer| {
            says(
                peer,
                "401 Unauthorized",
                &[("WWW-Authenticate", "Bearer resource_metadata=\"http://127.0.0.1/\"")],
            )
        })
        .degraded(Reason::AuthRequired),
        modern("mcp-status-204", "answers with 204 and nothing", |peer| says(peer, "204 No Content", &[]))
            .unhealthy(Reason::Protocol)
            .because("a request must be answered; 2xx without an answer breaks the protocol"),
        modern("mcp-status-202", "accepts the request and never answers it", |peer| {
            says(peer, "202 Accepted", &[])
        })
        .unhealthy(Reason::Protocol),
        modern("mcp-html", "answers with a web page", |peer| {
            mcp::discover(peer, |peer, _| {
                peer.send(answer("200 OK", &[("Content-Type", "text/html")], b"<html>Sign in</html>"))
            })
        })
        .unhealthy(Reason::Protocol),
    ]
}

fn retry_after() -> Vec<Row> {
    vec![
        rest("retry-after-negative", "is to be asked again in -5 seconds", |peer| busy(peer, "-5"))
            .unhealthy(Reason::HttpStatus),
        rest("retry-after-huge", "is to be asked again in 10^30 seconds", |peer| {
            busy(peer, "1000000000000000000000000000000")
        })
        .unhealthy(Reason::HttpStatus),
        rest("retry-after-garbage", "is to be asked again `soon`", |peer| busy(peer, "soon"))
            .unhealthy(Reason::HttpStatus),
        rest("retry-after-date", "is to be asked again in the year 9999", |peer| {
            busy(peer, "Fri, 31 Dec 9999 23:59:59 GMT")
        })
        .unhealthy(Reason::HttpStatus)
        .because("the probe judges what it was told and never waits"),
        modern("mcp-retry-after-huge", "is to be asked again in 136 years", |peer| busy(peer, "4294967296"))
            .unhealthy(Reason::HttpStatus),
    ]
}

/// This status line and a good rest.
fn line(peer: &mut Peer, line: &str) -> io::Result<()> {
    peer.request()?;
    peer.send(format!("{line}\r\nContent-Length: 2\r\n\r\nok"))
}

fn says(peer: &mut Peer, status: &str, headers: &[(&str, &str)]) -> io::Result<()> {
    loop {
        peer.request()?;
        peer.send(answer(status, headers, b""))?;
    }
}

fn busy(peer: &mut Peer, after: &str) -> io::Result<()> {
    says(peer, "503 Service Unavailable", &[("Retry-After", after)])
}
