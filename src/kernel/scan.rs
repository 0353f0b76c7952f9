//! What all parsers share: lines, columns and numbers, scanned in one pass without copying.

/// Bytes looked at in one step by the vectorised part of [`find`].
const BLOCK: usize = 64;

/// Offset of the first `needle`.
#[inline]
pub(crate) fn find(bytes: &[u8], needle: u8) -> Option<usize> {
    // Most lines are short, so the first block is searched a word at a time; only the rest of a long line
    // (`intr` has tens of kilobytes on large machines) is worth the set-up of the block loop.
    let (near, far) = bytes.split_at_checked(BLOCK).unwrap_or((bytes, &[]));
    find_in_words(near, needle).or_else(|| find_in_blocks(far, needle)?.checked_add(BLOCK))
}

/// Eight bytes a step: a byte of `word ^ pattern` is zero exactly where the needle stands.
#[inline]
fn find_in_words(bytes: &[u8], needle: u8) -> Option<usize> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let pattern = LOW.wrapping_mul(u64::from(needle));
    let mut rest = bytes;
    let mut offset = 0_usize;
    while let Some((word, tail)) = rest.split_first_chunk::<8>() {
        let difference = u64::from_le_bytes(*word) ^ pattern;
        let zeroes = difference.wrapping_sub(LOW) & !difference & HIGH;
        if zeroes != 0 {
            // The lowest marked byte is always a true hit; only bytes above it may be marked by the borrow.
            return usize::try_from(zeroes.trailing_zeros() / 8).ok()?.checked_add(offset);
        }
        rest = tail;
        offset = offset.wrapping_add(8);
    }
    rest.iter().position(|&byte| byte == needle)?.checked_add(offset)
}

/// A block a step, written so that the compiler turns the comparison into vector instructions.
#[inline(never)]
fn find_in_blocks(bytes: &[u8], needle: u8) -> Option<usize> {
    let mut rest = bytes;
    let mut offset = 0_usize;
    while let Some((block, tail)) = rest.split_first_chunk::<BLOCK>() {
        let found = block.iter().fold(0_u8, |found, &byte| found | u8::from(byte == needle));
        if found != 0 {
            break;
        }
        rest = tail;
        offset = offset.wrapping_add(BLOCK);
    }
    find_in_words(rest, needle)?.checked_add(offset)
}

/// Whether the last line lacks its newline, so that the read was cut short.
#[inline]
pub(crate) fn is_cut(bytes: &[u8]) -> bool {
    bytes.last().is_some_and(|&byte| byte != b'\n')
}

/// The lines that end with `\n`, without it. An unterminated last line is not given.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What has not been given yet.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (line, tail) = self.rest.split_at_checked(find(self.rest, b'\n')?)?;
        self.rest = tail.get(1..)?;
        Some(line)
    }
}

/// The line of a file that has only one; missing if its newline is.
#[inline]
pub(crate) fn only_line(bytes: &[u8]) -> Option<&[u8]> {
    Lines::new(bytes).next()
}

/// The columns of a line, separated by spaces or tabs.
#[derive(Debug, Clone)]
pub(crate) struct Columns<'a> {
    rest: &'a [u8],
}

impl<'a> Columns<'a> {
    #[inline]
    pub(crate) fn new(line: &'a [u8]) -> Self {
        Self { rest: line }
    }

    /// The next column as a number. A column that is none is skipped and missing.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut start = self.rest;
        while let [byte, tail @ ..] = start {
            if !is_blank(*byte) {
                break;
            }
            start = tail;
        }
        let mut rest = start;
        let mut value = 0_u64;
        while let [byte, tail @ ..] = rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            rest = tail;
        }
        // One to nineteen digits always fit; anything else takes the careful way.
        let digits = start.len().wrapping_sub(rest.len());
        if (1..=19).contains(&digits) && rest.first().is_none_or(|&byte| is_blank(byte)) {
            self.rest = rest;
            return Some(value);
        }
        self.rest = start;
        number(self.next()?)
    }
}

