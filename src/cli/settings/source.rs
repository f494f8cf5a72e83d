//! Sources of settings. [`super::resolve`] says it once, beside the value; nothing derives it again.

use std::fmt;
use std::ops::Deref;

use crate::report::Lang;
use crate::report::text;

/// A value and where it was written.
pub(in crate::cli) struct Setting<T> {
    pub(in crate::cli) value: T,
    pub(in crate::cli) source: Source,
}

/// The place where a setting was written: the first of these that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// `--name`.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// `account = …` of the campaign.
    Campaign,
    /// The profile of this name.
    Profile(String),
    /// The sandbox has its own.
    Sandbox,
    Default,
    /// Nowhere, though it is needed.
    NotSet,
}

impl Source {
    /// The source for people.
    pub(in crate::cli) fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Flag(flag) => (*flag).to_owned(),
            Self::Variable(variable) => (*variable).to_owned(),
            Self::Campaign => text!(lang, source_campaign),
            Self::Profile(name) => text!(lang, source_accounts_file, name = name),
            Self::Sandbox => text!(lang, source_sandbox),
            Self::Default => text!(lang, source_default),
            Self::NotSet => text!(lang, source_not_set),
        }
    }
}

impl<T> Setting<T> {
    pub(in crate::cli) fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }

    /// The value of a profile's key, where it is written there; else the default.
    pub(super) fn of_profile(profile: Option<&str>, written: Option<T>) -> Self
    where
        T: Default,
    {
        match (profile, written) {
            (Some(name), Some(value)) => Self::new(value, Source::Profile(name.to_owned())),
            _ => Self::new(T::default(), Source::Default),
        }
    }
}

impl<T> Deref for Setting<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Setting<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<T: fmt::Debug> fmt::Debug for Setting<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} ({:?})", self.value, self.source)
    }
}
