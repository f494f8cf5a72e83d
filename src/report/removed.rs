//! Things that WeChat would remove from an article, in words: what it is, and what to do.

use super::catalogue::{pair, text};
use super::lang::Lang;
use crate::article::RemovedWhat;

/// Returns the sentence and the fix.
pub(super) fn sentence(lang: Lang, what: &RemovedWhat) -> (String, String) {
    let name = match what {
        RemovedWhat::Foreign(foreign) => return super::dialect::sentence(lang, foreign),
        RemovedWhat::Formula { tex, why } if why.is_empty() => {
            return pair!(lang, removed_formula_shown_written, tex = tex);
        }
        RemovedWhat::Formula { tex, why } => {
            return pair!(
                lang,
                removed_formula_shown_written_cannot_set,
                tex = tex,
                why = why
            );
        }
        RemovedWhat::LinksElsewhere { count } => {
            return pair!(lang, removed_links_other_sites_which_wechat, count = count);
        }
        RemovedWhat::Picture { source } if source.is_empty() => {
            return pair!(lang, removed_picture_no_address_followers_would);
        }
        RemovedWhat::Picture { source } => {
            return pair!(
                lang,
                removed_picture_would_lost_stands_where,
                source = source
            );
        }
        RemovedWhat::LinkedPicture { source } => {
            return pair!(lang, removed_picture_behind_link, source = source);
        }
        RemovedWhat::Media { element, source } => {
            return pair!(
                lang,
                removed_cannot_sent_article,
                source = source,
                element = element
            );
        }
        RemovedWhat::Hidden { words, all: true } => {
            return pair!(lang, removed_followers_would_see_nothing_all, words = words);
        }
        RemovedWhat::Hidden { words, all: false } => {
            return pair!(
                lang,
                removed_followers_cannot_see_style_hides,
                words = words
            );
        }
        RemovedWhat::StyleUnknown(name) => {
            return pair!(lang, removed_wxmass_removes_style_what_wechat, name = name);
        }
        RemovedWhat::Animation(name) => {
            return pair!(lang, removed_animation_not_wechat_list, name = name);
        }
        RemovedWhat::Spaces => return pair!(lang, removed_space_between_blocks_said_once),
        RemovedWhat::CodeInLines => {
            return pair!(lang, removed_code_inside_lines_plain_look);
        }
        RemovedWhat::NoteLooks => {
            return pair!(lang, removed_notes_their_words_plain_their);
        }
        RemovedWhat::Element(name) if name == "template" => {
            return pair!(lang, removed_template);
        }
        RemovedWhat::Element(name) if !is_known_lost(name) => {
            return pair!(
                lang,
                removed_wxmass_removes_element_what_wechat,
                name = name
            );
        }
        RemovedWhat::Link { href } => return pair!(lang, removed_link_own, href = href),
        RemovedWhat::Base { href } => return pair!(lang, removed_base, href = href),
        RemovedWhat::CodeColours => {
            return pair!(lang, removed_code_no_colours_them_article);
        }
        RemovedWhat::Script => text!(lang, removed_scripts),
        RemovedWhat::StyleSheet => text!(lang, removed_style_sheets_use_theme),
        RemovedWhat::Iframe => text!(lang, removed_frames),
        RemovedWhat::Form => text!(lang, removed_forms),
        RemovedWhat::EventHandler => text!(lang, removed_event_handlers),
        RemovedWhat::StyleProperty(name) => text!(lang, removed_style, name = name),
        RemovedWhat::Element(name) => text!(lang, removed_element, name = name),
        RemovedWhat::TooDeep => text!(lang, removed_tags_nested_too_deep),
    };
    pair!(lang, removed_wechat_removes, name = name)
}

/// Elements of which the field has seen that WeChat takes them out (`wechat-api.md` 9.1).
fn is_known_lost(name: &str) -> bool {
    matches!(
        name,
        "canvas" | "math" | "audio" | "video" | "object" | "embed" | "applet" | "defs" | "use"
    )
}
