//! Files of `/proc` and `/sys` that are not a cgroup's.

pub mod cpu_list;
pub mod diskstats;
pub mod loadavg;
pub mod meminfo;
pub mod net_dev;
pub mod pid_cgroup;
pub mod pid_io;
pub mod pid_limits;
pub mod pid_schedstat;
pub mod pid_stat;
pub mod pid_statm;
pub mod pid_status;
pub mod pressure;
pub mod snmp;
pub mod sockstat;
pub mod stat;
pub mod vmstat;
