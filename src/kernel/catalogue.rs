//! Every parser in one form, for checks that hold for all of them: used by the tests here and by the fuzz targets.

use super::{cgroup, kmsg, proc};
use std::fmt::Debug;

/// What a read that was cut short may do to a parser's values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Whatever the cut, values are missing or the same as those of the whole.
    Harmless,
    /// As long as the cut is visible, that is, not exactly behind a line: values that need the whole file.
    HarmlessIfVisible,
    /// A file with one single value, which may lack its newline: the kernel never cuts it.
    Unnoticed,
}

/// Is shown each parser under the name of its module, in the form "list of values": no value or one of a struct, or as
/// many as the file has devices, interfaces, processes.
pub trait Visitor {
    fn visit<T: Debug + PartialEq>(&mut self, name: &str, cut: Cut, parse: impl Fn(&[u8]) -> Vec<T>);
}

fn list<T>(value: Option<T>) -> Vec<T> {
    value.into_iter().collect()
}

pub fn visit_proc(visitor: &mut impl Visitor) {
    use proc::*;
    use Cut::{Harmless, HarmlessIfVisible, Unnoticed};
    visitor.visit("cpu_list", Unnoticed, |bytes| list(cpu_list::parse(bytes)));
    visitor.visit("cpu_list::ranges", Unnoticed, |bytes| cpu_list::ranges(bytes).collect());
    visitor.visit("diskstats", Harmless, |bytes| {
        diskstats::lines(bytes)
            .map(|(major, minor, name, disk)| (major, minor, name.to_vec(), disk))
            .collect()
    });
    visitor.visit("diskstats::parse_stat", Harmless, |bytes| list(diskstats::parse_stat(bytes)));
    visitor.visit("kmsg", Harmless, |bytes| {
        list(kmsg::parse(bytes).map(|record| {
            let kill = record.oom_kill().map(|kill| format!("{kill:?}"));
            (record.sequence, record.microseconds, record.text.to_vec(), kill)
        }))
    });
    visitor.visit("loadavg", Harmless, |bytes| list(loadavg::parse(bytes)));
    visitor.visit("meminfo", Harmless, |bytes| list(meminfo::parse(bytes)));
    visitor.visit("net_dev", Harmless, |bytes| {
        net_dev::interfaces(bytes).map(|(name, interface)| (name.to_vec(), interface)).collect()
    });
    visitor.visit("net_dev::total", HarmlessIfVisible, |bytes| list(net_dev::total(bytes)));
    visitor.visit("pid_cgroup", Harmless, |bytes| {
        pid_cgroup::memberships(bytes)
            .map(|membership| {
                let controllers: Vec<Vec<u8>> = membership.controllers().map(<[u8]>::to_vec).collect();
                (membership.hierarchy_id, controllers, membership.path.to_vec())
            })
            .collect()
    });
    visitor.visit("pid_io", Harmless, |bytes| list(pid_io::parse(bytes)));
    visitor.visit("pid_limits", Harmless, |bytes| list(pid_limits::parse(bytes)));
    visitor.visit("pid_schedstat", Harmless, |bytes| list(pid_schedstat::parse(bytes)));
    // Within a name of arbitrary length, newlines and parentheses prove nothing. The test of the parser cuts at every
    // byte what a kernel can print.
    visitor.visit("pid_stat", HarmlessIfVisible, |bytes| {
        list(pid_stat::parse(bytes).map(|(stat, name)| (stat, name.to_vec())))
    });
    visitor.visit("pid_statm", Harmless, |bytes| list(pid_statm::parse(bytes)));
    visitor.visit("pid_status", Harmless, |bytes| list(pid_status::parse(bytes)));
    visitor.visit("pressure", Harmless, |bytes| list(pressure::parse(bytes)));
    visitor.visit("snmp", Harmless, |bytes| list(snmp::parse(bytes)));
    visitor.visit("sockstat", Harmless, |bytes| list(sockstat::parse(bytes)));
    visitor.visit("stat", Harmless, |bytes| list(stat::parse(bytes)));
    visitor.visit("stat::cores", Harmless, |bytes| {
        let mut cores = Vec::new();
        stat::cores(bytes, &mut |index, ticks| cores.push((index, ticks)));
        cores
    });
    visitor.visit("vmstat", Harmless, |bytes| list(vmstat::parse(bytes)));
    visitor.visit("vmstat::end_of_wanted", Unnoticed, |bytes| list(vmstat::end_of_wanted(bytes)));
}

