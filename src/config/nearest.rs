//! What was meant by a name that nobody knows.

/// Names that are longer are not compared: the work grows with the square of the length.
const LONGEST: usize = 64;

/// The known name that is nearest to `name`, if it is near enough to have been meant: one slip in
/// three letters (an insertion, an omission, another letter, two that changed places), or the same
/// but for case, `-` and `_`.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let plain = plain(name);
    known
        .into_iter()
        .filter_map(|candidate| {
            let slips = strsim::osa_distance(&plain, &self::plain(candidate));
            let longer = name.chars().count().max(candidate.chars().count());
            (slips <= (longer / 3).max(1) && slips < longer).then_some((slips, candidate))
        })
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// `did you mean ...?`, or the names there are if none is near.
pub(crate) fn advice<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("known are {}", list(known)),
    }
}

/// `a, b, c`.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[path = "nearest_tests.rs"]
mod tests;
