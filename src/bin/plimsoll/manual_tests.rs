//! The pages of the manual, as clap knows the command: `make generate` writes them, and this holds them to it.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::arguments::Arguments;

/// The day in the headings, to be set anew with each release: pages of the same sources are the same on every day.
const DATE: &str = "2026-11-24";

const FURTHER: &str = r#".SH FILES
.TP
\fI/etc/plimsoll/servers.yaml\fR
What the service of deploy/systemd/plimsoll.service checks. Every key: docs/configuration.md.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
No colours, where it is set and not empty.
.TP
\fBPOD_INDEX\fR
Which shard this is, where \fB--shard auto/N\fR or \fBshard.index: auto\fR asks for it.
.SH "SEE ALSO"
"#;

/// Each page by its file name: the command's, and one for each verb.
fn pages() -> Vec<(String, Vec<u8>)> {
    // Terminals have a width, pages have none.
    let mut command = Arguments::command().term_width(0).disable_help_subcommand(true);
    command.build();
    let mut verbs = Vec::new();
    collect(&command, "plimsoll", &mut verbs);
    let see = |own: &str| {
        let all = verbs.iter().map(|(name, _)| name.as_str()).chain(["plimsoll"]);
        let mut all: Vec<_> =
            all.filter(|name| *name != own).map(|name| format!("\\fB{name}\\fR(1)")).collect();
        all.sort();
        all.push("\\fBplimsoll\\fR(3)".to_owned());
        all.join(", ").replace('-', "\\-") + "\n"
    };
    let mut pages = Vec::new();
    for (name, command) in verbs.iter().chain([&("plimsoll".to_owned(), command.clone())]) {
        let mut page = Vec::new();
        // A name of clap's lives for as long as the program.
        let title: &'static str = Box::leak(name.clone().into_boxed_str());
        let named = command.clone().name(title).version(env!("CARGO_PKG_VERSION"));
        Man::new(named).manual("Plimsoll").render(&mut page).unwrap();
        page = tidied(&String::from_utf8(page).unwrap(), name, command).into_bytes();
        page.extend_from_slice(FURTHER.as_bytes());
        page.extend_from_slice(see(name).as_bytes());
        pages.push((format!("{name}.1"), page));
    }
    pages
}

/// With a date, with what options take in the synopsis, and no break beside a space.
fn tidied(page: &str, name: &str, command: &clap::Command) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let heading = page.lines().find(|line| line.starts_with(".TH ")).unwrap();
    let name = name.to_uppercase();
    let page = page.replace(heading, &format!(".TH {name} 1 {DATE} \"plimsoll {version}\" Plimsoll"));
    let (before, rest) = page.split_once(".SH SYNOPSIS\n").unwrap();
    let (synopsis, behind) = rest.split_once('\n').unwrap();
    let mut synopsis = synopsis.to_owned();
    for option in command.get_arguments().filter(|option| option.get_action().takes_values()) {
        let (Some(long), Some(values)) = (option.get_long(), option.get_value_names()) else { continue };
        let long = format!("\\fB\\-\\-{}\\fR", long.replace('-', "\\-"));
        let values: Vec<_> = values.iter().map(|value| format!("\\fI{value}\\fR")).collect();
        for end in [']', '>'] {
            let with_values = format!("{long} {}{end}", values.join(" ").replace('-', "\\-"));
            synopsis = synopsis.replace(&format!("{long}{end}"), &with_values);
        }
    }
    format!("{before}.SH SYNOPSIS\n{synopsis}\n{behind}").replace(".br\n\n.br\n", ".sp\n")
}

fn collect(command: &clap::Command, path: &str, into: &mut Vec<(String, clap::Command)>) {
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help") {
        let name = format!("{path}-{}", verb.get_name());
        collect(verb, &name, into);
        into.push((name, verb.clone()));
    }
}

#[test]
fn the_synopsis_says_what_options_take() {
    let pages = pages();
    let (_, page) = pages.iter().find(|(name, _)| name == "plimsoll-serve.1").unwrap();
    let page = String::from_utf8_lossy(page);
    assert!(
        page.contains("[\\fB\\-\\-listen\\fR \\fIADDR\\fR] [\\fB\\-\\-token\\fR \\fISECRET\\fR]"),
        "{page}"
    );
    assert!(page.contains("[\\fB\\-\\-json\\fR]"), "{page}");
    // The one that is written by hand has the same day.
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man/plimsoll.3");
    assert!(fs::read_to_string(library).unwrap().starts_with(&format!(".TH PLIMSOLL 3 {DATE} ")));
}

#[test]
fn the_manual_says_what_the_command_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man");
    let mut wrong = Vec::new();
    let mut names = vec!["plimsoll.3".to_owned()];
    for (name, page) in pages() {
        let path = folder.join(&name);
        if std::env::var_os("PLIMSOLL_BLESS").is_some() {
            fs::write(&path, &page).unwrap();
        } else if fs::read(&path).ok().as_ref() != Some(&page) {
            wrong.push(name.clone());
        }
        names.push(name);
    }
    assert!(
        wrong.is_empty(),
        "docs/man is not what the command says: run `make generate` ({})",
        wrong.join(", ")
    );
    let there = fs::read_dir(&folder).unwrap();
    let mut there: Vec<_> = there.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    names.sort();
    assert_eq!(there, names, "docs/man");
}
