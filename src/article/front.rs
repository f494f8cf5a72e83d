//! Front matter: the lines above a Markdown article that say its title, author, digest, cover and source address, and for an
//! article by itself its theme and what becomes of its links.
//!
//! `+++` fences hold TOML, `---` fences hold the part of YAML that wenyan, md2wechat, baoyu, Hexo and Obsidian write there: `key: value`
//! lines, lists, nested maps, texts of several lines. What is nearly right is read; a line that cannot be read is noted. Keys that
//! are not ours are left alone: other tools put theirs in the same place. Front matter is never an article's first words.

mod json;
mod yaml;

/// Front matter of an article; an empty value counts as missing.
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
    /// The theme's one colour.
    pub color: Option<Said>,
    /// `everyone`, `fans` or `off`, from `need_open_comment` and `only_fans_can_comment`.
    pub comments: Option<Said>,
    /// Pictures of a picture post (`image_list`).
    pub images: Vec<Said>,
    /// `breaks: true`: line ends stay line ends.
    pub breaks: bool,
    /// `allow_long: true`: WeChat judges of its length.
    pub allow_long: bool,
    /// Lines that cannot be read, as written.
    pub notes: Vec<(usize, String)>,
}

/// A value, and the line of the source that says it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub value: String,
    pub line: usize,
}

/// Keys as tools write them, without `_`, `-` and capitals, by the field that they fill; the first that is said has it.
#[rustfmt::skip]
const KEYS: &[(&str, &str)] = &[
    ("title", "title"), ("标题", "title"),
    ("author", "author"), ("authors", "author"), ("author.name", "author"), ("byline", "author"), ("作者", "author"),
    ("digest", "digest"), ("description", "digest"), ("summary", "digest"), ("excerpt", "digest"), ("abstract", "digest"),
    ("subtitle", "digest"), ("摘要", "digest"),
    ("cover", "cover"), ("coverimage", "cover"), ("featuredimage", "cover"), ("image", "cover"), ("thumbnail", "cover"), ("thumb", "cover"),
    ("banner", "cover"), ("bannerimg", "cover"), ("topimg", "cover"), ("headerimg", "cover"), ("indeximg", "cover"), ("photo", "cover"), ("cover.image", "cover"),
    ("cover.src", "cover"), ("cover.url", "cover"), ("image.src", "cover"), ("image.url", "cover"), ("image.path", "cover"),
    ("coverurl", "cover"), ("coverpath", "cover"), ("coverimg", "cover"), ("img", "cover"), ("featured", "cover"), ("heroimage", "cover"), ("ogimage", "cover"), ("封面", "cover"),
    ("sourceurl", "source_url"), ("contentsourceurl", "source_url"), ("url", "source_url"), ("link", "source_url"), ("original", "source_url"),
    ("originalurl", "source_url"), ("source", "source_url"), ("canonicalurl", "source_url"), ("canonical", "source_url"), ("permalink", "source_url"), ("原文链接", "source_url"),
    ("theme", "theme"), ("links", "links"), ("breaks", "breaks"), ("allowlong", "long"), ("color", "color"),
    ("needopencomment", "open"), ("opencomment", "open"), ("comments", "comments"), ("comment", "comments"), ("onlyfanscancomment", "fans"),
    ("imagelist", "images"),
];