pub fn visit_cgroup(visitor: &mut impl Visitor) {
    use cgroup::*;
    use Cut::{Harmless, HarmlessIfVisible, Unnoticed};
    visitor.visit("blkio", Harmless, |bytes| blkio::devices(bytes).collect());
    visitor.visit("blkio::sum", HarmlessIfVisible, |bytes| list(blkio::sum(bytes, |major, _| major != 7)));
    visitor.visit("cpu_max", Harmless, |bytes| list(cpu_max::parse(bytes).map(|max| (max, max.cpus()))));
    visitor.visit("cpu_stat", Harmless, |bytes| list(cpu_stat::parse(bytes)));
    visitor.visit("cpuacct", Harmless, |bytes| list(cpuacct::parse(bytes)));
    visitor.visit("io_stat", Harmless, |bytes| io_stat::devices(bytes).collect());
    visitor
        .visit("io_stat::sum", HarmlessIfVisible, |bytes| list(io_stat::sum(bytes, |major, _| major != 7)));
    visitor.visit("memory_events", Harmless, |bytes| list(memory_events::parse(bytes)));
    visitor.visit("memory_stat::parse_v1", HarmlessIfVisible, |bytes| list(memory_stat::parse_v1(bytes)));
    visitor.visit("memory_stat::parse_v2", Harmless, |bytes| list(memory_stat::parse_v2(bytes)));
    visitor.visit("oom_control", Harmless, |bytes| list(oom_control::parse(bytes)));
    visitor.visit("pids_events", Harmless, |bytes| list(pids_events::parse(bytes)));
    visitor.visit("procs", Harmless, |bytes| procs::pids(bytes).collect());
    visitor.visit("scalar::parse_u64", Unnoticed, |bytes| list(scalar::parse_u64(bytes)));
    visitor.visit("scalar::parse_bound", Unnoticed, |bytes| list(scalar::parse_bound(bytes)));
    visitor.visit("scalar::parse_quota", Unnoticed, |bytes| list(scalar::parse_quota(bytes)));
}

/// Whether `part` has no value that `whole` has not: each item agrees with the one in its place, field by field equal
/// or missing. Works on the `Debug` form, in which all structs here look alike.
pub fn agrees<T: Debug + PartialEq>(part: &[T], whole: &[T]) -> bool {
    part.len() <= whole.len()
        && part.iter().zip(whole).all(|(part, whole)| {
            part == whole || {
                let (part, whole) = (format!("{part:?}"), format!("{whole:?}"));
                let (part, whole) = (fields(&part), fields(&whole));
                part.len() == whole.len()
                    && part.iter().zip(&whole).all(|(part, whole)| part == whole || is_missing(part))
            }
        })
}

fn is_missing(field: &str) -> bool {
    field.ends_with(": None")
}

/// The fields of a struct's `Debug` form; those of a struct in a tuple count as the tuple's. A field that is itself a
/// struct in an `Option` stays whole.
fn fields(debug: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, byte) in debug.bytes().enumerate() {
        match byte {
            b'{' => {
                depth += 1;
                if depth == 1 {
                    fields.push(&debug[start..at]);
                    start = at + 1;
                }
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    fields.push(debug[start..at].trim());
                    start = at + 1;
                }
            }
            b',' if depth == 1 => {
                fields.push(debug[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(&debug[start..]);
    fields
}
