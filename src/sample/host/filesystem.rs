//! Space and inodes of one filesystem: slow lane.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::fields::{Groups, Sample};
use crate::sample::slow::SlowLane;
use crate::sample::source::Reading;
use crate::sys::mount::{space, Space};

#[derive(Debug)]
pub(in crate::sample) struct HostFilesystem {
    path: PathBuf,
    c_path: CString,
    last: Option<Space>,
    reported: bool,
}

impl HostFilesystem {
    pub(in crate::sample) fn new(path: &Path) -> Self {
        HostFilesystem {
            path: path.to_path_buf(),
            // A path with a NUL names no file; statvfs will say so of the empty one.
            c_path: CString::new(path.as_os_str().as_bytes()).unwrap_or_default(),
            last: None,
            reported: false,
        }
    }

    pub(in crate::sample) fn read(
        &mut self,
        due: bool,
        slow: &SlowLane,
        now_ns: u64,
        reading: &mut Reading,
        sample: &mut Sample,
    ) {
        if due {
            self.last = match space(&self.c_path) {
                Ok(space) => Some(space),
                Err(error) => {
                    if !self.reported {
                        self.reported = true;
                        reading.problems.add(
                            &self.path,
                            Groups::FILESYSTEM,
                            &format!("statvfs failed: {error}"),
                        );
                    }
                    None
                }
            };
        }
        let Some(space) = self.last else { return };
        sample.set_filesystem_total_bytes(Some(space.total_bytes));
        sample.set_filesystem_free_bytes(Some(space.free_bytes));
        sample.set_filesystem_available_bytes(Some(space.available_bytes));
        sample.set_filesystem_inodes(Some(space.inodes));
        sample.set_filesystem_inodes_free(Some(space.inodes_free));
        sample.set_filesystem_age_seconds(Some(slow.age_seconds(now_ns)));
    }
}
