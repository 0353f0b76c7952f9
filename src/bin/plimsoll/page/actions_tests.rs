use super::*;

fn texts(actions: &[Action]) -> Vec<String> {
    lines(actions, false).into_iter().map(|line| format!("{}|{}", line.place, line.text)).collect()
}

#[test]
fn every_line_can_be_copied() {
    let actions = [
        Action::new(Place::Cgroup, "/a/cpu.max", "275000 100000"),
        Action::new(Place::Cgroup, "/a/memory.max", "1024"),
        Action::new(Place::Docker, "--memory", "896m"),
        Action::new(Place::Docker, "--memory-swap", "896m"),
        Action::new(Place::Kubernetes, "resources.limits.cpu", "2750m"),
        Action::new(Place::Systemd, "CPUQuota= of nginx.service", "275%"),
        Action::new(Place::Systemd, "CPUQuota=", "275%"),
        Action::new(Place::Command, "which device it is", "findmnt --target /"),
    ];
    assert_eq!(
        texts(&actions),
        [
            "cgroup|echo \"275000 100000\" > /a/cpu.max",
            "cgroup|echo 1024 > /a/memory.max",
            "Docker|docker update --memory 896m --memory-swap 896m CONTAINER",
            "Kubernetes|resources.limits.cpu: 2750m",
            "systemd|systemctl set-property nginx.service CPUQuota=275%",
            "systemd|CPUQuota=275%",
            "command|findmnt --target /  # which device it is",
        ]
    );
}

#[test]
fn what_docker_cannot_update_is_said_of_run_and_prose_stays_prose() {
    let actions = [
        Action::new(Place::Docker, "--ulimit", "nofile=65536:65536"),
        Action::new(Place::Docker, "--device-read-bps, --device-write-bps", "leave out, or raise"),
        Action::new(Place::Program, "", "Close what is opened."),
    ];
    let lines = lines(&actions, false);
    assert_eq!(lines[0].text, "docker run --ulimit nofile=65536:65536");
    assert_eq!(lines[1].text, "--device-read-bps, --device-write-bps: leave out, or raise");
    assert_eq!(lines.iter().map(|line| line.is_code).collect::<Vec<_>>(), [true, false, false]);
}
