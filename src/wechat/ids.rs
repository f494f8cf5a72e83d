//! The ids of WeChat's world, each its own type, so that a draft cannot be given where a message is meant.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        /// An empty or broken one is none.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::lenient::required(deserializer).map(Self)
            }
        }

        impl $name {
            /// Takes the id as it is.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The id as WeChat writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Takes the number as it is.
            pub const fn new(value: i64) -> Self {
                Self(value)
            }

            /// The number.
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::lenient::number(deserializer).map(Self)
            }
        }
    };
}

text_id! {
    /// A picture, voice, video, draft or news in the account; temporary ones die after three days ("uploadTempMedia").
    MediaId
}
text_id! {
    /// A follower of one account: 28 characters of `[A-Za-z0-9_-]`, another one for every account.
    OpenId
}
text_id! {
    /// Our own key of a mass call, at most 32 ASCII characters; WeChat remembers it for 24 hours ("sendAll").
    ClientMsgId
}
number_id! {
    /// A mass send that WeChat has accepted. Real values exceed 31 bits ("sendAll").
    MsgId
}
number_id! {
    /// The statistics' id of a mass send of news ("sendAll").
    MsgDataId
}
number_id! {
    /// A tag; 0, 1 and 2 are the system's, 2 is the starred group ("getTags").
    TagId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_three_forms() {
        for text in ["3147480001", "\"3147480001\"", "3147480001.0"] {
            assert_eq!(
                serde_json::from_str::<MsgId>(text).expect(text),
                MsgId::new(3_147_480_001)
            );
        }
        for text in ["1.5", "\"abc\"", "1e300", "null"] {
            assert!(serde_json::from_str::<MsgId>(text).is_err(), "{text}");
        }
    }
}
