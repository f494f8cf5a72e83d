//! Problems as annotations of GitHub Actions: workflow commands, which the page of a change shows beside its lines.

use std::path::Path;

use super::Lang;
use super::rules::sentence;
use crate::campaign::problem::{Problems, Severity};

/// One line a problem; paths are shown below `root`, the folder of the repository.
pub fn annotations(lang: Lang, problems: &Problems, root: Option<&Path>) -> String {
    let line = |problem: &crate::campaign::problem::Problem| {
        let (message, fix) = sentence(lang, &problem.rule);
        let level = match problem.rule.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let file = std::path::absolute(&problem.file).unwrap_or_else(|_| problem.file.clone());
        let file = root
            .and_then(|root| file.strip_prefix(root).ok())
            .unwrap_or(&problem.file);
        let file = property(&file.display().to_string());
        let place = match problem.line {
            0 => String::new(),
            line => format!(",line={line},col={}", problem.column),
        };
        let code = problem.rule.code();
        let text = data(&format!("{message}: {fix}"));
        format!("::{level} file={file}{place},title={code}::{text}\n")
    };
    problems.list.iter().map(line).collect()
}

/// What would end a command is written as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_is_a_command() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a,b:c\n"), "a%2Cb%3Ac%0A");
    }
}
