//! One netlink request: interface counters, at two thirds of the price of `/proc/net/dev`.

use std::io;

use super::descriptor::Kept;

/// `RTM_GETSTATS` and the bit of `IFLA_STATS_LINK_64` (`include/uapi/linux/{rtnetlink,if_link}.h`).
const GET_STATS: u16 = 94;
const LINK_64_BIT: u32 = 1;

/// A kept netlink socket in the network namespace of the thread that opened it.
#[derive(Debug)]
pub(crate) struct LinkStats {
    socket: Kept,
    sequence: u32,
}

/// `struct nlmsghdr` and `struct if_stats_msg`.
#[repr(C)]
struct Request {
    length: u32,
    kind: u16,
    flags: u16,
    sequence: u32,
    port: u32,
    family_and_padding: u32,
    index: u32,
    filter: u32,
}

impl LinkStats {
    pub(crate) fn open() -> io::Result<Self> {
        let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: takes and gives numbers.
        let number = unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE) };
        if number < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(LinkStats { socket: Kept::adopt(number)?, sequence: 0 })
    }

    /// Whether the socket is still the one that was opened.
    pub(crate) fn is_ours(&self) -> bool {
        self.socket.is_ours()
    }

    /// Asks for the counters of every interface; the answer comes by [`receive`](Self::receive),
    /// its messages numbered as returned.
    pub(crate) fn ask(&mut self) -> io::Result<u32> {
        self.sequence = self.sequence.wrapping_add(1);
        #[allow(clippy::cast_possible_truncation)] // 28.
        let request = Request {
            length: size_of::<Request>() as u32,
            kind: GET_STATS,
            flags: (libc::NLM_F_REQUEST | libc::NLM_F_DUMP) as u16,
            sequence: self.sequence,
            port: 0,
            family_and_padding: 0,
            index: 0,
            filter: LINK_64_BIT,
        };
        // SAFETY: the request is plain data of that size.
        let sent = unsafe {
            libc::send(
                self.socket.number(),
                (&raw const request).cast(),
                size_of::<Request>(),
                libc::MSG_NOSIGNAL,
            )
        };
        if usize::try_from(sent).is_ok_and(|sent| sent == size_of::<Request>()) {
            Ok(self.sequence)
        } else {
            Err(io::Error::last_os_error())
        }
    }

    /// One datagram of the answer. The kernel has it ready: this never waits. `buffer` must hold
    /// 8 KiB, the least the kernel fills.
    pub(crate) fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the buffer is valid for its length. MSG_TRUNC gives the true length.
        let read = unsafe {
            libc::recv(self.socket.number(), buffer.as_mut_ptr().cast(), buffer.len(), libc::MSG_TRUNC)
        };
        match usize::try_from(read) {
            Ok(read) if read <= buffer.len() => Ok(read),
            Ok(_) => Err(io::Error::from(io::ErrorKind::InvalidData)),
            Err(_) => Err(io::Error::last_os_error()),
        }
    }
}
