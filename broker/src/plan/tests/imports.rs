//! Who provides an import: every kind, every rank, every policy.

use super::*;

/// One link and what its imports get.
struct Case {
    what: &'static str,
    link: Link,
    /// Lines of [`sources`]; where one is missing here, the import is not what the case is about.
    sources: &'static [&'static str],
    /// Lines of [`problems`].
    problems: &'static [&'static str],
}

fn hold(cases: impl IntoIterator<Item = Case>) {
    for Case { what, link, sources: wanted, problems: wanted_problems } in cases {
        let draft = link.plan();
        let found = sources(&draft.plan);
        for line in wanted {
            assert!(found.iter().any(|it| it == line), "{what}: no {line:?} in {found:#?}");
        }
        assert_eq!(problems(&draft), wanted_problems, "{what}");
    }
}

const ADD: &str = r#"(func (export "add") (param i32))"#;
const WANTS_ADD: &str = r#"(import "math" "add" (func (param i32)))"#;

#[test]
fn every_kind_comes_from_a_peer() {
    let provider = r#"
        (memory (export "m") 2) (table (export "t") 3 funcref) (table (export "x") 3 externref)
        (global (export "g") i32 i32.const 7) (global (export "v") (mut i64) i64.const 7)
        (tag (export "e") (param i32)) (func (export "f") (result f32) f32.const 0)"#;
    let importer = r#"
        (import "p" "m" (memory 1)) (import "p" "t" (table 1 funcref))
        (import "p" "x" (table 1 externref)) (import "p" "g" (global i32))
        (import "p" "v" (global (mut i64))) (import "p" "e" (tag (param i32)))
        (import "p" "f" (func (result f32)))"#;
    hold([Case {
        what: "all kinds",
        link: link([("main", importer), ("p", provider)]),
        sources: &[
            "main: p.m <- home(p) [lives here]",
            "main: p.t <- home(p) [lives here]",
            "main: p.x <- home(p) [lives here]",
            "main: p.g <- p.g [shared]",
            "main: p.v <- p.v [shared]",
            "main: p.e <- p.e [shared]",
            "main: p.f <- p.f [direct call]",
        ],
        problems: &[],
    }]);
}