/// A key in the form of `KEYS`.
fn plain(key: &str) -> String {
    let key = key.trim().trim_matches(['"', '\'']);
    key.chars()
        .filter(|it| !matches!(it, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

fn field(key: &str) -> Option<&'static str> {
    let key = plain(key);
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .map(|(_, field)| *field)
}

impl Front {
    fn set(&mut self, key: &str, value: &str, line: usize) {
        let value = value.trim();
        let Some(field) =
            field(key).filter(|_| !value.is_empty() && !matches!(value, "null" | "~"))
        else {
            return;
        };
        let is_yes = matches!(
            value.to_ascii_lowercase().as_str(),
            "true" | "yes" | "on" | "1"
        );
        let is_address = value.contains("://");
        let (slot, value) = match field {
            "title" => (&mut self.title, value),
            "author" => (&mut self.author, value),
            "digest" => (&mut self.digest, value),
            "cover" if value != "true" && value != "false" => (&mut self.cover, value),
            // Hexo's `link` and `permalink` may be paths of its own; only an address is a source.
            "source_url" if is_address || plain(key) == "sourceurl" => {
                (&mut self.source_url, value)
            }
            "theme" => (&mut self.theme, value),
            "links" => (&mut self.links, value),
            "breaks" => {
                self.breaks |= is_yes;
                return;
            }
            "long" => {
                self.allow_long |= is_yes;
                return;
            }
            "color" => (&mut self.color, value),
            "open" if is_yes && self.comments.is_none() => (&mut self.comments, "everyone"),
            "fans" if is_yes => {
                self.comments = None;
                (&mut self.comments, "fans")
            }
            "comments" if matches!(value, "everyone" | "fans" | "off") => {
                (&mut self.comments, value)
            }
            "images" => {
                let value = value.to_owned();
                self.images.push(Said { value, line });
                return;
            }
            _ => return,
        };
        if slot.is_none() {
            let value = value.to_owned();
            *slot = Some(Said { value, line });
        }
    }
}

/// The front matter of a Markdown text.
pub fn front(text: &str) -> Front {
    split(text.strip_prefix('\u{feff}').unwrap_or(text)).0
}

/// Front matter, the text below it, and the number of that text's first line.
pub(super) fn split(text: &str) -> (Front, &str, usize) {
    if let Some(found) = json::split(text) {
        return found;
    }
    for fence in ["---", "+++", ";;;"] {
        if let Some(found) = fenced(text, fence) {
            let front = match fence {
                "+++" => toml(found.inside, found.first),
                _ if found.language == "toml" => toml(found.inside, found.first),
                _ if found.inside.trim_start().starts_with(['{', '"']) => {
                    json::read(found.inside, found.first)
                        .or_else(|| yaml::read(found.inside, found.first, found.is_closed))
                }
                _ => yaml::read(found.inside, found.first, found.is_closed),
            };
            if let Some(front) = front {
                return (front, found.body, found.body_line);
            }
        }
    }
    if let Some(found) = yaml::unfenced(text) {
        return found;
    }
    (Front::default(), text, 1)
}

struct Fenced<'t> {
    inside: &'t str,
    /// The number of the first line inside.
    first: usize,
    body: &'t str,
    body_line: usize,
    is_closed: bool,
    /// The word behind the first fence: `---toml`.
    language: &'t str,
}

/// The text between two lines of the fence, the first of them above all other words. Without the second, it ends at the
/// first line that says nothing of the article.
fn fenced<'t>(text: &'t str, fence: &str) -> Option<Fenced<'t>> {
    // Dashes of another width are dashes.
    let is_fence = |line: &str| {
        let line = line.trim_end();
        let sign = fence.chars().next().unwrap_or('-');
        line.len() >= 3 && line.chars().all(|it| it == sign)
            || (fence == "---" && matches!(line, "———" | "－－－" | "——"))
    };
    let language = |line: &'t str| {
        let word = line.strip_prefix(fence)?.trim();
        matches!(word, "yaml" | "yml" | "toml" | "json").then_some(word)
    };
    let mut at = 0;
    let mut begin: Option<(usize, usize, &str)> = None;
    let mut empty: Option<(usize, usize)> = None;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        match begin {
            None if line.trim().is_empty() => {}
            None if is_fence(line) => begin = Some((at + line.len(), number + 1, "")),
            None => begin = Some((at + line.len(), number + 1, language(line)?)),
            Some((inside, first, language)) => {
                if is_fence(line) || (fence == "---" && line.trim_end() == "...") {
                    return Some(Fenced {
                        inside: text.get(inside..at)?,
                        first,
                        body: text.get(at + line.len()..)?,
                        body_line: number + 1,
                        is_closed: true,
                        language,
                    });
                }
                if empty.is_none() && (line.trim().is_empty() || !yaml::may_be_one(line)) {
                    empty = Some((at, number));
                }
            }
        }
        at += line.len();
    }
    let ((inside, first, language), (end, number)) = (begin?, empty.unwrap_or((at, 1)));
    Some(Fenced {
        inside: text.get(inside..end)?,
        first,
        body: text.get(end..)?,
        body_line: number,
        is_closed: false,
        language,
    })
}

