//! What is unlike a signal's own history, and where it is heading.
