//! Network: errors, drops, segments sent again, and much traffic.

use crate::fields::Unit;
use crate::finding::{quantity, Category, Effort};

use super::limits::FILL;
use super::places::{command, program};
use super::process;
use super::{Answer, Case, Remedy};

fn share(value: f64) -> String {
    quantity(value, Unit::Ratio)
}

/// Receiving and transmitting fails.
pub(super) fn errors(case: &Case, list: &mut Vec<Answer>) {
    let cost = case.cost();
    list.push(
        case.answer(
            Remedy::Link,
            Category::Resource,
            Effort::Medium,
            "Find the interface with the errors; replace its cable, port or driver.",
        )
        .why(
            "Errors are frames that came damaged or could not be sent: cable, transceiver, duplex, driver. On the \
             virtual interface of a container they are those of the link behind it, so look on the host as well.",
        )
        .wins(cost, format!("The {} of packets lost to errors get through.", share(case.finding.current.value)))
        .by(vec![command("errors of each interface", "ip -s -s link"), command("by kind", "ethtool -S IFACE | grep -i err")]),
    );
}

/// Packets are dropped.
pub(super) fn drops(case: &Case, list: &mut Vec<Answer>) {
    let cost = case.cost();
    let throttled = case.view.rate(|usage| usage.cgroup_cpu_throttled_ratio).filter(|part| *part > 0.0);
    let mut why = "Packets are dropped where a buffer is full: the ring of the interface, the backlog of the host, the \
                   socket of a program that reads too slowly."
        .to_owned();
    if let Some(part) = throttled {
        why.push_str(&format!(
            " The container was throttled for {} of the time, in which it reads nothing: that comes first.",
            share(part)
        ));
    }
    list.push(
        case.answer(
            Remedy::Buffers,
            Category::Configuration,
            Effort::Low,
            "Find the buffer that overflows and enlarge it.",
        )
        .why(why)
        .wins(cost, format!("The {} of packets dropped get through.", share(case.finding.current.value)))
        .by(vec![
            command("drops of each interface", "ip -s link"),
            command("drops by protocol", "nstat -az | grep -iE 'drop|overflow|rcvbuf'"),
            command("ring of the interface, on the host", "ethtool -G IFACE rx 4096"),
            command(
                "backlog, on the host; the default is 1000",
                "sysctl -w net.core.netdev_max_backlog=4096",
            ),
        ]),
    );
}

/// TCP sends much again.
pub(super) fn retransmissions(case: &Case, list: &mut Vec<Answer>) {
    let cost = case.cost();
    let mut actions = vec![command("connections that send again (retrans)", "ss -ti state established")];
    if let Some(culprit) = process::worst(case) {
        actions.push(command(
            "those of the process",
            format!("ss -tipn state established | grep -A1 pid={}", culprit.pid),
        ));
    }
    actions.push(command("loss on the way to a peer", "mtr --report --tcp PEER"));
    actions.push(program(
        "",
        "keep connections open, and set timeouts above the round trip with room for one loss",
    ));
    list.push(
        case.answer(
            Remedy::Path,
            Category::Configuration,
            Effort::Medium,
            "Find the peer whose packets are lost, and the way to it.",
        )
        .why(
            "One bad peer or path is the usual cause. If it is all peers, look at the host's link: errors, drops, a \
             rate limit of the cloud provider, or an MTU that is too large for a tunnel.",
        )
        .wins(cost, format!("The {} of segments sent again, and the waits of 200 ms and more before them, go away.", share(case.finding.current.value)))
        .by(actions),
    );
}

/// Much is sent and received.
pub(super) fn throughput(case: &Case, list: &mut Vec<Answer>) {
    let finding = case.finding;
    let (now, mark) = (finding.current.value, finding.threshold.value * FILL);
    let less = if now > 0.0 { (1.0 - mark / now).max(0.0) } else { 0.0 };
    let mut actions = vec![command("speed of the link", "ethtool IFACE | grep Speed")];
    match process::worst(case) {
        Some(culprit) => {
            actions.push(command(
                "its connections",
                format!("ss -tipn state established | grep -A1 pid={}", culprit.pid),
            ));
        }
        None => actions.push(command("connections with most bytes", "ss -tipn state established")),
    }
    actions.push(program(
        "",
        "compress what is sent, send it in batches, cache what is fetched again and again",
    ));
    list.push(
        case.answer(
            Remedy::Traffic,
            Category::Application,
            Effort::Medium,
            format!("Compare {} with the speed of the link; compress, cache or spread the traffic if it is near.", finding.current),
        )
        .why("Whether it is much depends on the link: 1 Gbit/s carries about 119 MiB/s, a small cloud instance a part of that.")
        .wins(case.cost(), format!("{} less brings it to 80 % of the mark of {}.", share(less), finding.threshold))
        .by(actions),
    );
}

#[cfg(test)]
#[path = "network_tests.rs"]
mod tests;
