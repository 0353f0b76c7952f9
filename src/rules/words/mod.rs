//! The words of findings: title, description, impact and evidence of each rule.

mod cpu;
mod disk_io;
mod growth;
mod load;
mod memory;
mod metric;
mod network;
mod storage;
mod tasks;

pub(crate) use metric::{metric, MetricReading};

use super::rule::Raised;
use super::table::RuleId;
use super::view::View;
use crate::finding::Finding;

/// A finding of what is raised; the view's rates are those of the time that it held.
pub(crate) fn finding(view: &View, raised: &Raised) -> Finding {
    use RuleId::{
        CpuHost, CpuPressure, CpuRunQueue, CpuSteal, CpuThrottledPeriods, CpuThrottling, CpuUtilisation,
        DescriptorLeak, Descriptors, DiskFill, DiskSpace, Inodes, InodesFill, IoBusy, IoLatency, IoPressure,
        IoQueue, IoStalled, IoWait, Load, MemoryFaults, MemoryHigh, MemoryHost, MemoryLeak, MemoryOomKill,
        MemoryPressure, MemoryStalled, MemorySwap, MemoryUsed, NetworkDrops, NetworkErrors,
        NetworkThroughput, Pids, PidsLeak, PidsRefused, Retransmissions,
    };
    let write: fn(&View, &Raised, &mut Finding) = match raised.rule.id {
        CpuThrottling | CpuThrottledPeriods => cpu::throttling,
        CpuUtilisation => cpu::used,
        CpuPressure => cpu::waiting,
        CpuRunQueue => cpu::queue,
        CpuHost => cpu::host,
        CpuSteal => cpu::steal,
        MemoryOomKill => memory::killed,
        MemoryUsed => memory::used,
        MemoryHigh => memory::slowed,
        MemoryStalled | MemoryPressure => memory::stalled,
        MemorySwap => memory::swapping,
        MemoryFaults => memory::faulting,
        MemoryHost => memory::host,
        MemoryLeak => growth::memory,
        DiskSpace => storage::space,
        DiskFill => growth::disk_space,
        Inodes => storage::inodes,
        InodesFill => growth::inodes,
        IoStalled | IoPressure => disk_io::stalled,
        IoLatency => disk_io::latency,
        IoQueue | IoBusy | IoWait => disk_io::busy,
        NetworkErrors | NetworkDrops => network::lost,
        Retransmissions => network::retransmitted,
        NetworkThroughput => network::throughput,
        Descriptors => tasks::descriptors,
        DescriptorLeak => growth::descriptors,
        Pids => tasks::pids,
        PidsRefused => tasks::refused,
        PidsLeak => growth::pids,
        Load => load::load,
    };
    let mut finding = raised.finding();
    write(view, raised, &mut finding);
    finding.impact_ratio = finding.impact_ratio.clamp(0.0, 1.0);
    finding
}

/// How far a share has come from its threshold to the whole: what it costs grows with that.
fn beyond(value: f64, threshold: f64) -> f64 {
    ((value - threshold) / (1.0 - threshold).max(f64::EPSILON)).clamp(0.0, 1.0)
}
