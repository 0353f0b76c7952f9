//! The pages of the manual, as clap knows the command: `make generate` writes them, and this holds them to it.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::arguments::Arguments;

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
        page = tidied(&String::from_utf8(page).unwrap(), name).into_bytes();
        page.extend_from_slice(FURTHER.as_bytes());
        page.extend_from_slice(see(name).as_bytes());
        pages.push((format!("{name}.1"), page));
    }
    pages
}

/// As formatters want it: the empty date in quotes, without which the version would be one, and no break beside a space.
fn tidied(page: &str, name: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let heading = page.lines().find(|line| line.starts_with(".TH ")).unwrap();
    let name = name.to_uppercase();
    let page = page.replace(heading, &format!(".TH {name} 1 \"\" \"plimsoll {version}\" Plimsoll"));
    page.replace(".br\n\n.br\n", ".sp\n")
}

fn collect(command: &clap::Command, path: &str, into: &mut Vec<(String, clap::Command)>) {
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help") {
        let name = format!("{path}-{}", verb.get_name());
        collect(verb, &name, into);
        into.push((name, verb.clone()));
    }
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
