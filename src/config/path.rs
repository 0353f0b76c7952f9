//! Names of places within a document: `servers[2].rest.url`.

/// An entry of a mapping.
pub(crate) fn key(path: &str, key: &str) -> String {
    // A name with a dot could be taken for two.
    let is_plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let shown = if is_plain && key.len() <= LONGEST { key.to_owned() } else { format!("{:?}", short(key)) };
    match path {
        "" => shown,
        _ => format!("{path}.{shown}"),
    }
}

/// An item of a list.
pub(crate) fn index(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

const LONGEST: usize = 80;

fn short(key: &str) -> String {
    let cut: String = key.chars().take(LONGEST).collect();
    if cut.len() < key.len() {
        cut + "…"
    } else {
        cut
    }
}
