//! A port of the loopback interface with a fault behind it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::mailbox::Mailbox;
use super::peer::Peer;

/// What a server does with one connection.
pub type Serve = fn(&mut Peer) -> io::Result<()>;

/// A listening port. Its threads end with the process: they wait for connections.
pub struct Server {
    pub port: u16,
    /// Connections that are kept so that the fault lasts.
    _held: Vec<TcpStream>,
    /// Where nobody accepts.
    _listener: Option<TcpListener>,
}

impl Server {
    /// Serves every connection on a thread of its own.
    pub fn plain(serve: Serve) -> io::Result<Self> {
        Self::start(move |socket, mailbox| {
            let stream = socket.try_clone()?;
            run(Peer::new(Box::new(stream), socket, mailbox)?, serve)
        })
    }

    /// The same through TLS.
    pub fn tls(config: Arc<ServerConfig>, serve: Serve) -> io::Result<Self> {
        Self::start(move |socket, mailbox| {
            let connection = ServerConnection::new(config.clone()).map_err(io::Error::other)?;
            let stream = StreamOwned::new(connection, socket.try_clone()?);
            run(Peer::new(Box::new(stream), socket, mailbox)?, serve)
        })
    }

    /// A port on which nobody listens: the near end of a connection, so that no other program gets it.
    pub fn refusing() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let near = TcpStream::connect(listener.local_addr()?)?;
        Ok(Self { port: near.local_addr()?.port(), _held: vec![near], _listener: Some(listener) })
    }

    /// Nobody accepts, but the kernel completes the connection.
    pub fn silent() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self { port: listener.local_addr()?.port(), _held: Vec::new(), _listener: Some(listener) })
    }

    /// The queue of connections is full: the kernel drops whoever knocks.
    pub fn full() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        // SAFETY: a descriptor that is held; listening again changes the length of the queue.
        if unsafe { libc::listen(listener.as_raw_fd(), 0) } != 0 {
            return Err(io::Error::last_os_error());
        }
        let address = listener.local_addr()?;
        Ok(Self { port: address.port(), _held: fill(address)?, _listener: Some(listener) })
    }

    fn start(
        serve: impl Fn(TcpStream, Arc<Mailbox>) -> io::Result<()> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let serve = Arc::new(serve);
        thread::Builder::new().name(format!("port {port}")).spawn(move || {
            let mailbox = Arc::new(Mailbox::default());
            for socket in listener.incoming().flatten() {
                let (serve, mailbox) = (Arc::clone(&serve), Arc::clone(&mailbox));
                // An error is the prober's going away: the outcome of the probe is what is tested.
                thread::spawn(move || serve(socket, mailbox));
            }
        })?;
        Ok(Self { port, _held: Vec::new(), _listener: None })
    }
}

fn run(mut peer: Peer, serve: Serve) -> io::Result<()> {
    serve(&mut peer)?;
    peer.close();
    Ok(())
}

/// Connects until a connection no longer succeeds.
fn fill(address: SocketAddr) -> io::Result<Vec<TcpStream>> {
    let mut held = Vec::new();
    for _ in 0..64 {
        match TcpStream::connect_timeout(&address, std::time::Duration::from_millis(150)) {
            Ok(socket) => held.push(socket),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Ok(held),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("the queue of connections never filled"))
}
