//! Streams of events: odd but right, endless, or wrong. And the transport of 2024, which is nothing
//! but events.

use std::io;
use std::thread;
use std::time::Duration;

use plimsoll::finding::Reason;
use serde_json::json;

use crate::kit::answers::answer;
use crate::kit::mcp::{self, discover, event, event_bytes, events, stream, two_channels, Call};
use crate::kit::peer::Peer;
use crate::row::{fault, modern, Draft, Fault, Kind, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = odd();
    rows.extend(noisy());
    rows.extend(endless());
    rows.extend(wrong());
    rows.extend(of_2024());
    rows
}

/// Right by the HTML standard, which defines the format.
fn odd() -> Vec<Row> {
    vec![
        modern("events-cr", "ends its lines with CR alone", |peer| {
            discover(peer, |peer, call| stream(peer, event(&call.modern()).replace('\n', "\r")))
        })
        .healthy(),
        modern("events-crlf-split", "ends its lines with CR LF, each half in a packet of its own", |peer| {
            discover(peer, |peer, call| {
                events(peer)?;
                for half in event(&call.modern()).replace('\n', "\r\u{1}\n").split('\u{1}') {
                    event_bytes(peer, half)?;
                    thread::sleep(Duration::from_millis(5));
                }
                peer.send(crate::kit::answers::LAST_CHUNK)
            })
        })
        .healthy(),
        modern("events-split-utf-8", "cuts its packets within letters", |peer| {
            discover(peer, |peer, call| {
                let text = event(&call.modern().replace("faults", "fäults ✓ 漢字 🜁"));
                events(peer)?;
                for part in text.as_bytes().chunks(1) {
                    event_bytes(peer, part)?;
                }
                peer.send(crate::kit::answers::LAST_CHUNK)
            })
        })
        .healthy(),
        modern("events-no-name", "leaves out the line `event:`", |peer| {
            discover(peer, |peer, call| stream(peer, format!("data: {}\n\n", call.modern())))
        })
        .healthy(),
        modern("events-no-space", "puts no space after the colon", |peer| {
            discover(peer, |peer, call| stream(peer, format!("event:message\ndata:{}\n\n", call.modern())))
        })
        .healthy(),
        modern("events-empty-first", "sends an event with empty data first", |peer| {
            discover(peer, |peer, call| {
                stream(peer, format!("id: 0\ndata:\nretry: 3000\n\n{}", event(&call.modern())))
            })
        })
        .healthy(),
        modern("events-id-last", "sends the id after the data", |peer| {
            discover(peer, |peer, call| stream(peer, format!("data: {}\nid: 7\n\n", call.modern())))
        })
        .healthy(),
        modern("events-many-lines", "spreads its JSON over many lines of data", |peer| {
            discover(peer, |peer, call| {
                let body = call.modern().replace(',', ",\ndata: ");
                stream(peer, format!("data: {body}\n\n"))
            })
        })
        .healthy(),
        modern("events-byte-order-mark", "starts its stream with a byte order mark", |peer| {
            discover(peer, |peer, call| stream(peer, format!("\u{feff}{}", event(&call.modern()))))
        })
        .healthy(),
        modern("events-type-with-charset", "writes its content type in capitals, with a charset", |peer| {
            discover(peer, |peer, call| {
                let body = event(&call.modern());
                peer.send(answer(
                    "200 OK",
                    &[("Content-Type", "Text/Event-Stream; charset=UTF-8")],
                    body.as_bytes(),
                ))
            })
        })
        .healthy(),
    ]
}

fn noisy() -> Vec<Row> {
    vec![
        modern(
            "events-noise-first",
            "sends comments, notifications and requests of its own before the answer",
            |peer| {
                discover(peer, |peer, call| {
                    let log = json!({"jsonrpc": "2.0", "method": "notifications/message",
                    "params": {"level": "info", "data": "starting"}});
                    let roots = json!({"jsonrpc": "2.0", "id": 0, "method": "roots/list"});
                    let same = json!({"jsonrpc": "2.0", "id": call.id, "method": "ping"});
                    let noise = [log, roots, same].map(|message| event(&message.to_string())).concat();
                    stream(peer, format!(": ping\n\nretry: 10\n\n{noise}{}", event(&call.modern())))
                })
            },
        )
        .healthy(),
        modern("events-no-end", "leaves the stream open after the answer", |peer| {
            discover(peer, |peer, call| {
                events(peer)?;
                event_bytes(peer, event(&call.modern()))?;
                peer.hang()
            })
        })
        .healthy(),
        modern("events-chatter-after", "chatters without end after the answer", |peer| {
            discover(peer, |peer, call| {
                events(peer)?;
                event_bytes(peer, event(&call.modern()))?;
                peer.send_endlessly(b"8\r\n: ping\n\n\r\n")
            })
        })
        .healthy(),
        modern("events-answer-twice", "sends its answer twice", |peer| {
            discover(peer, |peer, call| stream(peer, event(&call.modern()).repeat(2)))
        })
        .healthy()
        .because("the first one is right, and a probe does not read on"),
    ]
}

