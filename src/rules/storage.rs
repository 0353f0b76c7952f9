//! Space and inodes of the filesystem.

use super::table::{DISK_SPACE, INODES};
use super::view::View;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::units::Bytes;
use crate::usage;

pub(super) fn judge(view: &View, found: &mut Vec<Finding>) {
    found.extend(space(view));
    found.extend(inodes(view));
}

fn space(view: &View) -> Option<Finding> {
    let share = usage::filesystem_used_ratio(view.sample);
    let mut finding = DISK_SPACE.finding(DISK_SPACE.judge(share)?, share?);
    let mount = &view.context.filesystem;
    finding.title = format!("The filesystem of {mount} is {} full", quantity(share?, Unit::Ratio));
    finding.description = match view.sample.filesystem_available_bytes() {
        Some(free) => format!("{} are left for unprivileged processes.", Bytes(free)),
        None => String::new(),
    };
    finding.impact = "When it is full, writes fail: logs, temporary files, databases.".to_owned();
    finding.recommendations.push(format!(
        "Find what fills it (du -xh --max-depth=2 {mount} | sort -h), rotate logs and remove temporary files; or \
         enlarge the volume."
    ));
    view.prove(
        &mut finding,
        &["filesystem_total_bytes", "filesystem_available_bytes", "filesystem_used_ratio"],
    );
    Some(finding)
}

fn inodes(view: &View) -> Option<Finding> {
    let share = usage::filesystem_inodes_ratio(view.sample);
    let mut finding = INODES.finding(INODES.judge(share)?, share?);
    let mount = &view.context.filesystem;
    finding.title =
        format!("The filesystem of {mount} has used {} of its inodes", quantity(share?, Unit::Ratio));
    finding.description = match view.sample.filesystem_inodes_free() {
        Some(free) => format!("{free} files can still be made, however much space is left."),
        None => String::new(),
    };
    finding.impact = "When none is left, no file can be made although space is free.".to_owned();
    finding.recommendations.push(format!(
        "Find the directory with the many small files (du --inodes -x --max-depth=3 {mount} | sort -n) and clean it; \
         the number of inodes is fixed when the filesystem is made."
    ));
    view.prove(
        &mut finding,
        &["filesystem_inodes", "filesystem_inodes_free", "filesystem_inodes_used_ratio"],
    );
    Some(finding)
}
