//! Rules that need more than a sentence: files that cannot be read, choices, titles; in both languages.

use super::lang::{Lang, say, told};
use crate::campaign::problem::{OddTitle, ReadFault};

/// Why a file cannot be read.
pub(super) fn unreadable(lang: Lang, path: &str, why: &ReadFault) -> (String, String) {
    match why {
        ReadFault::Missing => told!(
            lang,
            [
                "the file `{path}` does not exist",
                "check the name and the folder"
            ],
            ["文件 `{path}` 不存在", "请检查文件名和文件夹"]
        ),
        ReadFault::Forbidden => told!(
            lang,
            [
                "cannot read `{path}`: no permission",
                "allow this user to read it"
            ],
            ["无法读取 `{path}`：没有权限", "请给当前用户读取权限"]
        ),
        ReadFault::Folder => told!(
            lang,
            ["`{path}` is a folder", "name a file in it"],
            ["`{path}` 是文件夹", "请写其中的文件"]
        ),
        ReadFault::Other(words) => told!(
            lang,
            [
                "cannot read `{path}`: {words}",
                "check the disk and the file"
            ],
            ["无法读取 `{path}`（{words}）", "请检查磁盘和文件"]
        ),
    }
}

/// None or several of a few keys, where it must be one.
pub(super) fn exactly_one(lang: Lang, table: &str, of: &[&str], found: usize) -> (String, String) {
    let (last, first) = of.split_last().unwrap_or((&"", &[]));
    let quoted = |key: &&str| format!("`{key}`");
    let first: Vec<_> = first.iter().map(quoted).collect();
    let choices = say!(
        lang,
        "{f} or `{last}`",
        "{f} 或 `{last}`",
        f = first.join(lang.pick(", ", "、"))
    );
    match (table, found) {
        ("audience", 0) => told!(
            lang,
            [
                "`[audience]` does not say who gets it",
                "choose one of {choices}, such as `tag = \"VIP\"`"
            ],
            [
                "`[audience]` 里还没写发给谁",
                "请选一个：{choices}，例如 `tag = \"VIP\"`"
            ]
        ),
        (_, 0) => told!(
            lang,
            ["`[{table}]` is empty", "choose one of {choices}"],
            ["`[{table}]` 里还没有内容", "请选一个：{choices}"]
        ),
        _ => told!(
            lang,
            [
                "`[{table}]` takes one of {choices}, and {found} are given",
                "keep one of them"
            ],
            [
                "`[{table}]` 里只能选一个：{choices}，现在写了 {found} 个",
                "请只保留一个"
            ]
        ),
    }
}

/// A title that readers would see otherwise than it was written.
pub(super) fn odd_title(lang: Lang, odd: &OddTitle) -> (String, String) {
    match odd {
        OddTitle::Invisible => told!(
            lang,
            [
                "nothing in the title can be seen",
                "write a title that readers can see"
            ],
            ["标题中没有可见的文字", "请写读者看得见的标题"]
        ),
        OddTitle::LineEnd => told!(
            lang,
            [
                "the title goes over several lines",
                "WeChat shows one line: write it in one"
            ],
            ["标题中有换行", "微信只显示一行，请写在一行里"]
        ),
        OddTitle::Tab => told!(
            lang,
            ["the title holds a tab", "write a space in its place"],
            ["标题中有制表符（Tab）", "请改为空格"]
        ),
        OddTitle::OuterSpace => told!(
            lang,
            ["the title begins or ends with a space", "delete the space"],
            ["标题首尾有空格", "请删除空格"]
        ),
        OddTitle::Entity(entity) => told!(
            lang,
            [
                "the title holds `{entity}`, which readers see as it is",
                "write the character itself, such as `&`"
            ],
            [
                "标题中的 `{entity}` 会原样显示给读者",
                "请直接写该字符，如 `&`"
            ]
        ),
    }
}
