//! `Content-Length` that lies or is no length.

use std::io;

use plimsoll::finding::Reason;

use crate::kit::answers::head;
use crate::kit::mcp;
use crate::kit::peer::Peer;
use crate::row::{modern, rest, Row};

pub fn rows() -> Vec<Row> {
    vec![
        rest("length-too-long", "says more bytes than it sends, then closes", |peer| says(peer, "100"))
            .unhealthy(Reason::Truncated),
        rest("length-too-short", "sends more bytes than it says", |peer| says(peer, "2")).healthy().because(
            "the answer is whole by its own words; what is left over costs the connection, not the verdict",
        ),
        modern("mcp-length-too-short", "says fewer bytes than its JSON has", |peer| {
            mcp::discover(peer, |peer, call| {
                let body = call.modern();
                let length = (body.len() / 2).to_string();
                peer.send(head("200 OK", &[mcp::JSON[0], ("Content-Length", &length)]))?;
                peer.send(body)
            })
        })
        .unhealthy(Reason::Protocol)
        .because("cut at the length it said, the JSON does not end"),
        modern("mcp-length-too-long", "says more bytes than its JSON has, then closes", |peer| {
            let call = mcp::Call::of(&peer.request()?);
            peer.send(head("200 OK", &[mcp::JSON[0], ("Content-Length", "5000")]))?;
            peer.send(call.modern())
        })
        .unhealthy(Reason::Truncated),
        rest("length-negative", "says a negative length", |peer| says(peer, "-6"))
            .unhealthy(Reason::Protocol),
        rest("length-signed", "says a length with a plus sign", |peer| says(peer, "+6"))
            .unhealthy(Reason::Protocol),
        rest("length-no-number", "says a length that is no number", |peer| says(peer, "six"))
            .unhealthy(Reason::Protocol),
        rest("length-hexadecimal", "says its length in hexadecimal", |peer| says(peer, "0x6"))
            .unhealthy(Reason::Protocol),
        rest("length-empty", "says a length of nothing at all", |peer| says(peer, ""))
            .unhealthy(Reason::Protocol),
        rest("length-beyond-64-bits", "says a length of 30 digits", |peer| {
            says(peer, "999999999999999999999999999999")
        })
        .unhealthy(Reason::Protocol),
        rest("length-huge", "says a length of a petabyte and sends six bytes", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "1000000000000000")]))?;
            peer.send("hello!")?;
            peer.hang()
        })
        .unhealthy(Reason::TooLarge)
        .because("what is announced beyond the cap need not be waited for"),
        rest("length-twice-different", "says two lengths that differ", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "6"), ("Content-Length", "5")]))?;
            peer.send("hello!")
        })
        .unhealthy(Reason::Protocol),
        rest("length-list-different", "says two lengths that differ in one header", |peer| {
            says(peer, "6, 5")
        })
        .unhealthy(Reason::Protocol),
        rest("length-twice-same", "says the same length twice", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "6"), ("Content-Length", "6")]))?;
            peer.send("hello!")
        })
        .healthy()
        .because("RFC 9112, 6.3 allows to take it as said once"),
        rest("length-and-chunks", "says a length and sends chunks", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "3"), ("Transfer-Encoding", "chunked")]))?;
            peer.send("6\r\nhello!\r\n0\r\n\r\n")
        })
        .healthy()
        .because("RFC 9112, 6.3: chunks override the length"),
    ]
}

/// Six bytes with this length, then the end.
fn says(peer: &mut Peer, length: &str) -> io::Result<()> {
    peer.request()?;
    peer.send(head("200 OK", &[("Content-Length", length)]))?;
    peer.send("hello!")
}
