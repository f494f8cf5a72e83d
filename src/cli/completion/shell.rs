//! The shells: their scripts, the words that they hand on, and the way in which they take a candidate.
//!
//! A call is `wxmass __complete SHELL INDEX -- WORD…`: INDEX is the place of the word at the cursor, which is missing where it
//! is empty. Files of scripts outlive the binary that printed them, so a call means the same in every version.

use std::borrow::Cow;
use std::ffi::OsString;

use clap_complete::Shell as Name;

/// The words of a line up to the cursor, as the program would get them.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) shell: Shell,
    /// The program first, the word at the cursor last; never fewer than these two.
    pub(super) words: Vec<OsString>,
}

impl Asked {
    /// The words of a script's call; `None` for any other.
    pub(super) fn read(arguments: Vec<OsString>) -> Option<Self> {
        let mut arguments = arguments.into_iter();
        let shell = Shell::parse(arguments.next()?.to_str()?)?;
        let index: usize = arguments.next()?.to_str()?.parse().ok()?;
        if arguments.next()?.to_str()? != "--" || index == 0 {
            return None;
        }
        let mut words: Vec<_> = arguments.take(index + 1).collect();
        if words.len() < index {
            return None;
        }
        words.resize(index + 1, OsString::new());
        for (place, word) in words.iter_mut().enumerate() {
            let open = match shell {
                Shell::Bash(open) if place == index => open,
                Shell::Bash(_) => None,
                Shell::Fish if place == index => None,
                _ => continue,
            };
            *word = unquoted(&word.to_string_lossy(), open).into();
        }
        Some(Self { shell, words })
    }

    /// The word at the cursor.
    pub(super) fn current(&self) -> &str {
        let last = self.words.last();
        last.and_then(|it| it.to_str()).unwrap_or_default()
    }
}

/// A shell, and the quotation mark that is open at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    /// Hands words on as they are typed, the last one without the mark that is open.
    Bash(Option<char>),
    /// Hands on the last word as it is typed, and quotes what it inserts.
    Fish,
    /// Zsh and elvish: hand on plain words, and quote what they insert.
    Quotes,
    /// PowerShell: hands on plain words, and inserts what it is given.
    Windows,
}

impl Shell {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "bash" => Self::Bash(None),
            "bash'" => Self::Bash(Some('\'')),
            "bash\"" => Self::Bash(Some('"')),
            "fish" => Self::Fish,
            "zsh" | "elvish" => Self::Quotes,
            "powershell" => Self::Windows,
            _ => return None,
        })
    }

    /// A candidate as the shell inserts it.
    pub(super) fn quoted(self, value: &str) -> Cow<'_, str> {
        match self {
            Self::Fish | Self::Quotes | Self::Bash(Some('\'')) => value.into(),
            Self::Bash(Some(_)) => escaped(value, "\"\\$`"),
            Self::Bash(None) => match value.strip_prefix("~/") {
                Some(rest) => format!("~/{}", escaped(rest, BASH)).into(),
                None => escaped(value, BASH),
            },
            Self::Windows if value.contains(|it| POWERSHELL.contains(it)) => {
                format!("'{}'", value.replace('\'', "''")).into()
            }
            Self::Windows => value.into(),
        }
    }
}

/// Characters that mean something to bash.
const BASH: &str = " \"'\\$`&;|<>()*?[]{}!#~^";
/// Characters that mean something to PowerShell.
const POWERSHELL: &str = " \"'`$&;|<>(){}@#,";

fn escaped<'a>(value: &'a str, marks: &str) -> Cow<'a, str> {
    if !value.contains(|it| marks.contains(it)) {
        return value.into();
    }
    let mut escaped = String::new();
    for character in value.chars() {
        if marks.contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.into()
}

/// A word as bash and fish read it, without expansions, from inside an open quotation if there is one; one that is still open
/// reaches to the end.
fn unquoted(word: &str, mut open: Option<char>) -> String {
    let mut plain = String::new();
    let mut rest = word.chars().peekable();
    while let Some(character) = rest.next() {
        match (character, open) {
            ('\\', None) => plain.extend(rest.next()),
            ('\\', Some('"')) if rest.peek().is_some_and(|it| "\"\\$`".contains(*it)) => {
                plain.extend(rest.next());
            }
            ('\'' | '"', None) => open = Some(character),
            (mark, Some(begun)) if mark == begun => open = None,
            _ => plain.push(character),
        }
    }
    plain
}

/// The script that teaches a shell to ask.
pub(in crate::cli) fn script(shell: Name) -> Option<&'static str> {
    Some(match shell {
        Name::Bash => include_str!("scripts/wxmass.bash"),
        Name::Elvish => include_str!("scripts/wxmass.elv"),
        Name::Fish => include_str!("scripts/wxmass.fish"),
        Name::PowerShell => include_str!("scripts/wxmass.ps1"),
        Name::Zsh => include_str!("scripts/wxmass.zsh"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_bash_reads_them() {
        assert_eq!(unquoted("a \\\"b\\", Some('"')), "a \"b\\");
        assert_eq!(unquoted("a\\ b", Some('\'')), "a\\ b");
        for (typed, word) in [
            ("plain", "plain"),
            ("two\\ words", "two words"),
            ("'a \\ b'", "a \\ b"),
            ("\"a \\\"b\\\" \\c", "a \"b\" \\c"),
            ("--tag='VIP 1'", "--tag=VIP 1"),
            ("'open", "open"),
            ("\\", ""),
        ] {
            assert_eq!(unquoted(typed, None), word, "{typed}");
        }
    }

    #[test]
    fn candidates_stay_one_word_of_their_shell() {
        let bash = Shell::Bash(None);
        for (shell, value, taken) in [
            (bash, "spring", "spring"),
            (bash, "春 1", "春\\ 1"),
            (bash, "$(rm -r ~)", "\\$\\(rm\\ -r\\ \\~\\)"),
            (bash, "~/a b", "~/a\\ b"),
            (Shell::Bash(Some('"')), "a $b", "a \\$b"),
            (Shell::Bash(Some('\'')), "a $b", "a $b"),
            (Shell::Quotes, "a b", "a b"),
            (Shell::Windows, "it's", "'it''s'"),
        ] {
            assert_eq!(shell.quoted(value), taken, "{shell:?}");
        }
    }

    #[test]
    fn a_call_that_is_none_is_not_answered() {
        let read =
            |words: &[&str]| Asked::read(words.iter().map(|word| OsString::from(*word)).collect());
        assert!(read(&[]).is_none());
        assert!(read(&["csh", "1", "--", "wxmass"]).is_none());
        assert!(read(&["bash", "0", "--", "wxmass"]).is_none());
        assert!(read(&["bash", "3", "--", "wxmass"]).is_none());
        assert!(read(&["bash", "x", "--", "wxmass"]).is_none());
        let asked = read(&["bash", "2", "--", "wxmass", "ru\\ns"]).expect("a call");
        assert_eq!(asked.words, ["wxmass", "runs", ""]);
    }
}
