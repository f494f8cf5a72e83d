//! The language of the words for people. Keys, kinds, codes and logs are never translated.

/// Chinese or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    En,
    Zh,
}

impl Lang {
    /// By a locale such as `zh_CN.UTF-8`: Chinese where it begins with `zh`, else English.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// The tag of the language: its folder in `i18n/`, and what HTML calls it.
    pub fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }

    /// The one of two texts.
    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
}
