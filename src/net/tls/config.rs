//! From [`TlsOptions`] to what `rustls` takes.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::ClientConfig;

use super::verifier::Verifier;
use super::{roots, TlsOptions};
use crate::error::{Error, ErrorKind, Result};

/// Reads the files that the options name.
pub(in crate::net) fn client_config(options: &TlsOptions) -> Result<Arc<ClientConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let pinned = match &options.roots {
        Some(path) if options.verify => roots::certificates(path)?,
        _ => Vec::new(),
    };
    let inner = if options.verify {
        let roots = Arc::new(roots::load(options.roots.as_deref())?);
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build();
        Some(verifier.map_err(|error| malformed("the authorities cannot be used", &error))?)
    } else {
        None
    };
    let verifier = Arc::new(Verifier { inner, pinned, provider: provider.clone() });
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| malformed("TLS 1.2 and 1.3 cannot be used", &error))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let config = match (&options.client_certificate, &options.client_key) {
        (None, None) => builder.with_no_client_auth(),
        (Some(chain), Some(key)) => {
            let certificates = CertificateDer::pem_file_iter(chain)
                .and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>)
                .map_err(|error| malformed(&format!("no certificate in {}", chain.display()), &error))?;
            // What is in the file is a secret: only its path is told.
            let key_der = PrivateKeyDer::from_pem_file(key).map_err(|_| {
                Error::new(ErrorKind::Malformed, format!("no private key in PEM in {}", key.display()))
            })?;
            builder
                .with_client_auth_cert(certificates, key_der)
                .map_err(|error| malformed("certificate and key of the client do not fit", &error))?
        }
        _ => {
            return Err(Error::new(
                ErrorKind::InvalidArgument,
                "a client certificate needs both `client_certificate` and `client_key`",
            ));
        }
    };
    Ok(Arc::new(config))
}

fn malformed(what: &str, error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Malformed, format!("{what}: {error}"))
}
