//! The verdict, how laden it is, and what was looked at.

use plimsoll::report::{amount, component};
use plimsoll::{Diagnosis, LoadAdvice};

use crate::bars::gauge;
use crate::page::findings::tenths;
use crate::page::Page;
use crate::style::{of_advice, of_level, of_reading, FAINT, HEADING};
use crate::words::{elide_middle, harmless, headline, plural};

pub fn section(page: &mut Page, diagnosis: &Diagnosis) {
    let level = of_level(diagnosis.level);
    let name = headline(diagnosis.level);
    page.paragraph(&format!("{level}{name}{level:#}  "), name.len() + 2, &diagnosis.summary);
    load_line(page, diagnosis);
    facts(page, diagnosis);
}

/// The bar, with its mark where work starts to suffer.
fn load_line(page: &mut Page, diagnosis: &Diagnosis) {
    // The mark stands at four fifths of the bar: what is over it can be seen.
    const FULL: f64 = 1.25;
    let line = &diagnosis.load_line;
    let Some(reading) = line.reading else { return };
    let resource = line.resource.as_ref().map(component).unwrap_or_default();
    let room = match &line.headroom {
        Some(left) if left.value > 0.0 => format!("{} to the mark", amount(left.value, left.unit)),
        _ => "over the mark".to_owned(),
    };
    let advice = match line.advice {
        LoadAdvice::Accept => "accept work",
        LoadAdvice::Slow => "slow down",
        LoadAdvice::Refuse => "refuse work",
    };
    let number = format!("{reading:.2}");
    let cells = |words: &str| {
        let taken = "load line  ┃    ".chars().count() + number.len() + words.chars().count() + advice.len();
        page.width().saturating_sub(taken).min(40) / 5 * 5
    };
    // A narrow terminal has room for a bar or for words.
    let words = [format!("{resource}, {room}: "), format!("{resource}: ")];
    let words = &words[usize::from(cells(&words[0]) < 15)];
    let cells = cells(words);
    let mark = cells * 4 / 5;
    let (bar, track) = gauge(reading / FULL, cells);
    let drawn: Vec<char> = bar.chars().chain(track.chars()).collect();
    let (below, above): (String, String) = (drawn[..mark].iter().collect(), drawn[mark..].iter().collect());
    let (color, told) = (of_reading(reading), of_advice(line.advice));
    page.line(&format!(
        "{HEADING}load line{HEADING:#}  {color}{below}{color:#}┃{color}{above}{color:#}  \
         {color}{number}{color:#}  {words}{told}{advice}{told:#}"
    ));
}

fn facts(page: &mut Page, diagnosis: &Diagnosis) {
    let target = &diagnosis.target;
    let mut facts: Vec<String> = target.pid.map(|pid| format!("process {pid}")).into_iter().collect();
    facts.push(format!("cgroups {}", target.cgroup_layout));
    if let Some(seconds) = diagnosis.observed.window_seconds {
        let readings = plural(diagnosis.observed.samples, "reading", "readings");
        facts.push(format!("{readings} over {}", tenths(seconds)));
    }
    let cgroup = &harmless(target.cgroup.as_deref().unwrap_or("none to be seen"));
    let together = format!("cgroup {cgroup} · {}", facts.join(" · "));
    if together.chars().count() <= page.width() {
        page.line(&format!("{FAINT}{together}{FAINT:#}"));
    } else {
        let room = page.width().saturating_sub("cgroup ".len());
        page.line(&format!("{FAINT}cgroup {}{FAINT:#}", elide_middle(cgroup, room)));
        page.faint(0, &facts.join(" · "));
    }
}
