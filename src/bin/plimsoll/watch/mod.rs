//! `plimsoll watch`: live in the terminal.
