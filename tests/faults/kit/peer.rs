//! One accepted connection, as a fault sees it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any probe of the table may take: a fault that waits for the prober to give up must
/// not give up first, and no thread may wait for ever.
const MOST: Duration = Duration::from_secs(15);

use super::mailbox::Mailbox;

/// Bytes both ways, plain or through TLS.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// One accepted connection.
pub struct Peer {
    stream: Box<dyn Stream>,
    /// The socket under `stream`.
    socket: TcpStream,
    /// What was read beyond the last request.
    rest: Vec<u8>,
    /// The port of the server.
    pub port: u16,
    /// What connections of this server say to each other.
    pub mailbox: Arc<Mailbox>,
}

/// One HTTP request.
pub struct Request {
    pub method: String,
    /// With the query.
    pub path: String,
    /// As sent, names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of that name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Peer {
    pub fn new(stream: Box<dyn Stream>, socket: TcpStream, mailbox: Arc<Mailbox>) -> io::Result<Self> {
        socket.set_read_timeout(Some(MOST))?;
        socket.set_write_timeout(Some(MOST))?;
        // A fault that drips must not be gathered up on its way.
        socket.set_nodelay(true)?;
        let port = socket.local_addr()?.port();
        Ok(Self { stream, socket, rest: Vec::new(), port, mailbox })
    }

    /// Reads one whole request.
    ///
    /// # Errors
    ///
    /// The prober is gone, or what it sent is no HTTP request.
    pub fn request(&mut self) -> io::Result<Request> {
        let end = loop {
            if let Some(at) = self.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read_more()?;
        };
        let head = String::from_utf8_lossy(&self.rest[..end]).into_owned();
        self.rest.drain(..end);
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(path)) = (words.next(), words.next()) else {
            return Err(io::Error::new(ErrorKind::InvalidData, "no request line"));
        };
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut request =
            Request { method: method.to_owned(), path: path.to_owned(), headers, body: Vec::new() };
        request.body = self.body(&request)?;
        Ok(request)
    }

    fn body(&mut self, request: &Request) -> io::Result<Vec<u8>> {
        if request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            return self.chunked_body();
        }
        let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
        self.take(length)
    }

    fn chunked_body(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(at) = self.rest.windows(2).position(|two| two == b"\r\n") {
                    break self.take(at + 2)?;
                }
                self.read_more()?;
            };
            let line = String::from_utf8_lossy(&line);
            let size = usize::from_str_radix(line.trim(), 16)
                .map_err(|_| io::Error::new(ErrorKind::InvalidData, "no chunk size"))?;
            let chunk = self.take(size + 2)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }

    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.rest.len() < length {
            self.read_more()?;
        }
        Ok(self.rest.drain(..length).collect())
    }

    fn read_more(&mut self) -> io::Result<()> {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            read => {
                self.rest.extend_from_slice(&buffer[..read]);
                Ok(())
            }
        }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())?;
        self.stream.flush()
    }

    /// Sends the same bytes until the prober goes away.
    pub fn send_endlessly(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = Instant::now() + MOST;
        let block = bytes.repeat((4096 / bytes.len()).max(1));
        while Instant::now() < end {
            self.send(&block)?;
        }
        Ok(())
    }

    /// Sends one byte a second until the prober goes away.
    pub fn drip(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = Instant::now() + MOST;
        for byte in bytes.iter().cycle() {
            if Instant::now() > end {
                break;
            }
            self.send([*byte])?;
            thread::sleep(Duration::from_secs(1));
        }
        Ok(())
    }

    /// Sends nothing and reads whatever comes, until the prober goes away.
    pub fn hang(&mut self) -> io::Result<()> {
        let end = Instant::now() + MOST;
        let mut buffer = [0; 4096];
        while Instant::now() < end && self.stream.read(&mut buffer)? > 0 {}
        Ok(())
    }

    /// Reads what has been sent to the socket itself, beneath any TLS: some bytes at least.
    pub fn read_raw(&mut self) -> io::Result<()> {
        self.socket.read(&mut [0; 16 * 1024]).map(drop)
    }

    /// Lets the connection be reset instead of closed when the fault returns, which it must do now.
    pub fn reset(&mut self) -> io::Result<()> {
        let linger = libc::linger { l_onoff: 1, l_linger: 0 };
        let size = libc::socklen_t::try_from(size_of::<libc::linger>()).unwrap_or(0);
        // SAFETY: a descriptor that this peer holds, and an option of the size that is named.
        let answer = unsafe {
            libc::setsockopt(
                self.socket.as_raw_fd(),
                libc::SOL_SOCKET,
                libc::SO_LINGER,
                (&raw const linger).cast(),
                size,
            )
        };
        if answer != 0 {
            return Err(io::Error::last_os_error());
        }
        // An error ends the fault without `close`.
        Err(ErrorKind::ConnectionReset.into())
    }

    /// Closes in good order: says that nothing more will come, then reads what the prober still
    /// sends. A bare close with something unread would be a reset.
    pub fn close(mut self) {
        let _ = self.socket.shutdown(Shutdown::Write);
        let _ = self.socket.set_read_timeout(Some(Duration::from_secs(3)));
        let mut buffer = [0; 4096];
        while self.socket.read(&mut buffer).is_ok_and(|read| read > 0) {}
    }
}
