//! Names that the campaign file, the command line, the ledger and the API each have: for the kinds of messages, the routes of
//! news, who may comment. One place, so that no two rooms can differ.

use std::fmt;

/// A kind of message. Its names are its row in [`MessageKind::names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    News,
    Text,
    Images,
    Voice,
    Video,
    Card,
}

/// The names of one kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// `msgtype` of the mass calls, and the field that holds the message in a preview ("preview").
    pub wire: &'static str,
    /// The field that holds the message in a mass send ("sendAll").
    pub field: &'static str,
    /// The option of the command line, without its dashes; also what fingerprints call a message that is uploaded already.
    pub option: &'static str,
    /// The key below `[message]` of a campaign file; none for news, which are `[[articles]]`.
    pub key: Option<&'static str>,
}

impl MessageKind {
    /// Every kind, in the order in which help and errors list them.
    pub const ALL: [Self; 6] = [
        Self::News,
        Self::Text,
        Self::Images,
        Self::Voice,
        Self::Video,
        Self::Card,
    ];

    /// The table of names.
    pub const fn names(self) -> Names {
        let (wire, field, option, key) = match self {
            Self::News => ("mpnews", "mpnews", "mpnews", None),
            Self::Text => ("text", "text", "text", Some("text")),
            // Pictures go under `images`, one as well as several, though their msgtype is `image` ("sendAll").
            Self::Images => ("image", "images", "image", Some("images")),
            Self::Voice => ("voice", "voice", "voice", Some("voice")),
            Self::Video => ("mpvideo", "mpvideo", "video", Some("video")),
            Self::Card => ("wxcard", "wxcard", "card", Some("card")),
        };
        Names {
            wire,
            field,
            option,
            key,
        }
    }

    /// The options of the command line that give a message.
    pub fn options() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|kind| kind.names().option)
    }
}

/// The call by which news are created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    /// `draft/add`, today's route.
    #[default]
    Draft,
    /// `material/add_news`, withdrawn in 2022.
    Material,
    /// `media/uploadnews`, temporary.
    Upload,
}

impl Route {
    /// The call's name, as WeChat's pages have it.
    pub const fn call(self) -> &'static str {
        match self {
            Self::Draft => "draft/add",
            Self::Material => "material/add_news",
            Self::Upload => "media/uploadnews",
        }
    }
}

/// The route's name in a campaign file and in the ledger.
impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Draft => "draft",
            Self::Material => "material",
            Self::Upload => "upload",
        })
    }
}

/// The readers who may comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    #[default]
    Off,
    Everyone,
    Fans,
}

/// Fields beside pictures ("sendAll"); each may be missing. Errors: 40193, 40194 (`recommend` is too long or not
/// allowed).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageWords {
    pub title: String,
    /// The words by which it is recommended; empty: "shared pictures".
    pub recommend: String,
    pub comments: Comments,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_share_a_name() {
        for name in [
            |names: Names| Some(names.wire),
            |names: Names| Some(names.field),
            |names: Names| Some(names.option),
            |names: Names| names.key,
        ] {
            let mut all: Vec<_> = MessageKind::ALL
                .iter()
                .filter_map(|kind| name(kind.names()))
                .collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{all:?}");
        }
    }
}
