//! The outermost connector: hands out what is kept, and takes back what `ureq` has done with.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};
use ureq::Error;

use super::authority::{self, Authority};
use super::books::Fit;
use super::Ledger;
use crate::net::exchange;

/// How long room for a connection is waited for outside of any exchange.
const USUAL_WAIT: Duration = Duration::from_secs(30);

/// Wraps the connectors that make connections.
#[derive(Debug)]
pub(in crate::net) struct PoolConnector<C> {
    pub(in crate::net) make: C,
    pub(in crate::net) ledger: Arc<Ledger>,
    /// The number of the agent: connections of another one fit no request of this.
    pub(in crate::net) agent: u32,
    pub(in crate::net) has_proxy: bool,
}

impl<C: Connector> Connector for PoolConnector<C> {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        // The proxy's connector comes back here for the connection to the proxy, which is a part of the one that is
        // counted.
        let is_to_proxy = self.has_proxy && details.config.proxy().is_none();
        let Some(host) = authority::of(details.uri).filter(|_| !is_to_proxy) else {
            return Ok(self.make.connect(details, chained)?.map(Transport::boxed));
        };
        let fit = Fit { agent: self.agent, tls: details.needs_tls() };
        if !exchange::wants_new() {
            if let Some(transport) = self.ledger.kept(&host, fit) {
                let slot = Slot { ledger: self.ledger.clone(), host, fit, is_settled: false };
                return Ok(Some(Box::new(Lent { transport, is_back: false, slot })));
            }
        }
        let deadline = exchange::with(|exchange| exchange.bounds.deadline);
        self.ledger.room(&host, deadline.unwrap_or_else(|| Instant::now() + USUAL_WAIT)).map_err(
            |failure| {
                exchange::fail(failure);
                Error::ConnectionFailed
            },
        )?;
        let slot = Slot { ledger: self.ledger.clone(), host, fit, is_settled: false };
        let Some(transport) = self.make.connect(details, chained)? else { return Ok(None) };
        self.ledger.made(&slot.host);
        Ok(Some(Box::new(Lent { transport: transport.boxed(), is_back: false, slot })))
    }
}

/// The place of one lent connection among those that are counted.
struct Slot {
    ledger: Arc<Ledger>,
    host: Authority,
    fit: Fit,
    is_settled: bool,
}

impl Drop for Slot {
    fn drop(&mut self) {
        if !self.is_settled {
            self.ledger.gone(&self.host);
        }
    }
}

/// A connection in `ureq`'s hands. `ureq` asks whether it is open when it could be used again, is told that it is not, and
/// drops it, without a look at what it keeps itself; one that it drops without asking cannot be used again.
struct Lent {
    /// Closed before the slot is given up.
    transport: Box<dyn Transport>,
    is_back: bool,
    slot: Slot,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.is_back {
            self.slot.is_settled = true;
            let transport = std::mem::replace(&mut self.transport, Box::new(()));
            self.slot.ledger.give_back(&self.slot.host, self.slot.fit, transport);
        }
    }
}

impl fmt::Debug for Lent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lent").field("host", &self.slot.host).finish_non_exhaustive()
    }
}

impl Transport for Lent {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.is_back = false;
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.is_back = false;
        self.transport.await_input(timeout)
    }

    /// What it really is, is looked at before it is lent again.
    fn is_open(&mut self) -> bool {
        self.is_back = true;
        false
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