impl<'a> Iterator for Columns<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let start = self.rest.iter().position(|&byte| !is_blank(byte))?;
        let rest = self.rest.get(start..)?;
        let end = rest.iter().position(|&byte| is_blank(byte)).unwrap_or(rest.len());
        let (column, tail) = rest.split_at_checked(end)?;
        self.rest = tail;
        Some(column)
    }
}

#[inline]
fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Splits at the first `separator`, which is in neither part.
#[inline]
pub(crate) fn split(bytes: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let (head, tail) = bytes.split_at_checked(bytes.iter().position(|&byte| byte == separator)?)?;
    Some((head, tail.get(1..)?))
}

/// The whole of `bytes` as a decimal number: digits only, and it fits.
#[inline]
pub(crate) fn number(bytes: &[u8]) -> Option<u64> {
    // Nineteen digits always fit, so only longer ones pay for the checks.
    if bytes.is_empty() || bytes.len() > 19 {
        return long_number(bytes);
    }
    let mut value = 0_u64;
    for &byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    Some(value)
}

#[cold]
fn long_number(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return None;
    }
    bytes.iter().try_fold(0_u64, |value, &byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// The whole of `bytes` as a 32-bit decimal number.
#[inline]
pub(crate) fn number_u32(bytes: &[u8]) -> Option<u32> {
    u32::try_from(number(bytes)?).ok()
}

/// The whole of `bytes` as `12` or `12.34`, divided by 10 to the power of `shift`.
///
/// Digits and divisor are exact in an `f64`, so the one division gives the nearest `f64`, as the standard library would.
#[inline]
pub(crate) fn decimal(bytes: &[u8], shift: usize) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if bytes.len() > 16 {
        return None;
    }
    let (whole, fraction) = match split(bytes, b'.') {
        Some((_, [])) => return None,
        Some(parts) => parts,
        None => (bytes, [].as_slice()),
    };
    let mut digits = number(whole)?;
    if !fraction.is_empty() {
        // At most fifteen digits in all: neither the product nor the sum can overflow.
        let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        digits = digits.checked_mul(scale)?.checked_add(number(fraction)?)?;
    }
    let divisor = POWERS.get(fraction.len().checked_add(shift)?)?;
    // At most sixteen digits; those above 2^53 would not be exact.
    if digits > 1 << f64::MANTISSA_DIGITS {
        return None;
    }
    #[allow(clippy::as_conversions, clippy::cast_precision_loss)]
    Some(digits as f64 / divisor)
}

/// The value of a `/proc/meminfo` or `/proc/PID/status` line, `  123 kB`, in bytes.
#[inline]
pub(crate) fn kibibytes(value: &[u8]) -> Option<u64> {
    let mut columns = Columns::new(value);
    let kibibytes = columns.number()?;
    if columns.next()? != b"kB" || columns.next().is_some() {
        return None;
    }
    kibibytes.checked_mul(1024)
}

/// A column that is alone behind its key: `   123`.
#[inline]
pub(crate) fn lone_number(value: &[u8]) -> Option<u64> {
    let mut columns = Columns::new(value);
    let number = columns.number()?;
    columns.next().is_none().then_some(number)
}

/// A device number as the block layer prints it, `8:16`.
#[inline]
pub(crate) fn device(bytes: &[u8]) -> Option<(u32, u32)> {
    let (major, minor) = split(bytes, b':')?;
    Some((number_u32(major)?, number_u32(minor)?))
}

/// Keeps the first readable value; true if this was it.
#[inline]
pub(crate) fn keep_first(slot: &mut Option<u64>, value: Option<u64>) -> bool {
    let fills = slot.is_none() && value.is_some();
    if fills {
        *slot = value;
    }
    fills
}

/// Adds to a sum that is missing as soon as one of its parts is, or when it does not fit.
#[inline]
pub(crate) fn add(sum: Option<u64>, part: Option<u64>) -> Option<u64> {
    sum?.checked_add(part?)
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
