//! Changes to the accounts file: a profile added at its end or taken out, every other byte as it was. The file is replaced
//! as a whole, so that a full disk or a crash leaves the old one, and is its owner's only.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use toml::de::DeTable;

use super::{file, understood};
use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::report::text;

/// A profile to be written.
#[derive(Debug)]
pub(in crate::cli) struct NewProfile {
    pub(in crate::cli) name: String,
    pub(in crate::cli) appid: String,
    pub(in crate::cli) login: Login,
    pub(in crate::cli) kind: Option<&'static str>,
    pub(in crate::cli) tester: Option<String>,
    pub(in crate::cli) api_base: Option<String>,
}

/// How the account gets its tokens.
#[derive(Debug)]
pub(in crate::cli) enum Login {
    Secret(SecretString),
    SecretCommand(String),
    TokenCommand(String),
}

impl NewProfile {
    fn text(&self) -> String {
        let quoted = |value: &str| toml::Value::from(value).to_string();
        let is_bare = |name: &str| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
        };
        let name = if is_bare(&self.name) {
            self.name.clone()
        } else {
            quoted(&self.name)
        };
        let login = match &self.login {
            Login::Secret(secret) => ("secret", quoted(secret.expose_secret())),
            Login::SecretCommand(command) => ("secret_command", quoted(command)),
            Login::TokenCommand(command) => ("token_command", quoted(command)),
        };
        let mut text = format!("[{name}]\n");
        let optional = |value: Option<&str>| value.map(quoted);
        for (key, value) in [
            ("appid", Some(quoted(&self.appid))),
            (login.0, Some(login.1)),
            ("kind", optional(self.kind)),
            ("tester", optional(self.tester.as_deref())),
            ("api_base", optional(self.api_base.as_deref())),
        ] {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
        text
    }
}

/// Adds a profile at the end of the file, which is made where it is missing.
pub(in crate::cli) fn add(frame: &Frame, path: &Path, new: &NewProfile) -> Result<(), Failure> {
    let lang = frame.out.lang;
    let old = file::read_if_there(frame, path)?;
    let known = understood(lang, path, old.as_deref().unwrap_or_default())?;
    if known.contains_key(&new.name) {
        return Err(taken(frame, path, &new.name));
    }
    let mut text = old.unwrap_or_default();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() {
        if !text.ends_with('\n') {
            text.push_str(end);
        }
        text.push_str(end);
    }
    text.push_str(&new.text().replace('\n', end));
    // What is written is what will be read.
    understood(lang, path, &text)?;
    replace(path, &text).map_err(|error| Failure::unwritable(lang, path, &error))
}

/// A profile of this name is there already.
pub(in crate::cli) fn taken(frame: &Frame, path: &Path, name: &str) -> Failure {
    let lang = frame.out.lang;
    Failure::new(
        Exit::Input,
        text!(
            lang,
            edit_account_already,
            name = name,
            path = path.display()
        ),
        text!(
            lang,
            edit_take_another_name_first_wxmass,
            n = crate::report::quoted(name)
        ),
    )
}

/// Takes a profile out of the file, with what stands below its head up to the next one's.
pub(in crate::cli) fn remove(frame: &Frame, path: &Path, name: &str) -> Result<(), Failure> {
    let lang = frame.out.lang;
    let text = file::read_if_there(frame, path)?.unwrap_or_default();
    let before = understood(lang, path, &text)?;
    let rest = without(&text, name).filter(|rest| {
        // Nothing else may have changed; inline and dotted tables are for a person with an editor.
        let after = understood(lang, path, rest);
        after.is_ok_and(|after| after.len() + 1 == before.len() && !after.contains_key(name))
    });
    let Some(rest) = rest else {
        return Err(Failure::new(
            Exit::Input,
            text!(
                lang,
                edit_account_not_written_table_own,
                name = name,
                path = path.display()
            ),
            text!(lang, edit_take_out_editor),
        ));
    };
    replace(path, &rest).map_err(|error| Failure::unwritable(lang, path, &error))
}

/// The text without the table of this name. Comments right above the next table's head are that one's.
fn without(text: &str, name: &str) -> Option<String> {
    let tree = DeTable::parse(text).ok()?;
    let heads: Vec<usize> = tree
        .get_ref()
        .keys()
        .filter_map(|key| {
            let start = key.span().start;
            let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
            text[line..start]
                .trim_start()
                .starts_with('[')
                .then_some(line)
        })
        .collect();
    let (key, _) = tree.get_ref().get_key_value(name)?;
    let start = text[..key.span().start]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    if !heads.contains(&start) {
        return None;
    }
    let next = heads.iter().filter(|head| **head > start).min();
    let end = next.map_or(text.len(), |next| {
        let mut end = *next;
        for line in text[start..*next].split_inclusive('\n').rev() {
            if !line.trim_start().starts_with('#') {
                break;
            }
            end -= line.len();
        }
        end
    });
    let (head, tail) = (&text[..start], &text[end..]);
    Some(if tail.is_empty() {
        let kept = head.trim_end_matches(['\r', '\n']);
        let line_end = head[kept.len()..].find('\n').map_or(0, |end| end + 1);
        head[..kept.len() + line_end].to_owned()
    } else {
        format!("{head}{tail}")
    })
}

/// Writes a new file beside the old one and puts it in its place; a link stays one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = real(path)?;
    if target.metadata().is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is no regular file"));
    }
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.exists() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    // Made with mode 0600.
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(&target).map_err(|error| error.error)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// The target of a link; the path itself where there is nothing yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(real) => Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_taken_out_and_nothing_else() {
        let text = "# all\n[a]\nappid = \"x\" # [b]\n\n# of b\n[b]\nappid = \"y\"\nk = \"\"\"\n[c]\n\"\"\"\n\n[\"c c\"]\nappid = \"z\"\n";
        for (name, rest) in [
            (
                "a",
                "# all\n# of b\n[b]\nappid = \"y\"\nk = \"\"\"\n[c]\n\"\"\"\n\n[\"c c\"]\nappid = \"z\"\n",
            ),
            (
                "b",
                "# all\n[a]\nappid = \"x\" # [b]\n\n# of b\n[\"c c\"]\nappid = \"z\"\n",
            ),
            (
                "c c",
                "# all\n[a]\nappid = \"x\" # [b]\n\n# of b\n[b]\nappid = \"y\"\nk = \"\"\"\n[c]\n\"\"\"\n",
            ),
        ] {
            assert_eq!(without(text, name).as_deref(), Some(rest), "{name}");
        }
        assert_eq!(without(text, "d"), None);
        assert_eq!(without("a = { appid = \"x\" }\n", "a"), None);
    }

    #[test]
    fn what_is_written_can_be_read() {
        let new = NewProfile {
            name: "主号 \"1\"".to_owned(),
            appid: "wx0123456789abcdef".to_owned(),
            login: Login::SecretCommand("pass show 'a' \"b\\c\"".to_owned()),
            kind: Some("service"),
            tester: None,
            api_base: None,
        };
        let text = new.text();
        let profiles = super::super::faults::all(crate::report::Lang::En, Path::new("a"), &text);
        assert!(
            profiles.is_ok_and(|it| it.contains_key("主号 \"1\"")),
            "{text}"
        );
    }
}
