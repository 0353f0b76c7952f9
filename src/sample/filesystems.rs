//! Space of every mounted filesystem that holds data.

use super::cgroup::mounts::{mount, unescape};
use super::detail::{padded, unpadded};
use super::sampler::Sampler;
use crate::error::{Error, Result};
use crate::sys::file;
use crate::sys::mount::space_of;

/// Space and inodes of one mounted filesystem.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Filesystem {
    /// Where it is mounted, padded with NUL; cut at a character if longer than 255 bytes.
    pub mount_point: [u8; 256],
    /// Its type (`ext4`, `overlay`, ...), padded with NUL.
    pub kind: [u8; 16],
    /// Size in bytes.
    pub total_bytes: u64,
    /// Free bytes, with those reserved for root.
    pub free_bytes: u64,
    /// Free bytes an unprivileged process can use.
    pub available_bytes: u64,
    /// Inodes; 0 where the filesystem has no fixed number.
    pub inodes: u64,
    /// Free inodes.
    pub inodes_free: u64,
    /// Device number, `major << 20 | minor`; filesystems mounted twice are listed once.
    pub device: u64,
}

impl Default for Filesystem {
    fn default() -> Self {
        Filesystem {
            mount_point: [0; 256],
            kind: [0; 16],
            total_bytes: 0,
            free_bytes: 0,
            available_bytes: 0,
            inodes: 0,
            inodes_free: 0,
            device: 0,
        }
    }
}

impl Filesystem {
    /// Where it is mounted.
    #[must_use]
    pub fn mount_point(&self) -> &str {
        unpadded(&self.mount_point)
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> &str {
        unpadded(&self.kind)
    }
}

/// Types whose server may be gone: statvfs(3) would hang, in the caller's thread.
const REMOTE: [&str; 13] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ceph",
    "9p",
    "glusterfs",
    "lustre",
    "beegfs",
    "afs",
    "virtiofs",
    "autofs",
];

impl Sampler {
    /// Space of every mounted filesystem that has some, each device once, into `out` (cleared
    /// first). Left out: kernel filesystems without space, files that are mounted one by one
    /// (`/etc/hosts` in containers), and network filesystems, which could hang the caller.
    /// Allocates for every line of `mountinfo`: not for a loop at 100 Hz.
    ///
    /// # Errors
    ///
    /// If `/proc/self/mountinfo` cannot be read.
    pub fn filesystems(&mut self, out: &mut Vec<Filesystem>) -> Result<()> {
        out.clear();
        let (options, buffer) = self.parts();
        let path = options.roots.proc.join("self/mountinfo");
        let length =
            file::read_to_end(&path, buffer).map_err(|error| Error::os("cannot be read", &path, error))?;
        let mountinfo = &buffer[..length];
        for line in mountinfo.split(|byte| *byte == b'\n') {
            let Some(info) = mount(line) else { continue };
            if REMOTE.contains(&info.fs_type.as_str()) || info.fs_type.starts_with("fuse.") {
                continue;
            }
            let point = unescape(info.mount_point.as_os_str().as_encoded_bytes());
            let device = device_number(&info.majmin);
            if out.iter().any(|listed| listed.device == device) || !point.is_dir() {
                continue;
            }
            let Ok(space) = space_of(&point) else { continue };
            if space.total_bytes == 0 {
                continue;
            }
            let mount_point = padded(point.as_os_str().as_encoded_bytes());
            // A later mount on the same place hides the earlier one, whose space cannot be asked for.
            out.retain(|listed| listed.mount_point != mount_point);
            out.push(Filesystem {
                mount_point,
                kind: padded(info.fs_type.as_bytes()),
                total_bytes: space.total_bytes,
                free_bytes: space.free_bytes,
                available_bytes: space.available_bytes,
                inodes: space.inodes,
                inodes_free: space.inodes_free,
                device,
            });
        }
        Ok(())
    }
}

/// `254:0` as one number.
fn device_number(text: &str) -> u64 {
    let (major, minor) = text.split_once(':').unwrap_or((text, "0"));
    major.parse::<u64>().unwrap_or(0) << 20 | minor.parse::<u64>().unwrap_or(0)
}
