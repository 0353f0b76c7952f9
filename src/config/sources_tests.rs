use crate::config::fixtures_tests::Folder;
use crate::config::{examine, load, LoadOptions};
use crate::ErrorKind;

fn server(name: &str) -> String {
    format!("servers: [{{name: {name}, rest: {{url: http://a}}}}]\n")
}

/// What is wrong with a file: `name:line:column: message`, with names within the folder.
fn wrong(folder: &Folder, name: &str) -> Vec<String> {
    let error = load(&folder.path().join(name), &LoadOptions::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let prefix = format!("{}/", folder.path().display());
    error.to_string().lines().map(|line| line.replace(&prefix, "")).collect()
}

#[test]
fn what_is_included_comes_first_and_once() {
    let folder = Folder::new("include");
    let top = folder.file("top.yaml", &format!("include: [sub/b.json, c.yaml]\n{}", server("top")));
    folder.file(
        "sub/b.json",
        "{\"include\": [\"../c.yaml\"], \"mcpServers\": {\"b\": {\"command\": \"./x\"}}}",
    );
    folder.file("c.yaml", &server("c"));
    let config = load(&top, &LoadOptions::default()).unwrap();
    let names: Vec<_> = config.servers.iter().map(|server| server.target.name.as_str()).collect();
    assert_eq!(names, ["c", "b", "top"]);
    // A path is one beside the file in which it is written.
    let crate::probe::McpTransport::Command(command) =
        &config.servers[1].target.mcp.as_ref().unwrap().transport
    else {
        panic!("a command")
    };
    assert_eq!(command.command, folder.path().join("sub/x").to_str().unwrap());
}

#[test]
fn what_is_wrong_in_any_file_is_told_with_its_name() {
    let folder = Folder::new("wrong");
    folder.file("top.yaml", &format!("include:\n- b.yaml\n- c.yaml\n{}tpyo: 1\n", server("a")));
    folder.file("b.yaml", &format!("{}typo: 1\n", server("a")));
    folder.file("c.yaml", "a: b: c\n");
    let problems = wrong(&folder, "top.yaml");
    assert_eq!(problems[0], "top.yaml:4:18: the name `a` is there twice, first at b.yaml:1");
    for (problem, start) in problems[1..].iter().zip([
        "top.yaml:5:1: unknown key `tpyo`: known are ",
        "b.yaml:2:1: unknown key `typo`: known are ",
        "c.yaml:1:5: this cannot be read: ",
    ]) {
        assert!(problem.starts_with(start), "{problem}");
    }
    assert_eq!(problems.len(), 4, "{problems:?}");
}

#[test]
fn circles_are_refused() {
    let folder = Folder::new("circle");
    folder.file("a.yaml", "include: [b.yaml]\n");
    folder.file("b.yaml", "x-: 1\ninclude:\n  - ./c.yaml\n");
    folder.file(
        "c.yaml",
        "include: [../NAME/a.yaml]\n"
            .replace("NAME", folder.path().file_name().unwrap().to_str().unwrap())
            .as_str(),
    );
    folder.file("self.yaml", "include: [self.yaml]\n");
    assert_eq!(
        wrong(&folder, "self.yaml"),
        ["self.yaml:1:11: `self.yaml` cannot be included: it includes this file, directly or by others"]
    );
    let problems = wrong(&folder, "a.yaml");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("./c.yaml:1:11: "), "{problems:?}");
}

#[test]
fn what_cannot_be_included_is_told_at_its_line() {
    let folder = Folder::new("missing");
    folder.file("a.yaml", "include:\n- b.yaml\n- .\n- ''\n- 1\n- latin.yaml\n");
    std::fs::write(folder.path().join("latin.yaml"), b"a: b\nc: \xe9\n").unwrap();
    assert_eq!(
        wrong(&folder, "a.yaml"),
        [
            "a.yaml:2:3: `b.yaml` cannot be included: No such file or directory (os error 2)",
            "a.yaml:3:3: `.` cannot be included: it is not a regular file",
            "a.yaml:4:3: `include[2]` is empty",
            "a.yaml:5:3: `include[3]` is a number: expected text, so put it in quotes",
            "latin.yaml:2:4: this is not UTF-8",
        ]
    );
    folder.file("text.yaml", "include: b.yaml\nversion: 2\n");
    assert_eq!(
        wrong(&folder, "text.yaml"),
        [
            "text.yaml:1:10: `include` is text: expected a list",
            "text.yaml:2:10: `version` is 2: only 1 is allowed"
        ]
    );
}

#[test]
fn files_have_an_end() {
    let folder = Folder::new("many");
    for at in 0..101 {
        folder.file(&format!("{at}.yaml"), &format!("include: [{}.yaml]\n", at + 1));
    }
    folder.file("101.yaml", "version: 1\n");
    assert_eq!(
        wrong(&folder, "0.yaml"),
        ["99.yaml:1:11: `100.yaml` cannot be included: these are more than 100 files"]
    );

    // Each of them is small enough, and all of them are too much.
    folder.file("large.yaml", "include: [half.yaml, half2.yaml]\n");
    for name in ["half.yaml", "half2.yaml"] {
        folder.file(name, &format!("x-a: {}\n", "b".repeat(3 << 20)));
    }
    assert_eq!(
        wrong(&folder, "large.yaml"),
        ["half2.yaml:1:1: the configuration is larger than 4 MiB, with all that it includes"]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_of_the_system() {
    let folder = Folder::new("unreadable");
    let missing = folder.path().join("missing.yaml");
    let error = load(&missing, &LoadOptions::default()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotFound, Some(missing.as_path())));
    let problems = examine(&missing, &LoadOptions::default()).unwrap_err();
    let problem = &problems.list()[0];
    assert_eq!((problem.file.as_path(), problem.line, problem.column), (missing.as_path(), 1, 1));
    assert_eq!(problem.message, "this file cannot be read: No such file or directory (os error 2)");

    let large = folder.file("large.yaml", &"#".repeat((4 << 20) + 1));
    let message = load(&large, &LoadOptions::default()).unwrap_err().to_string();
    assert!(message.contains("larger than 4 MiB"), "{message}");
}
