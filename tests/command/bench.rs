//! `plimsoll bench`: for a second each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use super::cgroups::Cgroups;
use super::{command, run, said, Said};

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-bench-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn write(&self, name: &str, document: &Value) -> String {
        fs::write(self.0.join(name), document.to_string()).unwrap();
        self.file(name)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read(path: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn measure<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
    let measures = document["measures"].as_array_mut().unwrap();
    measures.iter_mut().find(|measure| measure["name"] == name).unwrap()
}

/// The same result, measured without any noise; its sample takes so many times as long. Other tests run beside this one.
fn even(document: &Value, times: f64) -> Value {
    let mut even = document.clone();
    for measure in even["measures"].as_array_mut().unwrap() {
        let times = if measure["name"] == "sample" { times } else { 1.0 };
        let value = measure["value"].as_f64().unwrap() * times;
        measure["rounds"] = json!(vec![value; 20]);
        measure["reference_seconds"] = json!(vec![1e-5; 20]);
    }
    even
}

#[test]
fn a_result_is_printed_saved_and_compared() {
    let directory = Directory::new("whole");
    let path = directory.file("result.json");
    let began = Instant::now();
    let said = run(&["bench", "--seconds", "1", "--json", "--save", &path]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(began.elapsed() < Duration::from_secs(10));
    let mut document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(read(&path), document);
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 1);
    assert_eq!((&document["schema"], &document["profile"]), (&json!("plimsoll.bench/1"), &json!("1s")));
    assert!(document["scores"]["overall"].as_f64().is_some_and(|points| (1.0..=100.0).contains(&points)));
    // What the library promises: nothing is allocated for a sample.
    for name in ["sample", "tick"] {
        assert_eq!(measure(&mut document, name)["allocations"], json!(0.0), "{name}");
    }
    assert!(measure(&mut document, "diagnose")["allocations"].as_f64().unwrap() >= 1.0);

    // Beside itself it is the same; it is not measured again.
    let path = directory.write("even.json", &even(&document, 1.0));
    let said = run(&["bench", "--baseline", &path, "--result", &path]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("Benchmark  the same as the baseline within noise\n"), "{}", said.out);

    let slower = directory.write("slower.json", &even(&document, 1.3));
    let said = run(&["bench", "--baseline", &path, "--result", &slower]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.starts_with("Benchmark  worse than the baseline: sample\n"), "{}", said.out);
    assert!(said.out.contains("worse by 25 to 36 %"), "{}", said.out);
    let said = run(&["bench", "--baseline", &slower, "--result", &path, "--json"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let compared: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(compared["comparison"]["verdict"], "better");
}

#[test]
fn every_form_is_written_and_a_saved_result_makes_them_again() {
    let directory = Directory::new("forms");
    let forms = ["html", "csv", "junit", "markdown"];
    let begins = ["<!DOCTYPE html>", "name,title,group", "<?xml version", "## Benchmark: "];
    let saved = directory.file("saved.json");
    let files = forms.map(|form| (format!("--{form}"), directory.file(form)));
    let named: Vec<&str> = files.iter().flat_map(|(option, file)| [option.as_str(), file.as_str()]).collect();
    let said = run(&[&["bench", "--seconds", "1", "--no-disk", "--save", &saved], &named[..]].concat());
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("As a page with charts: "), "{}", said.out);
    for again in [false, true] {
        if again {
            let saved = directory.write("saved.json", &even(&read(&saved), 1.0));
            let said = run(&[&["bench", "--result", &saved, "--baseline", &saved], &named[..]].concat());
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        for ((_, file), begin) in files.iter().zip(begins) {
            let text = fs::read_to_string(file).unwrap();
            assert!(text.starts_with(begin), "{file}: {text:.100}");
            assert_eq!(text.contains("same within noise"), again && !file.ends_with("csv"), "{file}");
        }
    }
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 5);
    assert!(read(&saved).get("comparison").is_none());
}

#[test]
fn what_cannot_be_written_is_said_before_anything_is_measured() {
    let directory = Directory::new("before");
    let (page, nowhere) = (directory.file("page.html"), directory.file("no/where.csv"));
    let same = directory.file("./page.html");
    for (arguments, words) in [
        (["--html", &page, "--csv", &nowhere], "there is no directory"),
        (["--html", &page, "--csv", &same], "two forms of the result"),
        (["--directory", "/no/where", "--html", &page], "/no/where cannot be looked at"),
        (["--html", &page, "--csv", &page], "two forms of the result are to go there"),
        (["--html", &directory.file("."), "--baseline", "/dev/null"], "/dev/null cannot be read"),
        (["--baseline", &nowhere, "--save", &page], "cannot be read: No such file"),
    ] {
        let began = Instant::now();
        let said = run(&[&["bench", "--seconds", "1"], &arguments[..]].concat());
        assert!(began.elapsed() < Duration::from_millis(900), "{:?}", began.elapsed());
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{}", said.err);
        assert!(said.err.contains(words), "{words} is not in: {}", said.err);
    }
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 0);
}

/// A slow-down on purpose is for tests of the comparison, and not shipped.
#[cfg(not(feature = "slow-down-test"))]
#[test]
fn nothing_slows_itself_down() {
    let said = run(&["bench", "--seconds", "1", "--slow-down", "sample=0.1"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("unexpected argument '--slow-down'"), "{}", said.err);
}

#[test]
fn a_baseline_of_another_machine_is_refused_before_anything_is_measured() {
    let directory = Directory::new("unlike");
    let path = directory.file("result.json");
    assert_eq!(run(&["bench", "--seconds", "1", "--no-disk", "--save", &path]).code, Some(0));
    let mut other = read(&path);
    other["machine"]["cpu_model"] = json!("Sixfold 9000");
    let other = directory.write("other.json", &other);
    let began = Instant::now();
    let said = run(&["bench", "--baseline", &other]);
    assert!(began.elapsed() < Duration::from_millis(900), "{:?}", began.elapsed());
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    for words in ["of another machine", "processor: Sixfold 9000 then", "--any-machine"] {
        assert!(said.err.contains(words), "{words} is not in: {}", said.err);
    }
    // As long as the baseline, where nothing else is said.
    let said = run(&["bench", "--baseline", &other, "--any-machine", "--no-disk"]);
    // Beside other tests there may be too few rounds in a second to compare.
    assert!(matches!(said.code, Some(0 | 1 | 3)), "{}", said.err);
    for words in ["1s for 1.", "Unlike: processor: Sixfold 9000 then", "Beside the baseline of 20"] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
}

#[test]
fn what_is_no_baseline_is_refused() {
    let directory = Directory::new("none");
    let text = directory.write("load.json", &json!({"schema": "plimsoll.load/1"}));
    let said = run(&["bench", "--baseline", &text]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("its schema is plimsoll.load/1"), "{}", said.err);
    assert!(said.err.contains("`plimsoll bench --save FILE` writes one"), "{}", said.err);
    let said = run(&["bench", "--baseline", "/dev/null"]);
    assert_eq!(said.code, Some(2));
}

#[test]
fn interrupted_it_prints_and_saves_what_was_measured() {
    let directory = Directory::new("interrupted");
    let path = directory.file("result.json");
    let child = command(&["bench", "--profile", "full", "--no-disk", "--save", &path])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The room for the result is the sign that signals are heard soon; then a few rounds.
    let room = || fs::read_dir(&directory.0).unwrap().count();
    let began = Instant::now();
    while room() == 0 && began.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(1500));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let said = said(child.wait_with_output().unwrap());
    assert!(began.elapsed() < Duration::from_secs(30));
    assert_eq!(said.code, Some(130), "{}", said.err);
    assert!(said.out.contains("given up: what was measured until then"), "{}", said.out);
    let document = read(&path);
    assert_eq!(document["ended"], "interrupted");
    assert!(!document["measures"].as_array().unwrap().is_empty());
    assert_eq!(room(), 1);
}

#[test]
fn an_output_that_takes_nothing_does_not_cost_what_was_measured() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["bench", "--seconds", "1", "--no-disk", "--json"]).stdout(full).output().unwrap();
    let said = said(output);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let path = said.err.trim().split("the result is in ").nth(1).unwrap_or_else(|| panic!("{}", said.err));
    assert_eq!(read(path)["schema"], "plimsoll.bench/1");
    fs::remove_file(path).unwrap();
}