#[test]
fn ranks_are_mapping_reserved_peer_host_policy() {
    let log = r#"(import "env" "rb_log_enabled" (func (result i32)))"#;
    let answers = r#"(func (export "answer") (result i32) i32.const 1)"#;
    let wants = r#"(import "lib" "f" (func (param i32)))"#;
    let has_f = r#"(func (export "f") (param i32)) (func (export "g") (param i32))"#;
    hold([
        Case {
            what: "a mapping beats a reserved name",
            link: link([("main", log), ("a", answers)]).map("env.rb_log_enabled", "a.answer"),
            sources: &["main: env.rb_log_enabled <- a.answer [direct call]"],
            problems: &[],
        },
        Case {
            what: "a mapping beats a peer",
            link: link([("main", wants), ("lib", has_f)]).map("lib.f", "lib.g"),
            sources: &["main: lib.f <- lib.g [direct call]"],
            problems: &[],
        },
        Case {
            what: "a mapping can name a host function",
            link: link([("main", wants), ("lib", has_f)]).host("h", "f").map("lib.f", "h.f"),
            sources: &["main: lib.f <- host"],
            problems: &[],
        },
        Case {
            what: "a mapping for one importer beats one for all",
            link: link([("main", wants), ("b", wants), ("lib", has_f)])
                .host("h", "f")
                .map("lib.f", "h.f")
                .map("b:lib.f", "lib.g"),
            sources: &["main: lib.f <- host", "b: lib.f <- lib.g [direct call]"],
            problems: &[],
        },
        Case {
            what: "a reserved name beats a host function",
            link: link([(
                "main",
                r#"(import "env" "rb_dlopen" (func (param i32) (result i32)))
                                    (memory 1)"#,
            )])
            .host("env", "rb_dlopen"),
            sources: &["main: env.rb_dlopen <- broker"],
            problems: &[],
        },
        Case {
            what: "a peer beats a host function",
            link: link([("main", wants), ("lib", has_f)]).host("lib", "f"),
            sources: &["main: lib.f <- lib.f [direct call]"],
            problems: &[],
        },
        Case {
            what: "a host function fills what a peer of that name does not have",
            link: link([("main", wants), ("lib", ADD)]).host("lib", "f"),
            sources: &["main: lib.f <- host"],
            problems: &[],
        },
        Case {
            what: "a host function beats the policy",
            link: link([("main", wants)]).host("lib", "f").unresolved(Unresolved::Trap),
            sources: &["main: lib.f <- host"],
            problems: &[],
        },
        Case {
            what: "the export of a peer is never given for env.x",
            link: link([("main", r#"(import "env" "add" (func (param i32)))"#), ("math", ADD)]),
            sources: &["main: env.add <- not found"],
            problems: &["5012 main env.add"],
        },
    ]);
}

#[test]
fn the_policy_decides_about_the_rest() {
    let wants = r#"
        (import "x" "f" (func (param f64) (result f64))) (import "x" "g" (global i64))
        (import "x" "v" (global (mut i32))) (import "x" "m" (memory 1))
        (import "x" "t" (table 1 funcref)) (import "x" "e" (tag))"#;
    let main = || link([("main", wants)]);
    hold([
        Case {
            what: "error",
            link: main(),
            sources: &["main: x.f <- not found"],
            problems: &[
                "5012 main x.f",
                "5012 main x.g",
                "5012 main x.v",
                "5012 main x.m",
                "5012 main x.t",
                "5012 main x.e",
            ],
        },
        Case {
            what: "trap",
            link: main().unresolved(Unresolved::Trap),
            sources: &["main: x.f <- stub [traps when called]"],
            problems: &[
                "5012 main x.g",
                "5012 main x.v",
                "5012 main x.m",
                "5012 main x.t",
                "5012 main x.e",
            ],
        },
        Case {
            what: "zero",
            link: main().unresolved(Unresolved::Zero),
            sources: &["main: x.f <- stub [answers zero]", "main: x.g <- 0 [constant]"],
            problems: &["5012 main x.v", "5012 main x.m", "5012 main x.t", "5012 main x.e"],
        },
    ]);
}

#[test]
fn types_must_fit() {
    let func = |ty: &str| format!(r#"(func (export "f") {ty} unreachable)"#);
    let wants_func = |ty: &str| format!(r#"(import "p" "f" (func {ty}))"#);
    let memory = |limits: &str| format!(r#"(memory (export "m") {limits})"#);
    let wants_memory = |limits: &str| format!(r#"(import "p" "m" (memory {limits}))"#);
    let table = |ty: &str| format!(r#"(table (export "t") {ty})"#);
    let wants_table = |ty: &str| format!(r#"(import "p" "t" (table {ty}))"#);
    let global = |ty: &str, value: &str| format!(r#"(global (export "g") {ty} {value})"#);
    let wants_global = |ty: &str| format!(r#"(import "p" "g" (global {ty}))"#);
    let rows = [
        (func("(param i32)"), wants_func("(param i32)"), true),
        (func("(param i32)"), wants_func("(param i64)"), false),
        (func("(param i32)"), wants_func(""), false),
        (func("(result i32 f32)"), wants_func("(result i32 f32)"), true),
        (func("(param externref)"), wants_func("(param funcref)"), false),
        (func(""), r#"(import "p" "f" (global i32))"#.to_owned(), false),
        (memory("2"), wants_memory("1"), true),
        (memory("1"), wants_memory("2"), false),
        (memory("1 4"), wants_memory("1 4"), true),
        (memory("1 4"), wants_memory("1 3"), false),
        (memory("1"), wants_memory("1 9"), false),
        (memory("i64 1"), wants_memory("1"), false),
        (memory("i64 1"), wants_memory("i64 1"), true),
        (table("5 funcref"), wants_table("5 funcref"), true),
        (table("5 funcref"), wants_table("6 funcref"), false),
        // The maximum of a function table is dropped on both sides.
        (table("5 5 funcref"), wants_table("5 5 funcref"), true),
        (table("5 9 funcref"), wants_table("5 7 funcref"), true),
        (table("5 funcref"), wants_table("5 7 funcref"), true),
        (table("5 9 externref"), wants_table("5 7 externref"), false),
        (table("5 funcref"), wants_table("5 externref"), false),
        (table("i64 5 funcref"), wants_table("5 funcref"), false),
        (global("i32", "i32.const 0"), wants_global("i32"), true),
        (global("i32", "i32.const 0"), wants_global("i64"), false),
        (global("i32", "i32.const 0"), wants_global("(mut i32)"), false),
        (global("(mut i32)", "i32.const 0"), wants_global("(mut i32)"), true),
    ];
    for (provider, importer, fits) in rows {
        let draft = link([("main", &importer), ("p", &provider)]).plan();
        let expected: &[_] = if fits { &[] } else { &[ProblemKind::TypeMismatch] };
        let kinds: Vec<_> = draft.problems.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, expected, "{provider} for {importer}");
        for problem in &draft.problems {
            let found = problem.found.as_ref().expect("what was found is shown");
            assert_ne!(found.to_string(), problem.expected.to_string());
            assert!(problem.sentence().contains("found ("), "{}", problem.sentence());
            assert!(!problem.help.is_empty(), "{importer}");
        }
    }
}

#[test]
fn two_providers_of_one_rank_are_refused() {
    let wants = r#"(import "lib" "f" (func (param i32)))"#;
    let twice = link([("main", wants)]).host("lib", "f").host("lib", "f");
    assert_eq!(problems(&twice.plan()), ["5014 main lib.f"]);

    let mapped = link([("main", wants)]).host("h", "a").host("h", "b");
    let mapped = mapped.map("lib.f", "h.a").map("lib.f", "h.b");
    let draft = mapped.plan();
    assert_eq!(problems(&draft), ["5014 main lib.f"]);
    assert_eq!(draft.problems[0].findings, ["mapped to `h.a` by row 0 and to `h.b` by row 1"]);

    let agreed = link([("main", wants)]).host("h", "a").map("lib.f", "h.a").map("lib.f", "h.a");
    assert_eq!(sources(&agreed.whole()), ["main: lib.f <- host"]);
}

#[test]
fn a_mapping_says_where_it_was_written() {
    let link = link([("main", WANTS_ADD), ("m", ADD)]).map("math.add", "m.add");
    assert_eq!(link.whole().modules[0].imports[0].mapped_by.as_deref(), Some("row 0"));
    let row = &link.whole().table().modules[0].imports[0];
    assert_eq!((row.source.as_str(), row.mapped_by.as_str()), ("m.add", "row 0"));
}

#[test]
fn a_mapping_to_nothing_is_a_problem_of_the_import() {
    for provider in ["m.sub", "nobody.add", ".", "m.", "env.add"] {
        let link = link([("main", WANTS_ADD), ("m", ADD)]).map("math.add", provider);
        assert_eq!(problems(&link.plan()), ["5012 main math.add"], "{provider:?}");
    }
}

#[test]
fn a_mapping_of_what_is_no_name_is_refused() {
    for (import, provider) in [("math.add", "add"), ("math.add", ""), ("add", "m.add")] {
        let link = link([("main", WANTS_ADD), ("m", ADD)]).map(import, provider);
        let error = plan(&link.request()).expect_err("there is no dot");
        assert_eq!(error.code(), Code::ManifestError, "{import:?} {provider:?}");
    }
}

#[test]
fn mappings_for_no_import_are_told() {
    let link = link([("main", WANTS_ADD), ("m", ADD)])
        .map("math.add", "m.add")
        .map("math.ad", "m.add")
        .map("m:math.add", "m.add");
    let draft = plan(&link.request()).expect("a draft");
    assert_eq!(draft.problems, []);
    let idle = draft.idle_mappings(&link.request().options.mappings);
    assert_eq!(idle.len(), 2, "{idle:?}");
    assert!(idle[0].contains("`math.ad`") && idle[1].contains("`m:math.add`"), "{idle:?}");
}

#[test]
fn names_with_dots_are_split_at_the_longest_module() {
    let wants = r#"(import "x" "y" (func (param i32)))"#;
    let dotted = r#"(func (export "f") (param i32)) (func (export "b.f") (param i32))"#;
    let both = || link([("main", wants), ("a", dotted), ("a.b", dotted)]);
    assert_eq!(sources(&both().map("x.y", "a.b.f").whole()), ["main: x.y <- a.b.f [direct call]"]);
    let source = |link: Link| link.whole().modules[0].imports[0].source.clone();
    let peer = |number, export: &str| Source::Peer {
        module: module_id(number),
        export: export.to_owned(),
    };
    assert_eq!(source(both().map("x.y", "a.b.f")), peer(2, "f"));
    assert_eq!(source(link([("main", wants), ("a", dotted)]).map("x.y", "a.b.f")), peer(1, "b.f"));
}
