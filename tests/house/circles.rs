//! Planted circles of files and imports of later stages: each is found.

use std::collections::BTreeMap;

use crate::inspect::inspect;

/// The findings in several planted files together.
fn said_of(files: &[(&str, &str)]) -> Vec<String> {
    let planted: BTreeMap<_, _> = files
        .iter()
        .map(|(path, code)| ((*path).to_owned(), format!("//! A planted file.\n{code}\n")))
        .collect();
    inspect(&planted)
}

#[test]
fn files_of_one_room_run_in_no_circle() {
    let two = said_of(&[
        ("src/store/a.rs", "use super::b::B;"),
        ("src/store/b.rs", "fn f() { crate::store::a::g() }"),
    ]);
    assert_eq!(
        two,
        [
            "the files of store run in a circle: store::a → store::b → store::a (src/store/a.rs:2, src/store/b.rs:2)"
        ]
    );
    let three = said_of(&[
        ("src/store/a.rs", "use super::{b, c::C};"),
        ("src/store/b/mod.rs", "use super::c::{C, D};"),
        ("src/store/c.rs", "use crate::{store::{a::A}};"),
    ]);
    assert_eq!(three.len(), 1, "of whatever length: {three:?}");
    let apart = said_of(&[
        ("src/store/a.rs", "use super::b::B;"),
        ("src/store/b.rs", "use super::a::A;"),
        ("src/wechat/c.rs", "use super::d::D;"),
        ("src/wechat/d.rs", "use super::c::{C}; use super::e;"),
        ("src/wechat/e.rs", "use super::d::D;"),
    ]);
    assert_eq!(apart.len(), 3, "each circle is told: {apart:?}");
    let beyond = said_of(&[
        ("src/store/a.rs", "use super::b::inner::B;"),
        ("src/store/b.rs", "mod inner;"),
        ("src/store/b/inner.rs", "use crate::store::a::A;"),
    ]);
    assert_eq!(
        beyond.len(),
        1,
        "a file of a folder is one of the room: {beyond:?}"
    );
    let straight = said_of(&[
        ("src/store/a.rs", "use super::b::B;"),
        (
            "src/store/b.rs",
            "// use super::a::A;\n#[cfg(test)]\nmod tests { use super::super::a::A; }",
        ),
    ]);
    assert!(
        straight.is_empty(),
        "comments and tests are no imports: {straight:?}"
    );
}

#[test]
fn a_circle_does_not_hide_behind_a_re_export() {
    let hidden = |head: &str| {
        said_of(&[
            ("src/store/mod.rs", head),
            ("src/store/a.rs", "use super::B;"),
            ("src/store/b.rs", "use super::{Named, a::A};\npub struct B;"),
        ])
    };
    for head in [
        "mod a;\nmod b;\npub use b::B;",
        "mod a;\nmod b;\npub use self::b::B;",
        "mod a;\nmod b;\npub use {b::B as Other, b::{self, B}};",
        "mod a;\nmod b;\npub use b::*;",
        "mod a;\nmod b;\nuse crate::store::b::B;",
    ] {
        assert_eq!(hidden(head).len(), 1, "{head}: {:?}", hidden(head));
    }
    let own = hidden("mod a;\nmod b;\npub struct B;");
    assert!(own.is_empty(), "the name is the parent's own: {own:?}");
}

#[test]
fn a_module_and_its_folder_are_one_thing() {
    let both = said_of(&[
        ("src/store/a.rs", "mod inner;\nuse inner::f;\npub struct A;"),
        (
            "src/store/a/inner.rs",
            "use super::A;\nuse crate::store::a::A;",
        ),
    ]);
    assert!(both.is_empty(), "{both:?}");
    let root = said_of(&[
        ("src/store/mod.rs", "mod a;\nfn f() { self::a::g() }"),
        ("src/store/a.rs", "use super::Store;\nuse crate::store::f;"),
    ]);
    assert!(root.is_empty(), "{root:?}");
}

#[test]
fn an_early_stage_imports_no_later_one() {
    for (path, code, later) in [
        (
            "src/pipeline/prepare/a.rs",
            "use crate::pipeline::deliver::Sender;",
            "pipeline::deliver",
        ),
        (
            "src/pipeline/prepare/mod.rs",
            "use super::follow;",
            "pipeline::follow",
        ),
        (
            "src/pipeline/prepare/a/b.rs",
            "use super::super::super::run::Run;",
            "pipeline::run",
        ),
        (
            "src/pipeline/deliver/a.rs",
            "use crate::pipeline::{Context, follow::wait};",
            "pipeline::follow",
        ),
        (
            "src/pipeline/deliver/mod.rs",
            "fn f() { super::run::go() }",
            "pipeline::run",
        ),
    ] {
        let complaints = said_of(&[(path, code)]);
        let stage = if path.contains("prepare") {
            "prepare"
        } else {
            "deliver"
        };
        assert_eq!(
            complaints,
            [format!(
                "{path}:2 uses crate::{later}; pipeline::{stage} comes before it"
            )]
        );
    }
    let hidden = said_of(&[
        (
            "src/pipeline/mod.rs",
            "mod prepare;\npub mod deliver;\npub use deliver::Sender;",
        ),
        ("src/pipeline/deliver/mod.rs", "pub struct Sender;"),
        ("src/pipeline/prepare/a.rs", "use crate::pipeline::Sender;"),
    ]);
    assert_eq!(hidden.len(), 1, "through a re-export too: {hidden:?}");
    assert!(
        said_of(&[(
            "src/pipeline/follow/a.rs",
            "use crate::pipeline::prepare::A;",
        )])
        .is_empty()
    );
    assert!(said_of(&[("src/pipeline/deliver/a.rs", "use crate::pipeline::runner;")]).is_empty());
}
