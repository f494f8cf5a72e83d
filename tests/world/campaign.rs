//! Small campaigns, written to a folder of the world: what a test does not ask for is as plain as can be.

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::pictures;

/// The follower who sees every preview.
pub const TESTER: &str = "oSandbox00000000000000000001";

/// The openid of the n-th follower of the sandbox.
pub fn openid(number: u64) -> String {
    format!("oSandbox{number:020}")
}

/// The openids of these followers.
pub fn openids(numbers: RangeInclusive<u64>) -> Vec<String> {
    numbers.map(openid).collect()
}

/// A campaign to be written. As it begins: one article with one picture, a preview to one tester, to the tag "VIP".
#[derive(Debug, Clone)]
pub struct Campaign {
    folder: PathBuf,
    name: String,
    head: String,
    articles: Vec<Article>,
    message: Option<String>,
    preview: String,
    audience: String,
    send: String,
    files: Vec<(String, Vec<u8>)>,
}

#[derive(Debug, Clone)]
struct Article {
    title: String,
    body: String,
    cover: String,
}

impl Campaign {
    pub(super) fn new(folder: &Path, name: &str) -> Self {
        let empty = Self {
            folder: folder.join(name),
            name: name.to_owned(),
            head: String::new(),
            articles: Vec::new(),
            message: None,
            preview: format!("to = [\"{TESTER}\"]\n"),
            audience: "tag = \"VIP\"\n".to_owned(),
            send: String::new(),
            files: Vec::new(),
        };
        empty.article("A first article", "Good morning.\n\n![one](one.png)\n")
    }

    /// One more article in Markdown, with a cover of its own. Pictures that it names as `word.png` are made.
    #[must_use]
    pub fn article(mut self, title: &str, body: &str) -> Self {
        let cover = format!("cover{}.jpg", self.articles.len() + 1);
        for name in body
            .split(['(', ')', '"'])
            .filter(|word| !word.contains('/'))
        {
            if Path::new(name).extension().is_some_and(|end| end == "png") {
                self = self.picture(name);
            }
        }
        self = self.picture(&cover.clone());
        self.articles.push(Article {
            title: title.to_owned(),
            body: body.to_owned(),
            cover,
        });
        self
    }

    /// Takes the articles away that are there so far.
    #[must_use]
    pub fn without_articles(mut self) -> Self {
        self.articles.clear();
        self
    }

    /// A picture of a colour that follows from its name, unless there is one.
    #[must_use]
    pub fn picture(self, name: &str) -> Self {
        if self.files.iter().any(|(known, _)| known == name) {
            return self;
        }
        let seed = name
            .bytes()
            .fold(7, |seed: u32, byte| seed.wrapping_mul(31) + u32::from(byte));
        let bytes = pictures::plain(name, seed);
        self.file(name, bytes)
    }

    #[must_use]
    pub fn file(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), bytes.into()));
        self
    }

    /// Lines above the first table.
    #[must_use]
    pub fn head(mut self, lines: &str) -> Self {
        self.head.push_str(lines);
        self
    }

    #[must_use]
    pub fn route(mut self, route: &str) -> Self {
        let _ = writeln!(self.head, "route = \"{route}\"");
        self
    }

    /// The lines of `[message]`, in place of articles.
    #[must_use]
    pub fn message(mut self, lines: &str) -> Self {
        self.message = Some(lines.to_owned());
        self
    }

    /// The lines of `[audience]`; an empty text leaves the table out.
    #[must_use]
    pub fn audience(mut self, lines: &str) -> Self {
        lines.clone_into(&mut self.audience);
        self
    }

    /// To the first `count` followers, from a file beside the campaign.
    #[must_use]
    pub fn for_openids(self, count: u64) -> Self {
        let list = openids(1..=count).join("\n") + "\n";
        self.file("openids.txt", list)
            .audience("openids = \"openids.txt\"")
    }

    #[must_use]
    pub fn without_preview(mut self) -> Self {
        self.preview.clear();
        self
    }

    /// The lines of `[send]`.
    #[must_use]
    pub fn send(mut self, lines: &str) -> Self {
        lines.clone_into(&mut self.send);
        self
    }

    /// Writes it all and gives the path of the campaign file. Writing again over the same name changes it.
    pub fn write(&self) -> PathBuf {
        std::fs::create_dir_all(&self.folder).expect("a folder for the campaign");
        for (name, bytes) in &self.files {
            let path = self.folder.join(name);
            std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file of the campaign");
        }
        let mut text = format!("name = \"{}\"\n{}", self.name, self.head);
        if let Some(message) = &self.message {
            let _ = write!(text, "\n[message]\n{message}\n");
        } else {
            for (number, article) in self.articles.iter().enumerate() {
                let content = format!("article{}.md", number + 1);
                std::fs::write(self.folder.join(&content), &article.body).expect("an article");
                let _ = write!(
                    text,
                    "\n[[articles]]\ntitle = \"{}\"\ncover = \"{}\"\ncontent = \"{content}\"\n",
                    article.title, article.cover
                );
            }
        }
        for (table, lines) in [
            ("preview", &self.preview),
            ("audience", &self.audience),
            ("send", &self.send),
        ] {
            if !lines.is_empty() {
                let _ = write!(text, "\n[{table}]\n{lines}\n");
            }
        }
        let file = self.folder.join("campaign.toml");
        std::fs::write(&file, text).expect("a campaign file");
        file
    }
}
