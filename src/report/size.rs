//! Sizes in bytes, for people.

/// A size beside another: with all its digits where the two would read the same.
pub(super) fn bytes_beside(count: u64, other: u64) -> String {
    let short = bytes(count);
    if count == other || short != bytes(other) {
        return short;
    }
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    format!("{short} ({} B)", groups.join(","))
}

/// A size for people: `812 KB`, `3.1 MB`.
pub(super) fn bytes(count: u64) -> String {
    match count {
        0..1_024 => format!("{count} B"),
        1_024..1_048_576 => format!("{} KB", count.div_ceil(1_024)),
        _ => format!("{:.1} MB", count as f64 / 1_048_576.0),
    }
}