fn endless() -> Vec<Row> {
    vec![
        modern("events-never", "opens a stream and sends nothing", |peer| {
            discover(peer, |peer, _| {
                events(peer)?;
                peer.hang()
            })
        })
        .deadline(),
        modern("events-never-but-pings", "sends a comment now and then, and no answer", |peer| {
            discover(peer, |peer, _| {
                events(peer)?;
                for _ in 0..40 {
                    event_bytes(peer, ": ping\n\n")?;
                    thread::sleep(Duration::from_millis(100));
                }
                Ok(())
            })
        })
        .deadline(),
        modern("events-endless-notifications", "sends notifications without end", |peer| {
            discover(peer, |peer, _| {
                let note = event(r#"{"jsonrpc":"2.0","method":"notifications/progress"}"#);
                endlessly(peer, "", &note)
            })
        })
        .unhealthy(Reason::TooLarge),
        modern("events-endless-comments", "sends comments without end", |peer| {
            discover(peer, |peer, _| endlessly(peer, "", ": ping\n\n"))
        })
        .unhealthy(Reason::TooLarge),
        modern("events-endless-newlines", "sends empty lines without end", |peer| {
            discover(peer, |peer, _| endlessly(peer, "", "\n\n\n\n"))
        })
        .unhealthy(Reason::TooLarge),
        modern("events-endless-line", "sends one line that never ends", |peer| {
            discover(peer, |peer, _| endlessly(peer, "data: ", "and more"))
        })
        .unhealthy(Reason::TooLarge),
        modern("events-endless-event", "sends lines of data without end, all of one event", |peer| {
            discover(peer, |peer, _| endlessly(peer, "", "data: more\n"))
        })
        .unhealthy(Reason::TooLarge),
        modern("events-endless-comment", "sends one comment that never ends", |peer| {
            discover(peer, |peer, _| endlessly(peer, ":", "and more"))
        })
        .unhealthy(Reason::TooLarge),
    ]
}

fn wrong() -> Vec<Row> {
    vec![
        modern("events-no-json", "sends an event that is no JSON", |peer| {
            discover(peer, |peer, _| stream(peer, event("hello")))
        })
        .unhealthy(Reason::Protocol),
        modern("events-not-utf-8", "sends an answer in Latin-1", |peer| {
            discover(peer, |peer, call| {
                let text = event(&call.modern().replace("faults", "f?ults")).into_bytes();
                let text: Vec<u8> = text.into_iter().map(|b| if b == b'?' { 0xe4 } else { b }).collect();
                stream(peer, text)
            })
        })
        .unhealthy(Reason::Protocol)
        .because("the transport asks for UTF-8; to replace the letter would hide that the server breaks it"),
        modern("events-wrong-id", "answers with another id and ends the stream", |peer| {
            discover(peer, |peer, call| {
                let wrong = Call { id: json!(4_711), method: call.method.clone(), params: json!({}) };
                stream(peer, event(&wrong.modern()))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("events-as-json", "sends events and calls them JSON", |peer| {
            discover(peer, |peer, call| {
                peer.send(answer("200 OK", mcp::JSON, event(&call.modern()).as_bytes()))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("json-as-events", "sends JSON and calls it events", |peer| {
            discover(peer, |peer, call| stream(peer, call.modern()))
        })
        .unhealthy(Reason::Closed)
        .because(
            "a line of JSON is a field nobody knows, which the format says to pass over: no event ever came",
        ),
    ]
}

fn of_2024() -> Vec<Row> {
    vec![
        old("2024-good", "sends its endpoint, and its answers on the stream", |peer| {
            two_channels(peer, |peer, call| event_bytes(peer, event(&call.legacy())))
        })
        .healthy(),
        old("2024-no-endpoint", "never sends its endpoint", |peer| {
            only_get(peer, |peer| {
                events(peer)?;
                peer.hang()
            })
        })
        .deadline(),
        old("2024-endpoint-endless", "sends pings instead of its endpoint, without end", |peer| {
            only_get(peer, |peer| endlessly(peer, "", ": ping\n\n"))
        })
        .unhealthy(Reason::TooLarge),
        old("2024-closes-first", "ends the stream before its endpoint", |peer| {
            only_get(peer, |peer| stream(peer, ": bye\n\n"))
        })
        .unhealthy(Reason::Closed),
        old("2024-endpoint-elsewhere", "sends an endpoint on another host", |peer| {
            only_get(peer, |peer| {
                events(peer)?;
                event_bytes(peer, "event: endpoint\ndata: http://192.0.2.1/steal\n\n")?;
                peer.hang()
            })
        })
        .unhealthy(Reason::Protocol)
        .because("what is meant for one host, credentials above all, is never sent to another"),
        old("2024-endpoint-bad", "sends an endpoint that is no URL", |peer| {
            only_get(peer, |peer| {
                events(peer)?;
                event_bytes(peer, "event: endpoint\ndata: http://[::bad\n\n")?;
                peer.hang()
            })
        })
        .unhealthy(Reason::Protocol),
        old("2024-answer-never", "accepts the request and never answers on the stream", |peer| {
            two_channels(peer, |_, _| Ok(()))
        })
        .deadline(),
    ]
}

fn old(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::OldSse, does, Fault::Serve(serve))
}

/// A chunked stream of `start` and then `more` for ever.
fn endlessly(peer: &mut Peer, start: &str, more: &str) -> io::Result<()> {
    events(peer)?;
    if !start.is_empty() {
        event_bytes(peer, start)?;
    }
    let block = crate::kit::answers::chunk(more.repeat(4096 / more.len()).as_bytes());
    peer.send_endlessly(&block)
}

/// Knows no POST: whoever sends one is to try `GET`.
fn only_get(peer: &mut Peer, serve: fn(&mut Peer) -> io::Result<()>) -> io::Result<()> {
    loop {
        match peer.request()?.method.as_str() {
            "GET" => serve(peer)?,
            _ => peer.send(answer("405 Method Not Allowed", &[("Allow", "GET")], b""))?,
        }
    }
}
