//! Certificates nobody should trust, and handshakes that fail.

use std::io;

use plimsoll::finding::Reason;

use crate::body::fine;
use crate::kit::answers::{answer, head};
use crate::kit::certificates::Flaw;
use crate::kit::mcp;
use crate::kit::peer::Peer;
use crate::row::{fault, Draft, Fault, Kind, Row};

/// A fatal alert: `protocol_version` (70), as servers send that speak TLS 1.1 at most or 1.4 at least.
const ALERT_VERSION: &[u8] = b"\x15\x03\x01\x00\x02\x02\x46";
/// A fatal alert: `handshake_failure` (40).
const ALERT_HANDSHAKE: &[u8] = b"\x15\x03\x03\x00\x02\x02\x28";

pub fn rows() -> Vec<Row> {
    let mut rows = certificates();
    rows.extend(handshakes());
    rows.extend(endings());
    rows
}

fn certificates() -> Vec<Row> {
    vec![
        shows("tls-good", "shows a good certificate", Flaw::None).healthy(),
        shows("tls-expired", "shows a certificate that has expired", Flaw::Expired)
            .unhealthy(Reason::TlsExpired),
        shows("tls-not-yet-valid", "shows a certificate that is valid from tomorrow", Flaw::NotYetValid)
            .unhealthy(Reason::TlsNotYetValid),
        shows("tls-wrong-host", "shows a certificate for another name", Flaw::OtherName)
            .unhealthy(Reason::TlsHostname),
        shows("tls-self-signed", "shows a certificate that it signed itself", Flaw::SelfSigned)
            .unhealthy(Reason::TlsUntrusted),
        shows("tls-unknown-issuer", "shows a certificate of an authority nobody knows", Flaw::UnknownIssuer)
            .unhealthy(Reason::TlsUntrusted),
        shows("tls-expires-soon", "shows a certificate that expires in three days", Flaw::ExpiresSoon)
            .degraded(Reason::TlsExpiresSoon),
        fault(
            "mcp-tls-expired",
            Kind::Modern,
            "shows a certificate that has expired",
            Fault::Tls(Flaw::Expired, |peer| mcp::discover(peer, |peer, call| peer.send(call.modern()))),
        )
        .unhealthy(Reason::TlsExpired),
    ]
}

fn handshakes() -> Vec<Row> {
    vec![
        bare("tls-too-old-alert", "speaks no TLS after 1.1, and says so by an alert", |peer| {
            peer.read_raw()?;
            peer.send(ALERT_VERSION)
        })
        .unhealthy(Reason::TlsVersion),
        bare("tls-too-old-hello", "chooses TLS 1.1", |peer| {
            peer.read_raw()?;
            peer.send(hello(0x02))?;
            peer.hang()
        })
        .unhealthy(Reason::TlsVersion),
        bare("tls-too-old-hello-1.0", "chooses TLS 1.0", |peer| {
            peer.read_raw()?;
            peer.send(hello(0x01))?;
            peer.hang()
        })
        .unhealthy(Reason::TlsVersion),
        bare("tls-refused", "refuses the handshake by an alert", |peer| {
            peer.read_raw()?;
            peer.send(ALERT_HANDSHAKE)
        })
        .unhealthy(Reason::TlsHandshake),
        bare("tls-plain", "speaks HTTP without TLS", |peer| {
            peer.read_raw()?;
            peer.send(answer("400 Bad Request", &[], b"speak up"))
        })
        .unhealthy(Reason::TlsHandshake),
        bare("tls-garbage", "answers the handshake with garbage without end", |peer| {
            peer.read_raw()?;
            peer.send_endlessly(b"garbage ")
        })
        .unhealthy(Reason::TlsHandshake),
        bare("tls-handshake-endless", "sends handshake messages without end", |peer| {
            peer.read_raw()?;
            // The head of a message of 16 MB, then records of what it is made of.
            peer.send(b"\x16\x03\x03\x00\x04\x02\xff\xff\xff")?;
            let mut record = b"\x16\x03\x03\x10\x00".to_vec();
            record.resize(5 + 0x1000, 0);
            peer.send_endlessly(&record)
        })
        .unhealthy(Reason::TlsHandshake),
        bare("tls-hang", "never answers the handshake", Peer::hang).deadline(),
        bare("tls-close", "closes at the handshake", |peer| peer.read_raw())
            .unhealthy(Reason::Closed)
            .because(
                "as a reset, it is often the doing of something in between; the message says where it came",
            ),
        bare("tls-reset", "resets at the handshake", |peer| {
            peer.read_raw()?;
            peer.reset()
        })
        .unhealthy(Reason::Reset)
        .because("it is often the doing of something in between; the message says where it came"),
        bare("mcp-tls-plain", "speaks HTTP without TLS", |peer| {
            peer.read_raw()?;
            peer.send(answer("400 Bad Request", &[], b"speak up"))
        })
        .of(Kind::Modern)
        .unhealthy(Reason::TlsHandshake),
    ]
}

fn endings() -> Vec<Row> {
    vec![
        tls("tls-headers-never", "completes the handshake and says nothing more", |peer| {
            peer.request()?;
            peer.hang()
        })
        .deadline(),
        tls("tls-close-after-request", "closes after the request", |peer| peer.request().map(drop))
            .unhealthy(Reason::Closed),
        tls("tls-body-endless", "sends a body without end", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Connection", "close")]))?;
            peer.send_endlessly(b"and more ")
        })
        .unhealthy(Reason::TooLarge),
        tls("tls-cut", "closes a body without length, without TLS's own word of farewell", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Connection", "close")]))?;
            peer.send("is this all?")
        })
        .unhealthy(Reason::Truncated)
        .because("RFC 9112, 9.8: without `close_notify` nobody knows whether it was all"),
        tls("tls-drip", "sends its headers at one byte a second", |peer| {
            peer.request()?;
            peer.drip(b"HTTP/1.1 200 OK\r\n")
        })
        .deadline(),
    ]
}

fn shows(id: &'static str, does: &'static str, flaw: Flaw) -> Draft {
    fault(id, Kind::Rest, does, Fault::Tls(flaw, fine))
}

fn tls(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::Rest, does, Fault::Tls(Flaw::None, serve))
}

fn bare(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::Rest, does, Fault::Bare(serve))
}

/// A ServerHello of TLS 1.`minor - 1`, with an old cipher suite and no extensions.
fn hello(minor: u8) -> Vec<u8> {
    let mut hello = vec![0x03, minor];
    hello.extend_from_slice(&[7; 32]); // random
    hello.push(0); // no session id
    hello.extend_from_slice(&[0xc0, 0x13]); // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    hello.push(0); // no compression
    let mut record = vec![0x16, 0x03, minor, 0, hello.len() as u8 + 4, 0x02, 0, 0, hello.len() as u8];
    record.extend_from_slice(&hello);
    record
}
