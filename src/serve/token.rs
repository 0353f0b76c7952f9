//! Whether a client has shown the token.

use sha2::{Digest, Sha256};

/// Compared by what both hash to, so that how long it takes tells nothing of the token.
pub(super) fn is_same(shown: &[u8], wanted: &[u8]) -> bool {
    let (shown, wanted) = (Sha256::digest(shown), Sha256::digest(wanted));
    shown.iter().zip(wanted.iter()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
