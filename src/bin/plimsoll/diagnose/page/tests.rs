use plimsoll::{Monitor, MonitorOptions};

use super::*;

fn plain(report: &Report, width: usize, all: bool) -> String {
    let layout = Layout { width, all, has_cgroup_files: true };
    anstream::adapter::strip_str(&page(report, layout)).to_string()
}

#[test]
fn this_containers_page_fits_at_every_width_and_leaves_no_room_unused() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    for _ in 0..3 {
        monitor.observe().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let report = monitor.report();
    for width in [60, 80, 100] {
        let shown = plain(&report, width, false);
        for line in shown.lines() {
            // What is to be copied, and names of files, are never broken.
            let signs =
                ["/", "     cgroup ", "     Docker ", "     Kubernetes ", "     systemd ", "     command "];
            let whole = signs.iter().any(|sign| line.contains(sign));
            assert!(line.chars().count() <= width || whole, "{width}: {line}");
            assert_eq!(line, line.trim_end());
        }
        assert!(!shown.contains("\n\n\n") && !shown.ends_with("\n\n") && !shown.starts_with('\n'), "{shown}");
        assert!(shown.contains("Not yet known"), "{shown}");
        let all = plain(&report, width, true);
        assert!(all.contains("right-sizing: watched for"), "{all}");
    }
}

#[test]
fn texts_are_wrapped_behind_their_leads() {
    let mut page = Page::new(Layout { width: 30, all: false, has_cgroup_files: false });
    page.gap();
    page.fact("Ahead", "one two three four five six");
    page.heading("What to do");
    page.detail("who", "java (41) 1.56 CPUs, 83 %");
    assert_eq!(
        anstream::adapter::strip_str(&page.text()).to_string(),
        "Ahead       one two three four\n            five six\n\nWhat to do\n     who        java (41)\n                1.56 CPUs,\n                83 %\n"
    );
}
