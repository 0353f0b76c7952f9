//! A server that shows a certificate of its own making, which the target names as what it trusts.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Outcome, Target};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::context;

/// As `openssl req -x509` makes them: an authority, and the server's own certificate at once.
fn probed(name: &str, days: u32, trusted: bool) -> Outcome {
    let day = Duration::from_secs(86_400);
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "mine");
    params.not_before = (SystemTime::now() - 30 * day).into();
    params.not_after = (SystemTime::now() - day + days * day).into();
    let key = KeyPair::generate().expect("a key");
    let certificate = params.self_signed(&key).expect("a certificate");
    let roots = Pem::new(name, days, &certificate.pem());

    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.expect("versions").with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).expect("a pair"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut stream = StreamOwned::new(ServerConnection::new(config).expect("TLS"), stream);
        // A client that trusts nobody leaves.
        if stream.read(&mut [0; 4096]).is_ok() {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let mut target = Target::rest("test", format!("https://127.0.0.1:{port}/"));
    target.tls.roots = trusted.then(|| roots.0.clone());
    probe(&context(), &target)
}

struct Pem(PathBuf);

impl Pem {
    fn new(name: &str, days: u32, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-tls-{}-{name}-{days}", std::process::id()));
        std::fs::write(&path, text).expect("a file");
        Pem(path)
    }
}

impl Drop for Pem {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_certificate_of_ones_own_is_trusted_where_it_is_named() {
    let outcome = probed("127.0.0.1", 365, true);
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    let told = |outcome: Outcome, reason, words: &str| {
        assert_eq!(outcome.reason, reason, "{}", outcome.message);
        assert!(outcome.message.contains(words), "{}", outcome.message);
    };
    told(probed("127.0.0.1", 366, false), Reason::TlsUntrusted, "self-signed");
    told(probed("elsewhere.example", 365, true), Reason::TlsHostname, "for ");
    told(probed("127.0.0.1", 0, true), Reason::TlsExpired, "expired");
    assert_eq!(probed("127.0.0.1", 5, true).reason, Reason::TlsExpiresSoon);
}