/// A script beside a filesystem of its own on /mnt, of that size; nothing where that is not allowed.
fn beside_a_small_disk(size: &str, script: &str) -> Option<Said> {
    let whole = format!("mount -t tmpfs -o size={size} tmpfs /mnt || exit 99; {script}");
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &whole])
        .env("PLIMSOLL", env!("CARGO_BIN_EXE_plimsoll"))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let said = said(output);
    if said.code == Some(99) || said.err.starts_with("unshare") {
        println!("skipped: {}", said.err);
        return None;
    }
    Some(said)
}

#[test]
fn a_full_disk_is_known_before_and_one_that_fills_meanwhile_loses_nothing() {
    let Some(said) = beside_a_small_disk("64k", "exec $PLIMSOLL bench --seconds 1 --save /mnt/result.json")
    else {
        return;
    };
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("/mnt/result.json cannot be written: No space left"), "{}", said.err);

    let script = "\
        $PLIMSOLL bench --seconds 2 --no-disk --save /mnt/result.json >/dev/null & bench=$!\n\
        while [ -z \"$(ls -A /mnt)\" ]; do sleep 0.02; done; sleep 0.3\n\
        dd if=/dev/zero of=/mnt/fill bs=4k 2>/dev/null\n\
        wait $bench || exit 1\n\
        ls -A /mnt >&2; cat /mnt/result.json";
    let said = beside_a_small_disk("1m", script).unwrap();
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.err.split_whitespace().collect::<Vec<_>>(), ["fill", "result.json"]);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["ended"], "complete");
}

