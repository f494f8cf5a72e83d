//! A field of an article, and where it was said: in the campaign file, or above the article itself.

use std::path::{Path, PathBuf};

use super::problem::{Problems, Rule};
use super::table::At;
use crate::article::Said;

/// A field, and the file that says it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) file: PathBuf,
    pub(super) at: At<String>,
}

impl Field {
    /// As it stands in the campaign file.
    pub(super) fn written(file: &Path, at: At<String>) -> Self {
        let file = file.to_owned();
        Self { file, at }
    }

    /// As it stands above the article. A control character is refused as it is in a campaign file; one that stood there as such was
    /// removed with the article's.
    pub(super) fn said(
        article: &Path,
        key: &str,
        said: Said,
        problems: &mut Problems,
    ) -> Option<Self> {
        let span = problems.line(article, said.line);
        let is_control = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
        if said.value.contains(is_control) {
            let key = key.to_owned();
            problems.at(article, span, Rule::ControlCharacter { key });
            return None;
        }
        let value = said.value;
        Some(Self::written(article, At { value, span }))
    }
}
