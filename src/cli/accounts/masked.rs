//! The accounts file as it may be shown: tables and keys, with stars in place of everything that may be a secret.
//!
//! The stars are as many bytes as what they stand for, so that places in the one text are places in the other.

/// Longer words than any key of a profile may be what a key is not: a secret in the wrong place.
const LONGEST_KEY: usize = 24;

/// The text with stars for values, comments and everything that is neither a table's head nor a key.
pub(super) fn masked(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

/// Whether a word in a key's place may be a secret.
pub(super) fn may_be_secret(word: &str) -> bool {
    word.chars().count() > LONGEST_KEY
        || (word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn line(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let code = &line[indent..];
    let shown = if code.starts_with('[') {
        code.find(']').map_or(0, |end| end + 1)
    } else {
        code.find('=').map_or(0, |equals| {
            let key = code[..equals].trim_end();
            let is_key = !key.is_empty()
                && !key.starts_with('#')
                && !key.contains(['"', '\'', ':'])
                && !may_be_secret(key);
            if is_key { equals + 1 } else { 0 }
        })
    };
    let (shown, rest) = line.split_at(indent + shown);
    let mut masked = shown.to_owned();
    for character in rest.chars() {
        if character.is_whitespace() {
            masked.push(character);
        } else {
            masked.extend(std::iter::repeat_n('*', character.len_utf8()));
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_masked_in_place() {
        for (text, shown) in [
            ("[main] # s3\n", "[main] * **\n"),
            ("[\"主号\"]\r\n", "[\"主号\"]\r\n"),
            ("secret = \"s3\"\n", "secret = ****\n"),
            ("secret: \"s3\"", "******* ****"),
            ("# secret = s3", "* ****** * **"),
            ("  0123456789abcdef = 1", "  **************** * *"),
            ("\"s3\" = 1", "**** * *"),
            ("密 = \"é\"", "密 = ****"),
            ("s3", "**"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(masked(text).len(), text.len(), "{text}");
        }
    }
}