#[test]
fn half_a_cpu_and_64_mib_are_enough_and_throttling_is_told() {
    let Some(cgroups) = Cgroups::nested("bench", 1) else { return };
    cgroups.write(0, "cpu.cfs_quota_us", "50000");
    cgroups.write(0, "memory.limit_in_bytes", "67108864");
    let inside = |arguments: &str| {
        let enter = cgroups
            .procs(0)
            .iter()
            .map(|procs| format!("echo $$ > {}; ", procs.display()))
            .collect::<String>();
        let line = format!("{enter}exec {} {arguments}", env!("CARGO_BIN_EXE_plimsoll"));
        said(Command::new("sh").args(["-c", &line]).stdin(Stdio::null()).output().unwrap())
    };
    let said = inside("bench --seconds 3 --json");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["ended"], "complete");
    assert!((document["seconds"].as_f64().unwrap() - 3.0).abs() < 1.0, "{}", document["seconds"]);
    assert_eq!(document["machine"]["effective_cpus"], json!(0.5));
    assert_eq!(document["machine"]["memory_limit_bytes"], json!(64 << 20));
    assert!(
        document["resources"]["throttled_periods_ratio"].as_f64().unwrap() > 0.1,
        "{}",
        document["resources"]
    );
    assert_eq!(document["resources"]["oom_kills"], json!(0.0));
    let names: Vec<&str> =
        document["measures"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"memory_copy"), "{names:?}");

    let page = std::env::temp_dir().join(format!("plimsoll-bench-{}.html", std::process::id()));
    let said = inside(&format!("bench --seconds 1 --html {}", page.display()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(fs::read_to_string(&page).unwrap().trim_end().ends_with("</html>"));
    fs::remove_file(&page).unwrap();
    for words in ["throttled in ", "The container was throttled in ", "0.5 of "] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    let control = fs::read_to_string(cgroups.directory("memory", 0).join("memory.oom_control")).unwrap();
    assert!(control.lines().any(|line| line == "oom_kill 0"), "{control}");
}
