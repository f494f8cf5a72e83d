//! Marks of other tools' Markdown in words: what each is, what followers see of it, and what to write instead.

use super::catalogue::text;
use super::lang::Lang;
use crate::article::{Fate, Foreign, ForeignKind};

/// Returns the sentence and the fix.
pub(super) fn sentence(lang: Lang, foreign: &Foreign) -> (String, String) {
    use ForeignKind as Kind;
    let text = &foreign.text;
    let what = match foreign.kind {
        Kind::ShortLines => text!(lang, dialect_most_paragraphs_short_lines_single),
        Kind::TitleTwice => text!(lang, dialect_first_heading_repeats_title_left, text = text),
        Kind::ControlCharacters => text!(
            lang,
            dialect_invisible_control_characters_removed,
            text = text
        ),
        Kind::IndentedProse => text!(
            lang,
            dialect_paragraph_begins_four_spaces_which,
            text = text
        ),
        Kind::Fence if text.starts_with(['`', '~']) => {
            text!(lang, dialect_opens_code_nothing_closes, text = text)
        }
        Kind::Diagram => text!(lang, dialect_not_drawn_followers_see_source, text = text),
        Kind::Unclosed => text!(lang, dialect_box_no_end, text = text),
        Kind::BrokenTable if foreign.fate == Fate::Plain => {
            text!(lang, dialect_row_more_cells_head, text = text)
        }
        kind => fated(lang, kind, foreign.fate, text),
    };
    // What was written for a program is gone as its writer meant it to be.
    let fix = match foreign.fate {
        Fate::LeftOut if is_for_programs(foreign.kind) => text!(lang, mark_fix_remove_silence),
        Fate::Plain if foreign.kind == Kind::BrokenTable => {
            text!(lang, mark_fix_backslash_before_bar)
        }
        _ => fix(lang, foreign.kind),
    };
    (what, fix)
}

/// The digest that an article got, where none is written.
pub fn made_digest(lang: Lang, digest: &str) -> String {
    let digest = crate::text::printable(digest);
    text!(
        lang,
        dialect_digest_first_paragraph_none_written,
        digest = digest
    )
}

fn fated(lang: Lang, kind: ForeignKind, fate: Fate, text: &str) -> String {
    let name = name(lang, kind);
    match fate {
        Fate::Stands => text!(
            lang,
            dialect_stands_article_written,
            name = name,
            text = text
        ),
        Fate::Plain => text!(lang, dialect_becomes_plain_text, name = name, text = text),
        Fate::LeftOut => text!(lang, dialect_left_out, name = name, text = text),
        Fate::Lost => text!(
            lang,
            dialect_not_read_what_names_would,
            name = name,
            text = text
        ),
    }
}

/// The name of a kind.
#[rustfmt::skip]
fn name(lang: Lang, kind: ForeignKind) -> String {
    use ForeignKind as Kind;
    match kind {
        Kind::Abbreviation => text!(lang, mark_abbreviation),
        Kind::Attributes => text!(lang, mark_attribute),
        Kind::BbCode => text!(lang, mark_forum_code),
        Kind::BlockId => text!(lang, mark_block_id),
        Kind::BrokenLink => text!(lang, mark_link),
        Kind::BrokenPicture => text!(lang, mark_picture),
        Kind::BrokenTable => text!(lang, mark_table),
        Kind::Callout => text!(lang, mark_callout),
        Kind::Citation => text!(lang, mark_citation),
        Kind::Comment => text!(lang, mark_unclosed_comment),
        Kind::Container | Kind::Unclosed => text!(lang, mark_container),
        Kind::ControlCharacters => text!(lang, mark_control_characters),
        Kind::Dataview => text!(lang, mark_query_field),
        Kind::Definition => text!(lang, mark_definition),
        Kind::Diagram => text!(lang, mark_diagram),
        Kind::Embed => text!(lang, mark_embedded_file),
        Kind::Emoji => text!(lang, mark_emoji_code),
        Kind::Emphasis => text!(lang, mark_emphasis),
        Kind::Fence => text!(lang, mark_code_mark),
        Kind::FootnoteTwice => text!(lang, mark_footnote_twice),
        Kind::FootnoteUndefined => text!(lang, mark_footnote_without_text),
        Kind::FootnoteUnused => text!(lang, mark_footnote_nothing_refers),
        Kind::FormulaMark => text!(lang, mark_formula),
        Kind::FrontMatter => text!(lang, mark_front_matter),
        Kind::FullWidth => text!(lang, mark_full_width_mark),
        Kind::IndentedProse => text!(lang, mark_indented_paragraph),
        Kind::InsideHtml => text!(lang, mark_markdown_inside_html),
        Kind::Marker => text!(lang, mark_marker),
        Kind::Mdx => text!(lang, mark_mdx_code),
        Kind::MissingSpace => text!(lang, mark_mark_without_space_behind),
        Kind::Org => text!(lang, mark_org_mark),
        Kind::PageBreak => text!(lang, mark_command),
        Kind::Reference => text!(lang, mark_unused_address),
        Kind::Rst => text!(lang, mark_directive),
        Kind::Ruby => text!(lang, mark_ruby_text),
        Kind::ShortLines => text!(lang, mark_short_lines),
        Kind::Shortcode => text!(lang, mark_shortcode),
        Kind::Tag => text!(lang, mark_tag),
        Kind::TaskState => text!(lang, mark_state_task),
        Kind::Tilde => text!(lang, mark_single_tildes),
        Kind::TitleTwice => text!(lang, mark_heading),
        Kind::Toc => text!(lang, mark_table_contents_without_headings),
        Kind::WikiLink => text!(lang, mark_wiki_link),
    }
}

