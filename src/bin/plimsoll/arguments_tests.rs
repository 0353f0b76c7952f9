use clap::CommandFactory;

use super::Arguments;

/// What is longer is wrapped in the middle of a line, which leaves a word or two below.
#[test]
fn no_line_of_the_examples_is_wrapped() {
    let command = Arguments::command();
    for command in command.get_subcommands().chain([&command]) {
        let below = command.get_after_help().unwrap_or_else(|| panic!("{} has none", command.get_name()));
        for line in below.to_string().lines() {
            assert!(line.chars().count() <= 96, "{}: {line}", command.get_name());
        }
    }
}
