//! The table against `wechat-api.md` 8, whose classes are written down here by hand, code by code.

use std::collections::BTreeMap;

use super::{Class, Proof, all, class, entry, proof};

/// Section 8, by class. A code stands where its row says; those with two marks ("R / ? on mass") stand with the first.
const DOCUMENTED: &[(&str, &[i64])] = &[
    (
        "R",
        &[
            -1,
            42_010,
            45_061,
            45_085,
            45_169,
            45_171,
            46_007,
            61_503,
            9_500_001,
            268_487_001,
            268_487_002,
        ],
    ),
    ("T", &[40_001, 40_014, 42_001]),
    ("T if the stored token was empty", &[41_001]),
    (
        "Q",
        &[
            45_009, 45_011, 45_028, 45_040, 45_093, 45_101, 45_102, 45_104, 48_006,
        ],
    ),
    (
        "I",
        &[
            40_002, 40_003, 40_004, 40_005, 40_006, 40_007, 40_008, 40_009, 40_010, 40_011, 40_012,
            40_031, 40_032, 40_033, 40_035, 40_038, 40_039, 40_048, 40_050, 40_059, 40_060, 40_062,
            40_063, 40_065, 40_066, 40_068, 40_073, 40_080, 40_097, 40_113, 40_114, 40_118, 40_121,
            40_128, 40_130, 40_132, 40_137, 40_152, 40_155, 40_160, 40_191, 40_192, 40_193, 40_194,
            40_201, 40_202, 40_203, 40_204, 40_213, 40_214, 40_215, 40_216, 40_221, 40_229, 41_005,
            41_006, 41_009, 41_011, 41_039, 41_040, 43_001, 43_002, 43_003, 43_004, 43_019, 44_001,
            44_002, 44_003, 44_004, 44_005, 44_006, 45_001, 45_002, 45_003, 45_004, 45_005, 45_006,
            45_007, 45_008, 45_019, 45_020, 45_021, 45_052, 45_056, 45_057, 45_058, 45_059, 45_060,
            45_062, 45_064, 45_067, 45_083, 45_084, 45_086, 45_110, 45_157, 45_158, 45_159, 45_161,
            45_162, 45_166, 45_168, 46_001, 46_003, 46_004, 47_001, 47_002, 48_002, 48_005, 48_010,
            48_013, 48_014, 48_015, 48_021, 48_022, 49_003, 50_005, 53_405, 61_500, 61_501, 76_001,
            76_002, 76_003, 76_004, 76_021, 76_022, 87_014, 88_000, 88_002,
        ],
    ),
    (
        "A",
        &[
            40_013, 40_125, 40_164, 40_222, 40_243, 41_002, 41_004, 42_007, 45_032, 45_035, 45_074,
            45_501, 48_001, 48_003, 48_004, 48_008, 50_001, 50_002, 50_004, 50_007, 53_404, 53_406,
            61_004, 61_007, 61_016, 61_024, 89_506, 89_507,
        ],
    ),
    ("A, ? on mass", &[89_501, 89_502, 89_503]),
    (
        "I or A",
        &[53_500, 53_501, 53_502, 53_503, 53_504, 53_505, 53_600],
    ),
    ("D", &[45_065]),
    ("P", &[89_504, 89_505]),
    ("?", &[45_066, 9_500_002, 268_488_001]),
    ("X", &[45_103, 45_106, 45_113, 47_009, 48_009]),
];

/// The refusals that follow from the request's own bytes: kinds, counts, lengths and forms.
const OF_BYTES: &[i64] = &[
    40_008, 40_033, 40_038, 40_039, 40_118, 40_193, 40_215, 41_011, 44_004, 44_005, 45_002, 45_019,
    45_020, 45_021, 45_067, 47_001, 47_002,
];

#[test]
fn the_table_is_sorted_without_repeats() {
    assert!(all().is_sorted_by(|one, next| one.code < next.code));
    for found in all() {
        assert_eq!(entry(found.code), Some(found));
    }
}

#[test]
fn the_table_holds_every_documented_code_and_no_other() {
    let documented: BTreeMap<i64, &str> = DOCUMENTED
        .iter()
        .flat_map(|(mark, codes)| codes.iter().map(move |code| (*code, *mark)))
        .collect();
    let codes: usize = DOCUMENTED.iter().map(|(_, codes)| codes.len()).sum();
    assert_eq!(documented.len(), codes, "a code stands in two classes");
    let known: Vec<i64> = all().map(|entry| entry.code).collect();
    let wanted: Vec<i64> = documented.keys().copied().collect();
    assert_eq!(known, wanted);
}

#[test]
fn every_code_has_the_class_that_is_documented() {
    for (mark, codes) in DOCUMENTED {
        let allowed: &[Class] = match *mark {
            // -1 is both; the sandbox and the client treat it as doubt.
            "R" => &[Class::Retry, Class::Unknown],
            "T" | "T if the stored token was empty" => &[Class::Token],
            "Q" => &[Class::Quota],
            "I" => &[Class::Input],
            "A" | "A, ? on mass" => &[Class::Account],
            "I or A" => &[Class::Input, Class::Account, Class::Quota],
            "D" => &[Class::Accepted],
            "P" => &[Class::Pending],
            "?" => &[Class::Unknown],
            "X" => &[Class::Gone],
            other => panic!("no such mark: {other}"),
        };
        for code in *codes {
            assert!(allowed.contains(&class(*code)), "{code} is {mark}");
        }
    }
    assert_eq!(class(99_999), Class::Unlisted);
}

#[test]
fn a_mass_call_was_refused_only_where_the_documentation_says_so() {
    for (mark, codes) in DOCUMENTED {
        for code in *codes {
            let wanted = match *mark {
                // "R (minutes); on mass a refusal".
                "R" if *code == 46_007 => Proof::NotSent,
                "R" | "?" | "A, ? on mass" => Proof::Nothing,
                "P" => Proof::Pending,
                "D" => Proof::Accepted,
                _ if OF_BYTES.contains(code) => Proof::RefusesBytes,
                _ => Proof::NotSent,
            };
            assert_eq!(proof(*code), wanted, "{code} is {mark}");
        }
    }
}

#[test]
fn a_code_that_is_not_listed_proves_nothing() {
    let listed = |code: &i64| entry(*code).is_some();
    let numbers = (-1_000..100_000).chain([9_500_003, 268_488_002, i64::MIN, i64::MAX]);
    for code in numbers.filter(|code| *code != 0 && !listed(code)) {
        assert_eq!(proof(code), Proof::Nothing, "{code}");
    }
}
