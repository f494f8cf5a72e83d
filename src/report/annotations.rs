//! Problems as annotations of GitHub Actions: workflow commands, which the page of a change shows beside its lines ("Workflow
//! commands for GitHub Actions").

use std::path::Path;

use super::Lang;
use super::rules::sentence;
use crate::campaign::problem::{Problem, Severity};

/// One line a problem; paths below `root`, the folder of the repository, are relative to it.
pub fn annotations(lang: Lang, problems: &[Problem], root: Option<&Path>) -> String {
    let line = |problem: &Problem| {
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
            line => format!(",line={line},col={}", problem.column.max(1)),
        };
        let code = problem.rule.code();
        let text = data(&format!("{message}{}{fix}", lang.pick("; ", "；")));
        format!("::{level} file={file}{place},title={code}::{text}\n")
    };
    problems.iter().map(line).collect()
}

/// A message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value of a workflow command, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::problem::Rule;

    #[test]
    fn annotations_cannot_be_ended_by_what_they_hold() {
        let problem = Problem {
            file: "/work/a,b:c%/x\r\n::set-env/campaign.toml".into(),
            span: None,
            line: 3,
            column: 0,
            rule: Rule::UnknownKey {
                key: "100%\n::error::x".to_owned(),
                nearest: None,
            },
        };
        let text = annotations(Lang::En, &[problem], Some(Path::new("/work")));
        assert_eq!(text.lines().count(), 1);
        assert!(
            text.starts_with(
                "::error file=a%2Cb%3Ac%25/x%0D%0A%3A%3Aset-env/campaign.toml,line=3,col=1,title=unknown-key::"
            ),
            "{text}"
        );
        assert!(text.contains("100%25"), "{text}");
    }
}
