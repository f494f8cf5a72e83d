//! Front matter: the lines above a Markdown article that say its title, author, digest, cover and source address, and for an
//! article by itself its theme and what becomes of its links.
//!
//! `+++` fences hold TOML, `---` fences hold `key: value` lines (the part of YAML that people use there). Keys that are not
//! ours are left alone: other tools put theirs in the same place. A fence that never closes is no front matter.

/// What an article says of itself; what is empty is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    pub title: Option<Said>,
    pub author: Option<Said>,
    pub digest: Option<Said>,
    /// Path or address as written, from the article's folder.
    pub cover: Option<Said>,
    pub source_url: Option<Said>,
    /// Name of a theme, and what becomes of links: for an article by itself.
    pub theme: Option<Said>,
    pub links: Option<Said>,
}

/// A value, and the line of the source that says it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub value: String,
    pub line: usize,
}

impl Front {
    fn set(&mut self, key: &str, value: &str, line: usize) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let slot = match key.trim().to_ascii_lowercase().as_str() {
            "title" => &mut self.title,
            "author" => &mut self.author,
            "digest" | "description" | "summary" => &mut self.digest,
            "cover" | "image" => &mut self.cover,
            "source_url" | "source-url" => &mut self.source_url,
            "theme" => &mut self.theme,
            "links" => &mut self.links,
            _ => return,
        };
        if slot.is_none() {
            *slot = Some(Said {
                value: value.to_owned(),
                line,
            });
        }
    }
}

/// The front matter of a Markdown text.
pub fn front(text: &str) -> Front {
    split(text.strip_prefix('\u{feff}').unwrap_or(text)).0
}

/// Front matter, the text below it, and the number of that text's first line.
pub(super) fn split(text: &str) -> (Front, &str, usize) {
    for fence in ["---", "+++"] {
        if let Some((inside, body, line)) = fenced(text, fence) {
            let front = if fence == "+++" {
                toml(inside)
            } else {
                lines(inside)
            };
            if let Some(front) = front {
                return (front, body, line);
            }
        }
    }
    (Front::default(), text, 1)
}

fn fenced<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str, usize)> {
    let mut at = 0;
    let mut inside = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_fence = line.trim_end() == fence;
        if number == 0 {
            if !is_fence {
                return None;
            }
            inside = line.len();
        } else if is_fence {
            return Some((
                text.get(inside..at)?,
                text.get(at + line.len()..)?,
                number + 2,
            ));
        }
        at += line.len();
    }
    None
}

fn toml(inside: &str) -> Option<Front> {
    let table = toml::de::DeTable::parse(inside).ok()?;
    let mut front = Front::default();
    for (key, value) in table.get_ref() {
        if let Some(text) = value.get_ref().as_str() {
            let before = inside.get(..key.span().start).unwrap_or_default();
            front.set(key.get_ref(), text, before.matches('\n').count() + 2);
        }
    }
    Some(front)
}

/// `key: value` lines. A fence pair around anything else is a pair of rules in the text, not front matter.
fn lines(inside: &str) -> Option<Front> {
    let mut front = Front::default();
    for (number, line) in (2..).zip(inside.lines()) {
        let nested = line.starts_with([' ', '\t', '-']);
        if line.trim().is_empty() || line.starts_with('#') || nested {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if key.is_empty()
            || key.contains(char::is_whitespace)
            || !(value.is_empty() || value.starts_with([' ', '\t']))
        {
            return None;
        }
        front.set(key, &unquoted(value.trim()), number);
    }
    Some(front)
}

fn unquoted(value: &str) -> String {
    if let Some(inner) = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return inner.replace("''", "'");
    }
    if value.len() > 1
        && value.ends_with('"')
        && let Some(inner) = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
    {
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if matches!(value, "|" | ">" | "|-" | ">-") {
        return String::new();
    }
    // A comment begins with a space and a hash.
    value
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str, line: usize) -> Said {
        let value = value.to_owned();
        Said { value, line }
    }

    #[test]
    fn yaml_lines_and_toml() {
        let (front, body, line) = split(
            "---\ntitle: \"春：\\\"新\\\"\"\nauthor: 'O''Hara' \ntags:\n  - a\ndigest: one # two\n---\n# Hi\n",
        );
        assert_eq!(front.title.unwrap(), said("春：\"新\"", 2));
        assert_eq!(front.author.unwrap(), said("O'Hara", 3));
        assert_eq!(front.digest.unwrap(), said("one", 6));
        assert_eq!((body, line), ("# Hi\n", 8));
        let (front, body, line) = split("+++\r\ntitle = 'T'\ncover = \"a.png\"\n+++\r\nx");
        assert_eq!(
            (front.title.unwrap(), front.cover.unwrap(), body, line),
            (said("T", 2), said("a.png", 3), "x", 5)
        );
    }

    #[test]
    fn two_rules_are_not_front_matter() {
        for text in [
            "---\nJust words\n---\nmore",
            "---\ntitle: open",
            "+++\n= broken\n+++\n",
            "x\n---\na: b\n---\n",
            "",
        ] {
            assert_eq!(split(text), (Front::default(), text, 1));
        }
    }
}
