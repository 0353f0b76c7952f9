//! Servers that fail before anything is asked.

use plimsoll::finding::Reason;

use crate::kit::peer::Peer;
use crate::row::{fault, modern, rest, Fault, Kind, Row};

pub fn rows() -> Vec<Row> {
    vec![
        fault("accept-refused", Kind::Rest, "listens on no such port", Fault::Refuses)
            .unhealthy(Reason::ConnectRefused),
        fault(
            "accept-full",
            Kind::Rest,
            "has a full queue of connections: the kernel drops whoever knocks",
            Fault::Full,
        )
        .unhealthy(Reason::ConnectTimeout)
        .at_the_deadline()
        .because("the deadline ran out while connecting: the narrower word says where"),
        fault("accept-hang", Kind::Rest, "never accepts; the kernel completes the connection", Fault::Silent)
            .deadline(),
        rest("accept-then-hang", "accepts and does nothing more", Peer::hang).deadline(),
        rest("accept-then-close", "accepts and closes in good order", |_| Ok(())).unhealthy(Reason::Closed),
        rest("accept-then-reset", "accepts and resets", Peer::reset).unhealthy(Reason::Reset),
        fault("mcp-accept-refused", Kind::Modern, "listens on no such port", Fault::Refuses)
            .unhealthy(Reason::ConnectRefused),
        fault(
            "mcp-accept-hang",
            Kind::Modern,
            "never accepts; the kernel completes the connection",
            Fault::Silent,
        )
        .deadline()
        .because("silence says nothing of the era, so no second one is tried"),
        modern("mcp-accept-then-close", "accepts and closes in good order", |_| Ok(()))
            .unhealthy(Reason::Closed),
        modern("mcp-accept-then-reset", "accepts and resets", Peer::reset).unhealthy(Reason::Reset),
    ]
}
