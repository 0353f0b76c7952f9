//! The authorities that are trusted.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::CertificateDer;
use rustls::RootCertStore;

use crate::error::{Error, ErrorKind, Result};

/// Where distributions keep their bundle: Debian, Fedora, openSUSE, older Red Hat, Alpine and the BSDs' layout.
const BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The authorities of a PEM file; else the system's; else the Mozilla set that was built in, for containers that
/// have none. No environment variable is asked.
pub(super) fn load(file: Option<&Path>) -> Result<RootCertStore> {
    if let Some(path) = file {
        return match from_file(path)? {
            store if store.is_empty() => Err(Error::new(
                ErrorKind::Malformed,
                format!("{} holds no certificate in PEM", path.display()),
            )),
            store => Ok(store),
        };
    }
    for bundle in BUNDLES {
        if let Ok(store) = from_file(Path::new(bundle)) {
            if !store.is_empty() {
                return Ok(store);
            }
        }
    }
    Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
}

fn from_file(path: &Path) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    // Bundles hold certificates that `rustls` will not have; the others count.
    store.add_parsable_certificates(certificates(path)?);
    Ok(store)
}

/// The certificates of a PEM file.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let bytes = std::fs::read(path).map_err(|error| Error::os("cannot read the authorities", path, error))?;
    Ok(CertificateDer::pem_slice_iter(&bytes).filter_map(std::result::Result::ok).collect())
}
