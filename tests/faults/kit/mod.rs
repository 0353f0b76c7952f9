//! What the faults are made of: a server a fault, connections, and answers that are as they should
//! be, so that a fault differs from a good server in one thing only.

pub mod answers;
pub mod certificates;
pub mod mailbox;
pub mod mcp;
pub mod peer;
pub mod server;
