//! Answers to RTM_GETSTATS, the netlink request for interface counters (`net/core/rtnetlink.c`,
//! `include/uapi/linux/if_link.h`). Since Linux 4.7.

use super::proc::net_dev::Interface;

/// `NLMSG_ERROR`, `NLMSG_DONE` and `RTM_NEWSTATS`.
const ERROR: u16 = 2;
const DONE: u16 = 3;
const NEW_STATS: u16 = 92;
/// `IFLA_STATS_LINK_64`.
const LINK_64: u16 = 1;
/// Loopback has this index in every network namespace (`include/net/net_namespace.h`).
const LOOPBACK: u32 = 1;

/// What one message told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Message {
    /// Counters of an interface that is not loopback.
    Counters(Interface),
    /// Something else, of no interest.
    Other,
    /// The end of the answer.
    Done,
    /// The kernel refuses, or the message makes no sense.
    Refused,
}

/// Reads the messages of one datagram that answer request number `sequence`.
pub fn messages(bytes: &[u8], sequence: u32) -> impl Iterator<Item = Message> + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let Some(length) = u32_at(rest, 0).and_then(|length| usize::try_from(length).ok()) else {
                rest = &[];
                return Some(Message::Refused);
            };
            let Some(message) = rest.get(..length).filter(|message| message.len() >= HEADER) else {
                rest = &[];
                return Some(Message::Refused);
            };
            rest = rest.get(aligned(length)..).unwrap_or(&[]);
            // A late answer to an earlier request.
            if u32_at(message, 8) == Some(sequence) {
                return Some(one(message));
            }
        }
        None
    })
}

/// `struct nlmsghdr`: length (4), type (2), flags (2), sequence (4), port (4).
const HEADER: usize = 16;
/// `struct if_stats_msg`: family and padding (4), interface index (4), filter (4).
const STATS_HEADER: usize = 12;

fn one(message: &[u8]) -> Message {
    match u16_at(message, 4) {
        Some(DONE) => Message::Done,
        Some(NEW_STATS) => match u32_at(message, HEADER.saturating_add(4)) {
            Some(LOOPBACK) => Message::Other,
            Some(_) => message
                .get(HEADER.saturating_add(STATS_HEADER)..)
                .and_then(counters)
                .map_or(Message::Refused, Message::Counters),
            None => Message::Refused,
        },
        Some(ERROR) | None => Message::Refused,
        Some(_) => Message::Other,
    }
}

/// Finds `struct rtnl_link_stats64` among the attributes.
fn counters(mut attributes: &[u8]) -> Option<Interface> {
    loop {
        let length = usize::from(u16_at(attributes, 0)?);
        let attribute = attributes.get(4..length)?;
        if u16_at(attributes, 2)? == LINK_64 {
            let word = |index: usize| u64_at(attribute, index.checked_mul(8)?);
            return Some(Interface {
                rx_packets: word(0),
                tx_packets: word(1),
                rx_bytes: word(2),
                tx_bytes: word(3),
                rx_errors: word(4),
                tx_errors: word(5),
                // /proc/net/dev adds what the driver missed to what was dropped (net/core/net-procfs.c).
                rx_drops: word(6)?.checked_add(word(15)?),
                tx_drops: word(7),
            });
        }
        attributes = attributes.get(aligned(length)..)?;
    }
}

/// Messages and attributes begin at multiples of four bytes.
fn aligned(length: usize) -> usize {
    length.saturating_add(3) & !3
}

fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(*bytes.get(offset..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(*bytes.get(offset..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    Some(u64::from_ne_bytes(*bytes.get(offset..)?.first_chunk()?))
}

#[cfg(test)]
#[path = "link_stats_tests.rs"]
mod tests;