/// Marks that were written for a program, and that no reader is to see.
fn is_for_programs(kind: ForeignKind) -> bool {
    use ForeignKind as Kind;
    matches!(
        kind,
        Kind::Abbreviation
            | Kind::Attributes
            | Kind::BlockId
            | Kind::ControlCharacters
            | Kind::Dataview
            | Kind::Marker
            | Kind::Mdx
            | Kind::PageBreak
    )
}

/// The way to write it instead.
#[rustfmt::skip]
fn fix(lang: Lang, kind: ForeignKind) -> String {
    use ForeignKind as Kind;
    match kind {
        Kind::BrokenPicture => text!(lang, mark_fix_write_words_picture_png),
        Kind::BrokenLink => text!(lang, mark_fix_write_words_https_half),
        Kind::Embed => text!(lang, mark_fix_name_picture_write_what),
        Kind::FullWidth => text!(lang, mark_fix_write_half_width_mark),
        Kind::MissingSpace => text!(lang, mark_fix_put_space_behind_mark),
        Kind::Diagram => text!(lang, mark_fix_use_picture),
        Kind::FootnoteTwice => text!(lang, mark_fix_other_name),
        Kind::FootnoteUndefined => text!(lang, mark_fix_write_words_line_own),
        Kind::Fence => text!(lang, mark_fix_close_same_mark_put),
        Kind::Comment => text!(lang, mark_fix_close_remove),
        Kind::Emphasis => text!(lang, mark_fix_put_marks_directly_words),
        Kind::Tilde => text!(lang, mark_fix_write_words_strike_out),
        Kind::ShortLines => text!(lang, mark_fix_write_breaks_true_theme),
        Kind::TitleTwice => text!(lang, mark_fix_change_one_two_keep),
        Kind::FrontMatter => text!(lang, mark_fix_write_key_value_one),
        Kind::InsideHtml => text!(lang, mark_fix_leave_empty_line_after),
        Kind::BrokenTable => text!(lang, mark_fix_give_table_line_many),
        Kind::FormulaMark => text!(lang, mark_fix_put_formula_between),
        Kind::Toc => text!(lang, mark_fix_write_headings),
        Kind::Unclosed => text!(lang, mark_fix_end_box),
        Kind::IndentedProse => text!(lang, mark_fix_remove_spaces_put_code),
        Kind::Shortcode => text!(lang, mark_fix_write_markdown_words_picture),
        Kind::Tag => text!(lang, mark_fix_close_same_paragraph),
        Kind::WikiLink => text!(lang, mark_fix_write_words_https_mp),
        Kind::Container => text!(lang, mark_fix_tip_tip_make_boxes),
        Kind::Callout => text!(lang, mark_fix_begin_quote),
        Kind::Reference | Kind::FootnoteUnused => text!(lang, mark_fix_refer_remove),
        Kind::Emoji => text!(lang, mark_fix_write_emoji_itself),
        _ => text!(lang, mark_fix_write_plain_markdown_remove),
    }
}
