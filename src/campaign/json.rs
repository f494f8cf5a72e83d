//! WeChat's own `{"articles": […]}`, as scripts write it: what is known to be refused, before the call.
//!
//! Says what is missing, of another type, or longer than WeChat takes ("draft_add"), every problem at once. Fields that are not
//! known here pass: WeChat adds some now and then.

use serde_json::{Map, Value};

use super::limits::{self, MAX_ARTICLES};
use super::problem::{Rule, Severity};

/// Fields that are text, where they are given.
const TEXTS: &[&str] = &["title", "author", "digest", "content", "content_source_url"];

/// A problem of such a document: its place, as `articles[0]`, and the rule that is broken.
pub fn faults(document: &Value) -> Vec<(String, Rule)> {
    let Some(articles) = document["articles"].as_array() else {
        let rule = match document.get("articles") {
            Some(other) => wrong_type("articles", "array", other),
            None => Rule::MissingKey { key: "articles" },
        };
        return vec![("JSON".to_owned(), rule)];
    };
    if !(1..=MAX_ARTICLES).contains(&articles.len()) {
        let count = articles.len();
        return vec![("articles".to_owned(), Rule::ArticleCount { count })];
    }
    let of_one = |(number, article): (usize, &Value)| {
        let rules = match article.as_object() {
            Some(article) => of_article(article),
            None => vec![wrong_type("article", "object", article)],
        };
        let place = format!("articles[{number}]");
        rules.into_iter().map(move |rule| (place.clone(), rule))
    };
    articles.iter().enumerate().flat_map(of_one).collect()
}

fn of_article(article: &Map<String, Value>) -> Vec<Rule> {
    let is_post = article.get("article_type").and_then(Value::as_str) == Some("newspic");
    let mut rules = Vec::new();
    let cover = (!is_post).then_some("thumb_media_id");
    for key in ["title", "content"].into_iter().chain(cover) {
        match article.get(key) {
            None => rules.push(Rule::MissingKey { key }),
            Some(Value::String(text)) if text.trim().is_empty() => {
                rules.push(Rule::Empty {
                    key: key.to_owned(),
                });
            }
            Some(_) => {}
        }
    }
    for field in TEXTS {
        match article.get(*field) {
            Some(Value::String(text)) => {
                let rule = limits::judge(field, text);
                rules.extend(rule.filter(|rule| rule.severity() == Severity::Error));
            }
            Some(other) => rules.push(wrong_type(field, "string", other)),
            None => {}
        }
    }
    rules
}

fn wrong_type(key: &str, expected: &'static str, found: &Value) -> Rule {
    Rule::WrongType {
        key: key.to_owned(),
        expected,
        found: match found {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        },
    }
}
