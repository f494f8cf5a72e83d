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

    /// The one of two texts.
    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
}

/// A sentence in both languages, side by side, with named values.
#[allow(
    unused_macros,
    reason = "new sentences are written with it until they are moved into the catalogue"
)]
macro_rules! say {
    ($lang:expr, $english:literal, $chinese:literal $(, $name:ident = $value:expr)* $(,)?) => {
        match $lang {
            $crate::report::Lang::En => format!($english $(, $name = $value)*),
            $crate::report::Lang::Zh => format!($chinese $(, $name = $value)*),
        }
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use say;

/// A sentence and its fix, as two texts: `[what, fix]` in English, then in Chinese, with named values.
#[allow(unused_macros, reason = "as above")]
macro_rules! told {
    ($lang:expr, [$what:literal, $fix:literal], [$chinese_what:literal, $chinese_fix:literal]
     $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = $value;)*
        match $lang {
            $crate::report::Lang::En => (format!($what), format!($fix)),
            $crate::report::Lang::Zh => (format!($chinese_what), format!($chinese_fix)),
        }
    }};
}
#[allow(unused_imports, reason = "as above")]
pub(super) use told;
