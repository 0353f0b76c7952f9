//! Names that lead nowhere, and the name server that says so or is silent.

use std::io;
use std::net::{Ipv4Addr, UdpSocket};
use std::thread;
use std::time::Duration;

use plimsoll::finding::Reason;

use crate::row::{fault, Draft, Fault, Kind, Row};

pub fn rows() -> Vec<Row> {
    vec![
        host("dns-good", Kind::Rest, "has a name that leads to it", "good.test").healthy(),
        host("dns-slow", Kind::Rest, "has a name whose address takes 300 ms to come", "slow.test").healthy(),
        host("dns-absent", Kind::Rest, "has a name that does not exist", "absent.test").unhealthy(Reason::Dns),
        host("dns-empty", Kind::Rest, "has a name without an address", "empty.test").unhealthy(Reason::Dns),
        host("dns-silent", Kind::Rest, "has a name server that never answers", "silent.test")
            .unhealthy(Reason::DnsTimeout)
            .at_the_deadline()
            .because("the deadline ran out while looking up the name: the narrower word says where"),
        host("dns-failing", Kind::Rest, "has a name server that fails (SERVFAIL)", "failing.test")
            .unhealthy(Reason::DnsTimeout)
            .because("getaddrinfo says the same to both: the name server gave no answer that says anything of the name"),
        host("dns-garbage", Kind::Rest, "has a name server that sends garbage", "garbage.test")
            .unhealthy(Reason::DnsTimeout)
            .at_the_deadline()
            .because("the system's resolver passes over what is no answer and goes on waiting"),
        host("mcp-dns-absent", Kind::Modern, "has a name that does not exist", "absent-too.test")
            .unhealthy(Reason::Dns),
        host("mcp-dns-silent", Kind::Modern, "has a name server that never answers", "silent-too.test")
            .unhealthy(Reason::DnsTimeout)
            .at_the_deadline(),
    ]
}

fn host(id: &'static str, kind: Kind, does: &'static str, name: &'static str) -> Draft {
    fault(id, kind, does, Fault::Host(name))
}

/// Serves names at 127.0.0.1, port 53, until the process ends. What it does follows from the name.
pub fn serve_names() -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 53))?;
    thread::Builder::new().name("name server".to_owned()).spawn(move || {
        let mut query = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut query) {
            let answers = answer(&query[..length]);
            let Some(answer) = answers else { continue };
            let wait = if name(&query[..length]).starts_with("slow") { 300 } else { 0 };
            let Ok(socket) = socket.try_clone() else { continue };
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(wait));
                // A prober that is gone needs no answer.
                let _ = socket.send_to(&answer, from);
            });
        }
    })?;
    Ok(())
}

/// The name asked for, without its last label.
fn name(query: &[u8]) -> String {
    let length = query.get(12).copied().map_or(0, usize::from);
    String::from_utf8_lossy(query.get(13..13 + length).unwrap_or_default()).into_owned()
}

/// `None` is silence.
fn answer(query: &[u8]) -> Option<Vec<u8>> {
    let name = name(query);
    let (code, found) = match name.split('-').next().unwrap_or_default() {
        "good" | "slow" => (0, true),
        "empty" => (0, false),
        "failing" => (2, false),
        "absent" => (3, false),
        "garbage" => return Some(vec![0x5a; 40]),
        _ => return None,
    };
    // The question: labels up to an empty one, type and class.
    let end = 12 + query.get(12..)?.iter().position(|byte| *byte == 0)? + 5;
    let question = query.get(12..end)?;
    let address_wanted = question[question.len() - 4..] == [0, 1, 0, 1];
    let count = u8::from(found && address_wanted);
    let mut answer = query.get(..2)?.to_vec();
    answer.extend_from_slice(&[0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend_from_slice(question);
    if count > 0 {
        // A pointer to the name, type A, class IN, 60 s, four bytes.
        answer.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    }
    Some(answer)
}