/// TOML; what is not is read as lines.
fn toml(inside: &str, first: usize) -> Option<Front> {
    let Ok(table) = toml::de::DeTable::parse(inside) else {
        return yaml::read(inside, first, false);
    };
    let mut front = Front::default();
    let mut stack: Vec<(String, &toml::Spanned<toml::de::DeValue<'_>>)> = Vec::new();
    let entries = |table: &toml::de::DeTable<'_>| table.len();
    if entries(table.get_ref()) == 0 {
        return None;
    }
    for (key, value) in table.get_ref() {
        stack.push((key.get_ref().to_string(), value));
        while let Some((key, value)) = stack.pop() {
            let before = inside.get(..value.span().start).unwrap_or_default();
            let line = before.matches('\n').count() + first;
            match value.get_ref() {
                toml::de::DeValue::String(text) => front.set(&key, text, line),
                toml::de::DeValue::Boolean(flag) => front.set(&key, &flag.to_string(), line),
                toml::de::DeValue::Integer(number) => front.set(&key, number.as_str(), line),
                toml::de::DeValue::Array(list) => {
                    stack.extend(list.iter().rev().map(|one| (key.clone(), one)));
                }
                toml::de::DeValue::Table(inner) => {
                    stack.extend(
                        inner
                            .iter()
                            .map(|(name, one)| (format!("{key}.{}", name.get_ref()), one)),
                    );
                }
                _ => {}
            }
        }
    }
    Some(front)
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
    fn what_is_nearly_right_is_read() {
        for text in [
            "---\ntitle:春天来了\ncover:cover.jpg\n---\n正文\n",
            "---\ntitle：春天来了\ncover： cover.jpg\n---\n正文\n",
            "---\r\ntitle:\t春天来了\r\ncover: 'cover.jpg'\r\n---\r\n正文\n",
            "---\n  title: 春天来了\n  cover: cover.jpg\n---\n正文\n",
            "---\ntitle: “春天来了”\ncover: “cover.jpg”\n---\n正文\n",
            "---\ntitle = \"春天来了\"\ncover = \"cover.jpg\"\n---\n正文\n",
            "+++\ntitle: 春天来了\ncover: cover.jpg\n+++\n正文\n",
            "----\nTitle: 春天来了\nCover: cover.jpg\n----\n正文\n",
            "---\ntitle: >-\n  春天来了\ncoverImage: cover.jpg\n---\n正文\n",
            "---\ntitle: 春天来了\ncover:\n  image: cover.jpg\n  alt: x\n---\n正文\n",
            "---\ntitle: 春天来了\ncover: cover.jpg\n\n正文\n",
            "---\ntitle: 春天来了\ncover: cover.jpg\n正文\n",
            "{\n  \"title\": \"春天来了\",\n  \"cover\": \"cover.jpg\"\n}\n\n正文\n",
            ";;;\n{\"title\": \"春天来了\", \"cover\": \"cover.jpg\"}\n;;;\n正文\n",
            ";;;\n\"title\": \"春天来了\",\n\"cover\": \"cover.jpg\"\n;;;\n正文\n",
            "---toml\ntitle = \"春天来了\"\ncover = \"cover.jpg\"\n---\n正文\n",
            "--- yaml\ntitle: 春天来了\ncover: cover.jpg\n---\n正文\n",
            "---\n{title: 春天来了, cover: cover.jpg}\n---\n正文\n",
            "title: 春天来了\ncover: cover.jpg\n---\n正文\n",
            "Title: 春天来了\nCover: cover.jpg\n\n正文\n",
            "---\n\"title\": \"春天来了\"\ncover: cover.jpg\n? 复杂\n&a b: c\n!!x\n---\n正文\n",
        ] {
            let (front, body, _) = split(text);
            assert_eq!(
                front.title.map(|it| it.value).as_deref(),
                Some("春天来了"),
                "{text}"
            );
            assert_eq!(
                front.cover.map(|it| it.value).as_deref(),
                Some("cover.jpg"),
                "{text}"
            );
            assert_eq!(body.trim(), "正文", "{text}");
        }
    }

    #[test]
    fn texts_of_several_lines_lists_and_switches() {
        let text = "\n\n---\ntitle: t\ndescription: |\n  第一行\n  第二行\nauthors: [甲, 乙]\ntags:\n- x\nneed_open_comment: 1\nonly_fans_can_comment: true\nimage_list:\n  - a.png\n  - \"b c.png\"\nbreaks: true\n这一行读不懂\n---\n正文";
        let (front, body, line) = split(text);
        assert_eq!(
            front.digest.map(|it| it.value).as_deref(),
            Some("第一行\n第二行")
        );
        assert_eq!(front.author.map(|it| it.value).as_deref(), Some("甲"));
        assert_eq!(front.comments, Some(said("fans", 12)));
        let images: Vec<_> = front
            .images
            .iter()
            .map(|it| (it.value.as_str(), it.line))
            .collect();
        assert_eq!(images, [("a.png", 14), ("b c.png", 15)]);
        assert!(front.breaks);
        assert_eq!(front.notes, [(17, "这一行读不懂".to_owned())]);
        assert_eq!((body, line), ("正文", 19));
    }

    #[test]
    fn two_rules_are_not_front_matter() {
        for text in [
            "---\nJust words\n---\nmore",
            "---\n时间：周六\n地点：公园\n大家都来\n请带水\n带伞\n---\nmore",
            "+++\n= broken\n+++\n",
            "x\n---\na: b\n---\n",
            "---\n\n第一段\n\n---\n第二段",
            "时间：周六\n地点：公园\n\n正文",
            "Note: one\nOther: two\n\nmore",
            "{变量} 是\n\n正文",
            "",
        ] {
            assert_eq!(split(text), (Front::default(), text, 1));
        }
    }
}
