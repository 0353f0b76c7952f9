//! Reads the traces in `tests/data/quiet`; its README says how they were recorded, and what the files hold.

use std::path::Path;

/// One recorded signal: seconds since the beginning, and what was read, if anything.
pub struct Recorded {
    pub name: String,
    pub readings: Vec<(f64, Option<f64>)>,
}

/// The signals of a file, without the first seconds.
pub fn read(file: &str) -> Vec<Recorded> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/quiet").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let (_, elapsed) = signal(lines.next().unwrap());
    let mut now = 0.0;
    let seconds: Vec<f64> = elapsed
        .map(|elapsed| {
            now += elapsed.unwrap();
            now
        })
        .collect();
    lines
        .map(|line| {
            let (name, values) = signal(line);
            let readings: Vec<_> = seconds.iter().copied().zip(values).collect();
            assert_eq!(readings.len(), seconds.len(), "{name} in {file}");
            Recorded { name, readings }
        })
        .collect()
}

/// `NAME HOW VALUES`: how is `=` for plain values, and `+N` for differences in units of N.
fn signal(line: &str) -> (String, impl Iterator<Item = Option<f64>> + '_) {
    let mut parts = line.split(' ');
    let name = parts.next().unwrap().to_owned();
    let unit: Option<f64> = parts.next().unwrap().strip_prefix('+').map(|unit| unit.parse().unwrap());
    let values = parts.flat_map(|part| {
        let (value, times) = part.split_once('*').unwrap_or((part, "1"));
        std::iter::repeat_n(value.parse::<f64>().ok(), times.parse().unwrap())
    });
    let mut sum = 0.0;
    let value = move |value: Option<f64>| match unit {
        None => value,
        Some(unit) => value.map(|difference| {
            sum += difference * unit;
            sum
        }),
    };
    (name, values.map(value))
}
