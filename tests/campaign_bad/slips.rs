//! Slips of a Chinese keyboard: each is told once, at its place, with the sign that belongs there, in both languages.

use std::process::Command;

use serde_json::Value;

/// The problems of a campaign file with such a text, in a language.
fn problems(text: &str, lang: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("campaign.toml");
    std::fs::write(&file, text).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .env_clear()
        .args(["check", "--json", "--lang", lang])
        .arg(&file)
        .output()
        .expect("wxmass runs");
    assert_eq!(output.status.code(), Some(2), "{text}");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    document["error"]["problems"]
        .as_array()
        .expect("problems")
        .clone()
}

/// Text, line, column, and a part of the fix in both languages.
const SLIPS: &[(&str, u64, u64, &str, &str)] = &[
    ("name = “春”", 1, 8, "`\"` for `“`", "`“` 改为 `\"`"),
    ("name = ‘春’", 1, 8, "`\"` for `‘`", "`‘` 改为 `\"`"),
    ("name = 「春」", 1, 8, "`\"` for `「`", "`「` 改为 `\"`"),
    ("name ＝ \"春\"", 1, 6, "`=` for `＝`", "`＝` 改为 `=`"),
    ("name： \"春\"", 1, 5, "", "`：`"),
    ("name = \"a\"，", 1, 11, "delete it", "请删除"),
    ("x = [\"a\"，\"b\"]", 1, 9, "`,` for `，`", "`，` 改为 `,`"),
    ("x = [\"a\"、\"b\"]", 1, 9, "`,` for `、`", "`、` 改为 `,`"),
    (
        "【audience】\nall = true",
        1,
        1,
        "`[` for `【`",
        "`【` 改为 `[`",
    ),
    (
        "【articles】\ntitle = \"a\"",
        1,
        1,
        "`[[` for `【`",
        "`【` 改为 `[[`",
    ),
    (
        "x = { a = \"b\"， c = \"d\" }",
        1,
        14,
        "`,` for `，`",
        "`，` 改为 `,`",
    ),
    ("name = \"春”", 1, 10, "at both ends", "两端"),
    ("name = \"春", 1, 8, "add `\"`", "补上 `\"`"),
    ("name = 'a\nroute = \"draft\"", 1, 8, "add `'`", "补上 `'`"),
    ("x = \"\"\"a\nb", 1, 5, "add `\"\"\"`", "补上 `\"\"\"`"),
    ("name = 春茶", 1, 8, "`\"春茶\"`", "`\"春茶\"`"),
    (
        "name = spring tea # c",
        1,
        8,
        "`\"spring tea\"`",
        "`\"spring tea\"`",
    ),
    ("[send]\nwait = True", 2, 8, "write `true`", "请写 `true`"),
    ("[send]\nwait = 否", 2, 8, "write `false`", "请写 `false`"),
    ("name: \"a\"", 1, 5, "write `name = …`", "请写 `name = …`"),
    (
        "[[articles]\ntitle = \"a\"",
        1,
        1,
        "write `[[articles]]`",
        "请写 `[[articles]]`",
    ),
    (
        "[articles\ntitle = \"a\"",
        1,
        1,
        "write `[[articles]]`",
        "请写 `[[articles]]`",
    ),
    ("[audience]]\nall = true", 1, 1, "brackets", "方括号"),
    (
        "[articles]\ntitle = \"a\"\n[articles]\ntitle = \"b\"",
        1,
        1,
        "`[[articles]]`",
        "`[[articles]]`",
    ),
    ("title = \"他说\"你好\"\"", 1, 13, "“ ”", "“ ”"),
    (
        "x = \"C:\\Users\\小王\\封面.png\"",
        1,
        6,
        "`\"C:/Users/小王/封面.png\"`",
        "请写 `\"C:/Users/小王/封面.png\"`",
    ),
    (
        "x = \"images\\cover.jpg\"",
        1,
        6,
        "`\"images/cover.jpg\"`",
        "`\"images/cover.jpg\"`",
    ),
    (
        "x = \"D:\\图片\\\"",
        1,
        6,
        "`\"D:/图片/\"`",
        "`\"D:/图片/\"`",
    ),
    ("x = \"a\\q\"", 1, 7, "`\\\\`", "`\\\\`"),
    (
        "author = \"a\"\nx = 1\nauthor = \"b\"",
        3,
        1,
        "keep one",
        "只保留一处",
    ),
    ("[send]\n[send]", 2, 1, "keep one", "只保留一处"),
    (
        "\u{3000}name = \"a\"",
        1,
        1,
        "an ordinary space",
        "普通空格",
    ),
    ("\u{200b}name = \"a\"", 1, 1, "delete it", "请删除"),
    ("标题 = \"a\"", 1, 1, "`\"标题\"`", "`\"标题\"`"),
    ("// note\nname = \"a\"", 1, 1, "`#`", "`#`"),
    ("name = \"a\" ；注释", 1, 12, "`#`", "`#`"),
    ("name \"a\"", 1, 1, "`key = \"text\"`", "`名称 = \"文字\"`"),
    (
        "x = [\"a\", \"b\"\nname = \"n\"\n[send]\nwait = true",
        1,
        5,
        "add `]`",
        "补上 `]`",
    ),
    ("x = [\"a\" \"b\"]", 1, 10, "`,`", "`,`"),
    ("name =", 1, 1, "after `=`", "`=` 后"),
    ("name = \"a\" route = \"draft\"", 1, 12, "each line", "每行"),
    ("name = \"a\"\rroute = \"draft\"\r", 1, 12, "LF", "LF"),
    ("\u{feff}name = “春”", 1, 9, "`\"` for `“`", "`“` 改为 `\"`"),
];

#[test]
fn each_slip_is_told_once_with_the_way_out() {
    for (text, line, column, english, chinese) in SLIPS {
        for (lang, fix) in [("en", english), ("zh", chinese)] {
            let found = problems(text, lang);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let one = &found[0];
            assert_eq!(one["code"], "syntax", "{text}");
            assert_eq!(
                (one["line"].as_u64(), one["column"].as_u64()),
                (Some(*line), Some(*column)),
                "{text}: {one}"
            );
            let words = format!("{} {}", one["message"], one["fix"])
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
            assert!(words.contains(fix), "{text}: {words} lacks {fix}");
            // The parser's own words are left out where the slip is known.
            assert!(
                !words.contains("toml") && !words.contains("expected"),
                "{text}: {words}"
            );
        }
    }
}

#[test]
fn several_slips_are_told_together_and_each_once() {
    let found = problems(
        "name = “春”\nroute = draft，\n[audience]\nall： true\n",
        "zh",
    );
    let lines: Vec<_> = found.iter().map(|it| it["line"].as_u64()).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(4)]);
}

#[test]
fn words_of_the_parser_never_stand_alone_in_chinese() {
    let found = problems("x = 2020-99-99", "zh");
    assert_eq!(found.len(), 1);
    let message = found[0]["message"].as_str().expect("a message");
    assert!(message.starts_with("这里的写法不对（toml: "), "{message}");
}
