//! The connector that puts TLS around a connection.

use std::io::{Read, Write};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rustls::pki_types::ServerName;
use rustls::{AlertDescription, CertificateError, ClientConfig, ClientConnection, StreamOwned};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, NextTimeout, Transport, TransportAdapter,
};
use ureq::Error;

use super::{client_config, words, Certificate, TlsOptions};
use crate::finding::Reason;
use crate::net::buffers::Growing;
use crate::net::exchange::{self, Facts};
use crate::net::Failure;

/// Reads the authorities when the first connection wants them: most targets of a loopback want none.
#[derive(Debug)]
pub(in crate::net) struct TlsConnector {
    options: TlsOptions,
    config: OnceLock<Result<Arc<ClientConfig>, Failure>>,
}

impl TlsConnector {
    pub(in crate::net) fn new(options: TlsOptions) -> Self {
        TlsConnector { options, config: OnceLock::new() }
    }

    fn config(&self) -> Result<Arc<ClientConfig>, Failure> {
        let read =
            || client_config(&self.options).map_err(|error| Failure::new(Reason::Config, error.to_string()));
        self.config.get_or_init(read).clone()
    }
}

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Either<In, TlsTransport>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(bare).map_err(|_| {
            exchange::fail(Failure::new(Reason::Config, format!("`{host}` can be no name in a certificate")));
            Error::Tls("no server name")
        })?;
        let begun = Instant::now();
        let first_byte = exchange::with(|exchange| exchange.facts.first_byte).flatten();
        let result = self.handshake(name.to_owned(), transport, details);
        exchange::with(|exchange| {
            Facts::spent(&mut exchange.facts.tls, begun.elapsed());
            // What came in the handshake was no answer to a request.
            exchange.facts.first_byte = first_byte;
            exchange.facts.ready();
        });
        result.map(|transport| Some(Either::B(transport)))
    }
}

impl TlsConnector {
    fn handshake<In: Transport>(
        &self,
        name: ServerName<'static>,
        transport: In,
        details: &ConnectionDetails,
    ) -> Result<TlsTransport, Error> {
        let config = self.config().map_err(|failure| {
            exchange::fail(failure);
            Error::Tls("no TLS configuration")
        })?;
        let mut connection = ClientConnection::new(config, name).map_err(|error| {
            exchange::fail(failure(&error));
            Error::Tls("no TLS connection")
        })?;
        let mut socket = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        socket.set_timeout(details.timeout);
        while connection.is_handshaking() {
            match connection.complete_io(&mut socket) {
                Ok((0, 0)) | Ok((_, 0)) if connection.is_handshaking() => {
                    exchange::fail(Failure::new(
                        Reason::Closed,
                        "the server closed the connection in the TLS handshake",
                    ));
                    return Err(Error::Tls("closed"));
                }
                Ok(_) => {}
                Err(error) => {
                    // In place of what the socket noted: this says where.
                    exchange::take_failure();
                    exchange::fail(handshake_failure(&error));
                    return Err(Error::Tls("the handshake failed"));
                }
            }
        }
        let buffers = Growing::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        let shown = connection.peer_certificates().and_then(|chain| chain.first());
        let certificate = shown.and_then(|der| Certificate::parse(der));
        Ok(TlsTransport { stream: StreamOwned::new(connection, socket), buffers, certificate })
    }
}

fn handshake_failure(error: &std::io::Error) -> Failure {
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return failure(tls);
    }
    let failure = Failure::from_io(error);
    let reason = match failure.reason {
        Reason::Truncated => Reason::Closed,
        Reason::BadEncoding | Reason::Protocol => Reason::TlsHandshake,
        reason => reason,
    };
    let during = "in the TLS handshake";
    match reason {
        Reason::Deadline => Failure::new(reason, format!("no answer {during} before the deadline")),
        Reason::Closed => Failure::new(reason, format!("the server closed the connection {during}")),
        _ => Failure::new(reason, format!("{} {during}", failure.message)),
    }
}

fn failure(error: &rustls::Error) -> Failure {
    use rustls::Error as E;
    let reason = match error {
        E::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Reason::TlsExpired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Reason::TlsNotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Reason::TlsHostname
            }
            _ => Reason::TlsUntrusted,
        },
        E::PeerIncompatible(_) | E::AlertReceived(AlertDescription::ProtocolVersion) => Reason::TlsVersion,
        _ => Reason::TlsHandshake,
    };
    Failure::new(reason, words::sentence(error))
}

/// Notes that a connection ended without TLS's own word of farewell, `close_notify`. Where an answer had begun, nobody
/// knows whether that was all of it (RFC 9112, 9.8), but `ureq` takes it for the end of a body without length.
fn cut(error: &std::io::Error) {
    let answered = exchange::with(|exchange| exchange.facts.answered).unwrap_or_default();
    if answered && error.kind() == std::io::ErrorKind::UnexpectedEof {
        let message = "the connection was closed in the answer, without the end that TLS asks for";
        exchange::fail(Failure::new(Reason::Truncated, message));
    }
}

pub(in crate::net) struct TlsTransport {
    stream: StreamOwned<ClientConnection, TransportAdapter>,
    buffers: Growing,
    /// What the server showed, now or when a TLS session began that was resumed: the verifier sees none of a check
    /// over a connection that was kept.
    certificate: Option<Certificate>,
}

impl std::fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.sock.set_timeout(timeout);
        exchange::with(|exchange| {
            let known = &mut exchange.facts.certificate;
            if known.is_none() {
                known.clone_from(&self.certificate);
            }
        });
        let output = &self.buffers.output()[..amount];
        exchange::beneath_tls(|| {
            self.stream.write_all(output)?;
            self.stream.flush()
        })?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.sock.set_timeout(timeout);
        let input = self.buffers.input_append_buf();
        let length = exchange::beneath_tls(|| self.stream.read(input)).inspect_err(cut)?;
        self.buffers.input_appended(length);
        exchange::with(|exchange| exchange.facts.answer(length));
        Ok(length > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
