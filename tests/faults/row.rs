//! One row of the table: a fault, and what an honest checker says of it.

use std::io;

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::Target;

use crate::kit::certificates::Flaw;
use crate::kit::peer::Peer;

/// How the server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Rest,
    /// Streamable HTTP of 2026-07-28.
    Modern,
    /// Streamable HTTP of 2025-11-25 and before, with sessions.
    Legacy,
    /// HTTP+SSE of 2024-11-05.
    OldSse,
    /// A command that speaks MCP on its standard input and output.
    Stdio,
}

impl Kind {
    /// As the page calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Rest => "REST",
            Kind::Modern => "MCP 2026",
            Kind::Legacy => "MCP 2025",
            Kind::OldSse => "MCP 2024 (HTTP+SSE)",
            Kind::Stdio => "MCP stdio",
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy)]
pub enum Fault {
    /// What a server does with each connection.
    Serve(fn(&mut Peer) -> io::Result<()>),
    /// The same behind TLS, with this certificate.
    Tls(Flaw, fn(&mut Peer) -> io::Result<()>),
    /// The same without TLS, though `https` is asked for.
    Bare(fn(&mut Peer) -> io::Result<()>),
    /// Nobody listens.
    Refuses,
    /// Nobody accepts.
    Silent,
    /// The queue of connections is full.
    Full,
    /// A script for `sh -c`, after the functions of `stdio.rs`.
    Script(&'static str),
    /// A command and its arguments.
    Command(&'static [&'static str]),
    /// A host's name, which the bed's name server treats by its own rule.
    Host(&'static str),
}

/// When the verdict is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// As soon as it is plain, well before the deadline.
    Before,
    /// At the deadline, since only time tells.
    AtDeadline,
    /// By the deadline; sooner depends on the kernel.
    Whenever,
}

/// A fault and its verdict.
#[derive(Clone, Copy)]
pub struct Row {
    pub id: &'static str,
    pub kind: Kind,
    /// What the server does, as a sentence without its subject.
    pub does: &'static str,
    pub fault: Fault,
    /// Options the fault needs.
    pub set: fn(&mut Target),
    pub status: Status,
    pub reason: Reason,
    pub ends: Ends,
    /// Why this verdict and not another that could be defended too; empty if there is none.
    pub why: &'static str,
}

/// A row on its way: the verdict is missing.
pub struct Draft {
    row: Row,
}

/// A fault without its verdict.
pub fn fault(id: &'static str, kind: Kind, does: &'static str, fault: Fault) -> Draft {
    let row = Row {
        id,
        kind,
        does,
        fault,
        set: |_| {},
        status: Status::Unhealthy,
        reason: Reason::Ok,
        ends: Ends::Before,
        why: "",
    };
    Draft { row }
}

/// A REST endpoint that does this with each connection.
pub fn rest(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::Rest, does, Fault::Serve(serve))
}

/// A modern MCP server.
pub fn modern(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::Modern, does, Fault::Serve(serve))
}

/// A legacy MCP server.
pub fn legacy(id: &'static str, does: &'static str, serve: fn(&mut Peer) -> io::Result<()>) -> Draft {
    fault(id, Kind::Legacy, does, Fault::Serve(serve))
}

impl Draft {
    /// Options the fault needs.
    pub fn set(mut self, set: fn(&mut Target)) -> Self {
        self.row.set = set;
        self
    }

    /// Asked in another way.
    pub fn of(mut self, kind: Kind) -> Self {
        self.row.kind = kind;
        self
    }

    pub fn healthy(self) -> Row {
        Row { status: Status::Healthy, reason: Reason::Ok, ..self.row }
    }

    pub fn degraded(self, reason: Reason) -> Row {
        Row { status: Status::Degraded, reason, ..self.row }
    }

    pub fn unhealthy(self, reason: Reason) -> Row {
        Row { status: Status::Unhealthy, reason, ..self.row }
    }

    /// Unhealthy because the deadline ran out.
    pub fn deadline(self) -> Row {
        self.unhealthy(Reason::Deadline).at_the_deadline()
    }
}

impl Row {
    pub fn at_the_deadline(self) -> Self {
        Self { ends: Ends::AtDeadline, ..self }
    }

    pub fn whenever(self) -> Self {
        Self { ends: Ends::Whenever, ..self }
    }

    /// Why this verdict and not another.
    pub fn because(self, why: &'static str) -> Self {
        Self { why, ..self }
    }
}
