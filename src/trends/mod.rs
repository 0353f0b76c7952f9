//! What grows without end: leaks and fills, with the time that is left.
