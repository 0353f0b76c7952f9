//! A stream of events, however it is cut, gives the same events; its limits hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll::probe::readers::{Event, Excess, Parser, StreamLimits};

const LIMITS: StreamLimits = StreamLimits { line_bytes: 1024, event_bytes: 2048, events: 64 };

fuzz_target!(|bytes: &[u8]| {
    // The first byte says where the stream is cut.
    let Some((size, stream)) = bytes.split_first() else { return };
    let (whole, excess) = read(stream, stream.len().max(1));
    let cut = read(stream, usize::from(*size).max(1));
    assert_eq!((&whole, excess.is_some()), (&cut.0, cut.1.is_some()));
    assert!(whole.len() <= LIMITS.events);
    for event in &whole {
        assert!(!event.name.is_empty());
        // What is replaced takes three bytes for one.
        let most = LIMITS.event_bytes * if event.replaced { 3 } else { 1 };
        assert!(event.data.len() <= most);
        assert!(!event.data.contains('\r') && (!event.replaced || event.data.contains('\u{fffd}')));
    }
});

fn read(stream: &[u8], size: usize) -> (Vec<Event>, Option<Excess>) {
    let mut parser = Parser::new(LIMITS);
    let mut events = Vec::new();
    for part in stream.chunks(size) {
        let fed = parser.feed(part);
        events.extend(std::iter::from_fn(|| parser.next_event()));
        if let Err(excess) = fed {
            return (events, Some(excess));
        }
    }
    (events, None)
}
