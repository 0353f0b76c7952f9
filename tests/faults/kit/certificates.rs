//! Certificates made for the run: an authority of our own and what it signed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::ServerConfig;

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing: good for a year.
    None,
    Expired,
    NotYetValid,
    /// For a name nobody asked for.
    OtherName,
    /// Signed by itself.
    SelfSigned,
    /// Signed by an authority nobody knows.
    UnknownIssuer,
    /// Good for three more days.
    ExpiresSoon,
}

/// The authority that the prober trusts, and another one.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    stranger: Issuer<'static, KeyPair>,
    roots: PathBuf,
}

impl Authority {
    /// Makes the authority and writes its certificate below `directory`.
    pub fn new(directory: &Path) -> io::Result<Self> {
        let (issuer, pem) = authority("The tests' authority")?;
        let (stranger, _) = authority("Somebody's authority")?;
        let roots = directory.join("roots.pem");
        std::fs::write(&roots, pem)?;
        Ok(Self { issuer, stranger, roots })
    }

    /// A PEM file with the certificate that is to be trusted.
    pub fn roots(&self) -> &Path {
        &self.roots
    }

    /// A server that shows a certificate for 127.0.0.1 with this flaw.
    pub fn config(&self, flaw: Flaw) -> io::Result<Arc<ServerConfig>> {
        let day = Duration::from_secs(24 * 60 * 60);
        let now = SystemTime::now();
        let (from, until) = match flaw {
            Flaw::Expired => (now - 30 * day, now - day),
            Flaw::NotYetValid => (now + day, now + 30 * day),
            Flaw::ExpiresSoon => (now - 30 * day, now + 3 * day),
            _ => (now - day, now + 365 * day),
        };
        let name = if flaw == Flaw::OtherName { "elsewhere.example" } else { "127.0.0.1" };
        let mut params = CertificateParams::new(vec![name.to_owned()]).map_err(io::Error::other)?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = from.into();
        params.not_after = until.into();
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = match flaw {
            Flaw::SelfSigned => params.self_signed(&key),
            Flaw::UnknownIssuer => params.signed_by(&key, &self.stranger),
            _ => params.signed_by(&key, &self.issuer),
        };
        let certificate = certificate.map_err(io::Error::other)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key)
            })
            .map(Arc::new)
            .map_err(io::Error::other)
    }
}

fn authority(name: &str) -> io::Result<(Issuer<'static, KeyPair>, String)> {
    let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let pem = params.self_signed(&key).map_err(io::Error::other)?.pem();
    Ok((Issuer::new(params, key), pem))
}
