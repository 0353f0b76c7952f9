//! Bodies that come late, never end, or are not what their encoding says.

use std::io::{self, Write};

use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};
use plimsoll::finding::Reason;

use crate::kit::answers::{answer, head};
use crate::kit::peer::Peer;
use crate::row::{rest, Row};

const GZIP: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Content-Encoding", "gzip")];

pub fn rows() -> Vec<Row> {
    let mut rows = late();
    rows.extend(encoded());
    rows
}

fn late() -> Vec<Row> {
    vec![
        rest("body-never", "announces a body and sends none of it", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "100")]))?;
            peer.hang()
        })
        .deadline(),
        rest("body-stops", "stops in the middle of the body", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "100")]))?;
            peer.send("ten bytes!")?;
            peer.hang()
        })
        .deadline(),
        rest("body-drip", "sends its body at one byte a second", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Content-Length", "100")]))?;
            peer.drip(b"drip ")
        })
        .deadline(),
        rest("body-endless", "sends a body without length and without end", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Connection", "close")]))?;
            peer.send_endlessly(b"and more ")
        })
        .unhealthy(Reason::TooLarge),
        rest("body-never-closed", "sends a body without length, then leaves the connection open", |peer| {
            peer.request()?;
            peer.send(head("200 OK", &[("Connection", "close")]))?;
            peer.send("ok")?;
            peer.hang()
        })
        .deadline(),
        rest("body-with-204", "sends a body with `204 No Content`", |peer| {
            peer.request()?;
            peer.send(answer("204 No Content", &[], b"but some"))
        })
        .healthy()
        .because("RFC 9112, 6.3: the answer ends with its headers; what follows belongs to no answer"),
    ]
}

fn encoded() -> Vec<Row> {
    vec![
        rest("gzip-good", "sends a good gzip body", |peer| {
            peer.request()?;
            peer.send(answer("200 OK", GZIP, &gzip(b"ok")?))
        })
        .healthy(),
        rest("gzip-bomb", "sends gzip that unpacks to a thousand times its size, without end", |peer| {
            peer.request()?;
            peer.send(head("200 OK", GZIP))?;
            let (header, block) = bomb()?;
            peer.send(header)?;
            peer.send_endlessly(&block)
        })
        .unhealthy(Reason::TooLarge)
        .because("what counts is the size after unpacking"),
        rest("gzip-garbage", "says gzip and sends random bytes", |peer| {
            peer.request()?;
            let garbage: Vec<u8> =
                (0..500_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            peer.send(answer("200 OK", GZIP, &garbage))
        })
        .unhealthy(Reason::BadEncoding),
        rest("gzip-plain", "says gzip and sends plain text", |peer| {
            peer.request()?;
            peer.send(answer("200 OK", GZIP, b"this was never packed"))
        })
        .unhealthy(Reason::BadEncoding),
        rest("gzip-truncated", "sends half of a gzip stream, with the length of that half", |peer| {
            peer.request()?;
            let whole = gzip(&b"a text that is long enough to be cut ".repeat(20))?;
            peer.send(answer("200 OK", GZIP, &whole[..whole.len() / 2]))
        })
        .unhealthy(Reason::BadEncoding)
        .because("in HTTP the body is whole; it is the encoding that is not"),
        rest("gzip-cut-off", "closes in the middle of a gzip body", |peer| {
            peer.request()?;
            let whole = answer("200 OK", GZIP, &gzip(&b"a text that is long enough to be cut ".repeat(20))?);
            peer.send(&whole[..whole.len() - 20])
        })
        .unhealthy(Reason::Truncated)
        .because("the connection ended before the length that was said"),
        rest("gzip-bad-checksum", "sends gzip with a wrong checksum", |peer| {
            peer.request()?;
            let mut packed = gzip(b"some text")?;
            let at = packed.len() - 6;
            packed[at] ^= 0xff;
            peer.send(answer("200 OK", GZIP, &packed))
        })
        .unhealthy(Reason::BadEncoding),
        rest("gzip-empty", "says gzip and sends an empty body", |peer| {
            peer.request()?;
            peer.send(answer("200 OK", GZIP, b""))
        })
        .unhealthy(Reason::BadEncoding)
        .because("RFC 1952 knows no stream of no bytes"),
        rest("encoding-not-asked-for", "sends a body in brotli, which the probe does not accept", |peer| {
            peer.request()?;
            let headers = [("Content-Type", "text/plain"), ("Content-Encoding", "br")];
            peer.send(answer("200 OK", &headers, b"\x0b\x00\x80ok\x03"))
        })
        .unhealthy(Reason::BadEncoding)
        .because("a client that asked for gzip cannot read it"),
        rest("encoding-unknown", "names an encoding that does not exist", |peer| {
            peer.request()?;
            let headers = [("Content-Type", "text/plain"), ("Content-Encoding", "rot13")];
            peer.send(answer("200 OK", &headers, b"bx"))
        })
        .unhealthy(Reason::BadEncoding),
    ]
}

fn gzip(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text)?;
    encoder.finish()
}

/// The header of a gzip stream, and a block of it that stands for 1 MB of zeros and can be repeated
/// for ever: a full flush ends on a whole byte and looks back at nothing.
fn bomb() -> io::Result<(&'static [u8], Vec<u8>)> {
    let zeros = vec![0; 1_000_000];
    let mut block = Vec::with_capacity(8 * 1024);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(&zeros, &mut block, FlushCompress::Full).map_err(io::Error::other)?;
    Ok((b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", block))
}

/// For other files: nothing more to say than `ok`.
pub fn fine(peer: &mut Peer) -> io::Result<()> {
    loop {
        peer.request()?;
        peer.send(answer("200 OK", &[("Content-Type", "text/plain")], b"ok"))?;
    }
}
