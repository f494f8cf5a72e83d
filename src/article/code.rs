//! Code in colours: blocks that name their language get classes, which a theme turns into colours.
//!
//! Grammars are syntect's own, read on first use. Six classes are told apart and neighbours of one class share a span, for
//! every tag counts among WeChat's 20,000 characters. A language that is not known, and a block that is very long, stay plain.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::tree::{Element, Node};

/// A longer block is no example any more, and colours would double it.
const MAX_BLOCK: usize = 16_000;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Beginnings of scope names, and the class of each. The innermost scope that is listed decides.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let rows = [
        ("comment", "code-comment"),
        ("string", "code-string"),
        ("constant.character", "code-string"),
        ("constant", "code-number"),
        ("keyword.operator", ""),
        ("keyword", "code-keyword"),
        ("storage", "code-keyword"),
        ("entity.name", "code-name"),
        ("entity.other.attribute-name", "code-attribute"),
        ("support", "code-name"),
        ("variable.function", "code-name"),
    ];
    let row = |(name, class)| Some((Scope::new(name).ok()?, class));
    rows.into_iter().filter_map(row).collect()
});

/// Colours every block of code; says whether there was one.
pub(super) fn colour(nodes: &mut [Node]) -> bool {
    let mut any = false;
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        if element.name == "pre" {
            for child in &mut element.children {
                if let Node::Element(code) = child {
                    any |= colour_block(code);
                }
            }
        } else {
            any |= colour(&mut element.children);
        }
    }
    any
}

fn colour_block(code: &mut Element) -> bool {
    let language = code.get("class").and_then(|classes| {
        let mut classes = classes.split_ascii_whitespace();
        classes.find_map(|class| class.strip_prefix("language-"))
    });
    let (Some(language), [Node::Text(text)]) = (language, code.children.as_slice()) else {
        return false;
    };
    if code.name != "code" || text.len() > MAX_BLOCK {
        return false;
    }
    let Some(runs) = runs(language, text) else {
        return false;
    };
    let span = |(class, text): (&str, String)| match class {
        "" => Node::Text(text),
        class => Node::Element(Element::with_class("span", class, vec![Node::Text(text)])),
    };
    code.children = runs.into_iter().map(span).collect();
    true
}

/// The text in runs of one class each; `None` where the language is not known or its grammar stumbles.
fn runs(language: &str, text: &str) -> Option<Vec<(&'static str, String)>> {
    let syntax = GRAMMARS
        .find_syntax_by_token(common_name(language))
        .filter(|syntax| syntax.name != "Plain Text")?;
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut runs: Vec<(&'static str, String)> = Vec::new();
    let mut add = |class: &'static str, part: &str| match runs.last_mut() {
        Some((last, run)) if *last == class || part.trim().is_empty() => run.push_str(part),
        _ if !part.is_empty() => runs.push((class, part.to_owned())),
        _ => {}
    };
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        for (at, change) in state.parse_line(line, &GRAMMARS).ok()? {
            add(class(&scopes), line.get(from..at)?);
            from = at;
            scopes.apply(&change).ok()?;
        }
        add(class(&scopes), line.get(from..)?);
    }
    Some(runs)
}

fn class(scopes: &ScopeStack) -> &'static str {
    let of = |scope: &Scope| {
        let mut rows = CLASSES.iter();
        rows.find(|(prefix, _)| prefix.is_prefix_of(*scope))
            .map(|(_, class)| *class)
    };
    scopes.as_slice().iter().rev().find_map(of).unwrap_or("")
}

/// Names that writers use for languages whose grammar goes by another one, or whose cousin's grammar does.
fn common_name(language: &str) -> &str {
    match language {
        "ts" | "typescript" | "jsx" | "tsx" | "mjs" | "node" => "js",
        "shell" | "console" | "zsh" => "sh",
        "golang" => "go",
        "jsonc" | "json5" => "json",
        "toml" | "ini" | "conf" => "properties",
        "vue" | "svelte" => "html",
        "kotlin" | "kt" | "swift" => "java",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{parse, tree};

    fn coloured(html: &str) -> String {
        let mut nodes = parse::parse(html, 1).nodes;
        colour(&mut nodes);
        tree::write(&nodes)
    }

    #[test]
    fn words_get_classes_and_neighbours_share_them() {
        let html = "<pre><code class=\"language-rust\">let x = \"a b\"; // why\n</code></pre>";
        assert_eq!(
            coloured(html),
            "<pre><code class=\"language-rust\"><span class=\"code-keyword\">let</span> x = \
             <span class=\"code-string\">\"a b\"</span>; <span class=\"code-comment\">// why\n</span></code></pre>"
        );
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for html in [
            "<pre><code>let x</code></pre>",
            "<pre><code class=\"language-klingon\">let x</code></pre>",
            "<p><code class=\"language-rust\">let x</code></p>",
        ] {
            assert_eq!(coloured(html), html);
        }
    }

    #[test]
    fn no_character_is_lost() {
        for language in [
            "rust", "python", "js", "html", "sh", "sql", "json", "yaml", "java", "go",
        ] {
            let text =
                "if (a < 1) { return \"中文\\n\"; }\n# x\n// y\n<b class='c'>&amp;</b>\n\tend\n";
            let runs = runs(language, text).expect(language);
            let again: String = runs.into_iter().map(|(_, run)| run).collect();
            assert_eq!(again, text, "{language}");
        }
    }
}
