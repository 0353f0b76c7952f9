//! Redirections that lead nowhere.

use std::io;

use plimsoll::finding::Reason;

use crate::kit::answers::answer;
use crate::kit::peer::Peer;
use crate::knobs::{follow, follow_none, follow_same_host};
use crate::row::{modern, rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = loops();
    rows.extend(places());
    rows
}

fn loops() -> Vec<Row> {
    vec![
        rest("redirect-to-itself", "redirects to the same URL", |peer| {
            each(peer, |peer, path| location(peer, "302 Found", path))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-in-a-circle", "redirects between two URLs", |peer| {
            each(peer, |peer, path| location(peer, "302 Found", if path == "/a" { "/b" } else { "/a" }))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-endless", "redirects to a new URL each time", |peer| {
            each(peer, |peer, path| location(peer, "302 Found", &format!("{path}x")))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-once-too-often", "redirects once more than is allowed", |peer| {
            each(peer, |peer, path| match path.len() {
                ..4 => location(peer, "302 Found", &format!("{path}x")),
                _ => peer.send(answer("200 OK", &[], b"ok")),
            })
        })
        .set(|target| follow(target, 2))
        .unhealthy(Reason::Redirect),
        rest("redirect-allowed", "redirects as often as is allowed", |peer| {
            each(peer, |peer, path| match path.len() {
                ..3 => location(peer, "302 Found", &format!("{path}x")),
                _ => peer.send(answer("200 OK", &[], b"ok")),
            })
        })
        .set(|target| follow(target, 2))
        .healthy(),
        rest("redirect-slowly", "redirects for ever, 300 ms each time", |peer| {
            each(peer, |peer, path| {
                std::thread::sleep(std::time::Duration::from_millis(300));
                location(peer, "302 Found", &format!("{path}x"))
            })
        })
        .set(|target| follow(target, 10))
        .deadline()
        .because("one deadline holds over all hops"),
        modern("mcp-redirect-in-a-circle", "redirects between two URLs with 307", |peer| {
            each(peer, |peer, path| {
                location(peer, "307 Temporary Redirect", if path == "/a" { "/b" } else { "/a" })
            })
        })
        .unhealthy(Reason::Redirect),
    ]
}

fn places() -> Vec<Row> {
    vec![
        rest("redirect-not-followed", "redirects, though none is allowed", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", "/elsewhere"))
        })
        .set(follow_none)
        .unhealthy(Reason::HttpStatus)
        .because("a redirect is the answer then, and its status is not among the expected ones"),
        rest("redirect-to-another-host", "redirects to another host", |peer| {
            each(peer, |peer, _| {
                let port = peer.port;
                location(peer, "302 Found", &format!("http://localhost:{port}/"))
            })
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-to-another-port", "redirects to another port of its host", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", "http://127.0.0.1:9/"))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect)
        .because("another port is another service, whatever the name"),
        rest("redirect-to-bad-url", "redirects to something that is no URL", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", "http://[::bad"))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-to-file", "redirects to a file", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", "file:///etc/passwd"))
        })
        .set(|target| follow(target, 10))
        .unhealthy(Reason::Redirect),
        rest("redirect-to-nowhere", "redirects without saying where to", |peer| {
            each(peer, |peer, _| peer.send(answer("302 Found", &[], b"")))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect),
        rest("redirect-to-nothing", "redirects with an empty `Location`", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", ""))
        })
        .set(follow_same_host)
        .unhealthy(Reason::Redirect)
        .because("an empty reference is the same URL again: a loop"),
        rest("redirect-to-huge-url", "redirects to a URL of 100 kB", |peer| {
            each(peer, |peer, _| location(peer, "302 Found", &format!("/{}", "x".repeat(100_000))))
        })
        .set(follow_same_host)
        .unhealthy(Reason::TooLarge),
    ]
}

fn each(peer: &mut Peer, serve: fn(&mut Peer, &str) -> io::Result<()>) -> io::Result<()> {
    loop {
        let request = peer.request()?;
        serve(peer, &request.path)?;
    }
}

fn location(peer: &mut Peer, status: &str, place: &str) -> io::Result<()> {
    peer.send(answer(status, &[("Location", place)], b""))
}
