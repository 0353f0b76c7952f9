//! Columns of text, aligned.

use crate::words::harmless;

/// Which side of its column a text is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Rows of texts, each column as wide as its widest text.
#[derive(Debug)]
pub struct Table {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(sides: &[Side]) -> Self {
        Table { sides: sides.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, row: Vec<String>) {
        debug_assert_eq!(row.len(), self.sides.len());
        self.rows.push(row.iter().map(|text| harmless(text).into_owned()).collect());
    }

    /// How wide each column is.
    pub fn widths(&self) -> Vec<usize> {
        let width =
            |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        (0..self.sides.len()).map(width).collect()
    }

    /// Every row with its texts padded to their columns; the last column is not padded on the right.
    pub fn padded(&self) -> Vec<Vec<String>> {
        let widths = self.widths();
        let last = self.sides.len().saturating_sub(1);
        let pad = |(column, text): (usize, &String)| {
            let space = " ".repeat(widths[column] - text.chars().count());
            match self.sides[column] {
                Side::Right => space + text,
                Side::Left if column == last => text.clone(),
                Side::Left => text.clone() + &space,
            }
        };
        self.rows.iter().map(|row| row.iter().enumerate().map(pad).collect()).collect()
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
