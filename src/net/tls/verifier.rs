//! Verification as `rustls` does it, with the certificate kept: its expiry is wanted also where it is refused.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_name, WebPkiServerVerifier};
use rustls::crypto::{verify_tls12_signature, verify_tls13_signature, CryptoProvider};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::Certificate;
use crate::net::exchange;

/// Notes the certificate of this thread's exchange, and asks the real verifier, if there is to be one.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) inner: Option<Arc<WebPkiServerVerifier>>,
    /// What the target's own file of authorities holds. A server may show one of these itself: `openssl req -x509`
    /// makes an authority, which `webpki` takes for no server.
    pub(super) pinned: Vec<CertificateDer<'static>>,
    pub(super) provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let certificate = Certificate::parse(end_entity);
        let validity =
            certificate.as_ref().map(|certificate| (certificate.not_before, certificate.not_after));
        exchange::with(|exchange| exchange.facts.certificate = certificate);
        match &self.inner {
            Some(_) if self.pinned.iter().any(|pinned| pinned == end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                match validity {
                    Some((_, end)) if end < now.as_secs() => Err(CertificateError::Expired.into()),
                    Some((start, _)) if now.as_secs() < start => Err(CertificateError::NotValidYet.into()),
                    Some(_) => Ok(ServerCertVerified::assertion()),
                    None => Err(CertificateError::BadEncoding.into()),
                }
            }
            Some(inner) => {
                inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
