//! Control characters, which come along when text is copied from PDF or Word: WeChat counts each six-fold or refuses it
//! (`wechat-api.md` 0, 8). They go, and it is said.

use std::borrow::Cow;

use super::dialect::{Fate, Foreign, ForeignKind};
use super::{Removed, RemovedWhat};

/// Characters that no reader sees and no text needs; line ends and tabs are none of them.
pub(crate) fn is_stray(character: char) -> bool {
    let is_wanted = matches!(character, '\n' | '\r' | '\t');
    (character.is_control() && !is_wanted)
        || matches!(
            character,
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// The text without them; each line that had some is reported.
pub(super) fn without<'t>(text: &'t str, removed: &mut Vec<Removed>) -> Cow<'t, str> {
    if !text.contains(is_stray) {
        return Cow::Borrowed(text);
    }
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains(is_stray))
    {
        let names: Vec<_> = line
            .chars()
            .filter(|it| is_stray(*it))
            .take(5)
            .map(|it| format!("U+{:04X}", u32::from(it)))
            .collect();
        let before = line.split(is_stray).next().unwrap_or_default();
        removed.push(Removed {
            what: RemovedWhat::Foreign(Foreign::new(
                ForeignKind::ControlCharacters,
                Fate::LeftOut,
                &names.join(" "),
            )),
            line: Some(number),
            column: before.chars().count() + 1,
        });
    }
    Cow::Owned(text.replace(is_stray, ""))
}
