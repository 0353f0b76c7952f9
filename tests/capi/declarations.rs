//! What the header declares, as far as tests need to know.

use std::fs;

use super::toolbox::root;

/// One function of the header.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub returns: String,
    /// The parameters as written, such as `const char *name`.
    pub parameters: Vec<String>,
}

/// The header as committed.
pub fn header() -> String {
    fs::read_to_string(root().join("include/plimsoll.h")).unwrap()
}

/// Every function of the header, in its order.
pub fn functions() -> Vec<Function> {
    without_comments(&header())
        .split(';')
        .filter_map(|statement| {
            let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
            let (head, parameters) = statement.split_once('(')?;
            let at = head.rfind("plim_")?;
            // Preprocessor lines before the first declaration have no semicolon of their own.
            let returns = head[..at].rsplit("__cplusplus").next().unwrap();
            Some(Function {
                name: head[at..].to_owned(),
                returns: returns.trim().to_owned(),
                parameters: parameters
                    .trim_end_matches(')')
                    .split(", ")
                    .filter(|parameter| *parameter != "void")
                    .map(str::to_owned)
                    .collect(),
            })
        })
        .collect()
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    out.push_str(rest);
    out.lines()
        .map(|line| line.split("//").next().unwrap())
        .filter(|line| !line.starts_with('#') || line.contains("__cplusplus"))
        .collect::<Vec<_>>()
        .join("\n")
}
