//! Space and inodes of the filesystem.

use super::beyond;
use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::view::View;
use crate::units::Bytes;

pub(super) fn space(view: &View, raised: &Raised, finding: &mut Finding) {
    let mount = &view.context.filesystem;
    finding.title = format!("The filesystem of {mount} is {} full", quantity(raised.value, Unit::Ratio));
    if let Some(free) = view.sample.filesystem_available_bytes() {
        finding.description = format!("{} are left for unprivileged processes.", Bytes(free));
    }
    if let Some(growth) = view.context.growth.disk_space {
        finding.description.push_str(&super::growth::filling(&growth, Unit::Bytes));
    }
    finding.impact = "When it is full, writes fail: logs, temporary files, databases.".to_owned();
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    view.prove(finding, &["filesystem_total_bytes", "filesystem_available_bytes", "filesystem_used_ratio"]);
}

pub(super) fn inodes(view: &View, raised: &Raised, finding: &mut Finding) {
    let mount = &view.context.filesystem;
    finding.title =
        format!("The filesystem of {mount} has used {} of its inodes", quantity(raised.value, Unit::Ratio));
    if let Some(free) = view.sample.filesystem_inodes_free() {
        finding.description = format!("{free} files can still be made, however much space is left.");
    }
    if let Some(growth) = view.context.growth.inodes {
        finding.description.push_str(&super::growth::filling(&growth, Unit::Count));
    }
    finding.impact = "When none is left, no file can be made although space is free.".to_owned();
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    view.prove(finding, &["filesystem_inodes", "filesystem_inodes_free", "filesystem_inodes_used_ratio"]);
}
