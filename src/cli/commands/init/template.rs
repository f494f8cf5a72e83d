//! The text of a new campaign, with comments in the operator's language. It goes to the star group, which every account has,
//! as a test tag: what is sent by mistake reaches testers only.

use crate::report::Lang;
use crate::report::text;

/// The follower of the sandbox who gets previews.
const SANDBOX_TESTER: &str = "oSandbox00000000000000000001";

/// The campaign file. `tester` is who the account's owner has named for previews.
pub(super) fn campaign(lang: Lang, name: &str, tester: Option<&str>) -> String {
    let preview = preview(lang, tester);
    lang.pick(ENGLISH, CHINESE)
        .replace("NAME", &escaped(name))
        .replace("PREVIEW\n", &preview)
}

/// The article in Markdown.
pub(super) fn article(lang: Lang) -> &'static str {
    lang.pick(ENGLISH_ARTICLE, CHINESE_ARTICLE)
}

fn preview(lang: Lang, tester: Option<&str>) -> String {
    let own = text!(lang, init_your_wechat_id);
    let line = format!("# wxnames = [\"{own}\"]");
    let hint = format!("{line:<38} # {}\n", text!(lang, init_or_wechat_id));
    match tester {
        Some(openid) if crate::campaign::audience::is_openid(openid) => {
            format!("to = [\"{}\"]\n{hint}", escaped(openid))
        }
        Some(wxname) => format!("wxnames = [\"{}\"]\n", escaped(wxname)),
        None => format!(
            "to = [\"{SANDBOX_TESTER}\"]  # {}\n{hint}",
            text!(lang, init_openids_testers_one_exists_only)
        ),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

const ENGLISH: &str = include_str!("../../../../i18n/en/template.toml");
const CHINESE: &str = include_str!("../../../../i18n/zh-CN/template.toml");
const ENGLISH_ARTICLE: &str = include_str!("../../../../i18n/en/template.md");
const CHINESE_ARTICLE: &str = include_str!("../../../../i18n/zh-CN/template.md");
