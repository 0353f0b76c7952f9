use super::*;

#[test]
fn columns_line_up() {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Left]);
    table.row(vec!["CPU".into(), "5 %".into(), "quota".into()]);
    table.row(vec!["Memory".into(), "100 %".into(), "–".into()]);
    assert_eq!(table.widths(), [6, 5, 5]);
    assert_eq!(
        table.padded().iter().map(|row| row.join("|")).collect::<Vec<_>>(),
        ["CPU   |  5 %|quota", "Memory|100 %|–"]
    );
}
