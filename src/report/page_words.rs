//! The phone page's own words, for `wxmass render` and `wxmass themes`.

use super::catalogue::text;
use super::lang::Lang;
use crate::article::page::Words;

/// The words of a page in one language.
pub fn page_words(lang: Lang) -> Words {
    Words {
        language: lang.tag(),
        shade: text!(lang, page_shade),
        chat: text!(lang, page_chat),
        back: text!(lang, page_back),
        read_more: text!(lang, page_read_more),
        characters: text!(lang, page_characters),
        picture: text!(lang, page_picture),
        video: text!(lang, page_video),
        mini_program: text!(lang, page_mini_program),
        audio: text!(lang, page_audio),
        account_card: text!(lang, page_account_card),
        channel: text!(lang, page_channel),
    }
}
