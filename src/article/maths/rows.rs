//! Rows of cells: `\begin{…}` to its end, with what is nested inside.

/// The text up to the `\end` that belongs to a `\begin` of `name`, and what stands behind it.
pub(super) fn inside<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let (begin, end) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
    let mut depth = 0;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let close = rest.find(&end)?;
        match rest.find(&begin).filter(|open| *open < close) {
            Some(open) => {
                depth += 1;
                at += open + begin.len();
            }
            None if depth == 0 => {
                return Some((text.get(..at + close)?, text.get(at + close + end.len()..)?));
            }
            None => {
                depth -= 1;
                at += close + end.len();
            }
        }
    }
}

/// The cells of the rows of an environment; signs inside of groups and of other environments part nothing.
pub(super) fn cells(text: &str) -> Vec<Vec<&str>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let (mut depth, mut from, mut at) = (0_usize, 0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut length = rest.chars().next().map_or(1, char::len_utf8);
        let end_of_row = row_end(rest).filter(|_| depth == 0);
        if let Some(sign) = end_of_row {
            row.push(text.get(from..at).unwrap_or_default());
            rows.push(std::mem::take(&mut row));
            let after = rest.get(sign..).unwrap_or_default();
            // `\\[4pt]` is a space between rows.
            let gap = after
                .trim_start()
                .strip_prefix('[')
                .and_then(|it| it.find(']'));
            let is_gap = gap.is_some_and(|end| end < 8);
            length = sign
                + if is_gap {
                    after.find(']').map_or(0, |end| end + 1)
                } else {
                    0
                };
            from = at + length;
        } else if rest.starts_with("\\begin") || rest.starts_with('{') {
            depth += 1;
        } else if rest.starts_with("\\end") || rest.starts_with('}') {
            depth = depth.saturating_sub(1);
        } else if rest.starts_with('\\') {
            length += rest.chars().nth(1).map_or(0, char::len_utf8);
        } else if rest.starts_with('&') && depth == 0 {
            row.push(text.get(from..at).unwrap_or_default());
            from = at + 1;
        }
        at += length;
    }
    row.push(text.get(from..).unwrap_or_default());
    if row.len() > 1 || row.iter().any(|cell| !cell.trim().is_empty()) || rows.is_empty() {
        rows.push(row);
    }
    rows
}

/// The length of what ends a row, where it stands: `\\\\`, `\\cr`, `\\newline`.
fn row_end(text: &str) -> Option<usize> {
    let signs = ["\\\\", "\\cr", "\\newline"];
    let sign = signs.into_iter().find(|sign| text.starts_with(sign))?;
    let behind = text.get(sign.len()..)?.chars().next();
    let is_name = sign.len() > 2;
    (!is_name || !behind.is_some_and(|it| it.is_ascii_alphabetic())).then_some(sign.len())
}

/// A cell without the `\\hline` before it, and whether it had one.
pub(super) fn without_rules(cell: &str) -> (&str, bool) {
    let mut rest = cell.trim_start();
    let mut has_rule = false;
    while let Some(behind) = rest
        .strip_prefix("\\hline")
        .or_else(|| rest.strip_prefix("\\hdashline"))
    {
        (rest, has_rule) = (behind.trim_start(), true);
    }
    (rest, has_rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_what_is_nested() {
        assert_eq!(
            cells("a & {b & c} \\\\[2pt] \\& d \\\\ "),
            [vec!["a ", " {b & c} "], vec![" \\& d "]]
        );
        assert_eq!(
            inside("a\\begin{x}b\\end{x}c\\end{x}d", "x"),
            Some(("a\\begin{x}b\\end{x}c", "d"))
        );
    }
}
