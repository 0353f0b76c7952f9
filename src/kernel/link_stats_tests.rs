use super::*;

/// A message of one interface whose counters are 100, 101, ...
fn message(kind: u16, sequence: u32, index: u32) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend((HEADER as u32 + STATS_HEADER as u32 + 4 + 25 * 8).to_ne_bytes());
    out.extend(kind.to_ne_bytes());
    out.extend(0u16.to_ne_bytes());
    out.extend(sequence.to_ne_bytes());
    out.extend(7u32.to_ne_bytes());
    out.extend([0; 4]);
    out.extend(index.to_ne_bytes());
    out.extend(1u32.to_ne_bytes());
    out.extend((4u16 + 25 * 8).to_ne_bytes());
    out.extend(LINK_64.to_ne_bytes());
    for word in 100u64..125 {
        out.extend(word.to_ne_bytes());
    }
    out
}

#[test]
fn reads_interfaces_and_skips_loopback_and_late_answers() {
    let mut bytes = message(NEW_STATS, 5, LOOPBACK);
    bytes.extend(message(NEW_STATS, 4, 2));
    bytes.extend(message(NEW_STATS, 5, 2));
    bytes.extend(message(DONE, 5, 0));
    let found: Vec<_> = messages(&bytes, 5).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], Message::Other);
    let Message::Counters(counters) = found[1] else { panic!("{found:?}") };
    assert_eq!((counters.rx_packets, counters.tx_bytes), (Some(100), Some(103)));
    assert_eq!(counters.rx_drops, Some(106 + 115));
    assert_eq!(found[2], Message::Done);
}

#[test]
fn every_cut_and_every_refusal_ends_the_reading() {
    let whole = message(NEW_STATS, 5, 2);
    for length in 1..whole.len() {
        assert_eq!(messages(&whole[..length], 5).last(), Some(Message::Refused), "cut at {length}");
    }
    assert_eq!(messages(&message(ERROR, 5, 2), 5).last(), Some(Message::Refused));
    let mut endless = whole.clone();
    endless[..4].copy_from_slice(&0u32.to_ne_bytes());
    assert_eq!(messages(&endless, 5).last(), Some(Message::Refused));
}
