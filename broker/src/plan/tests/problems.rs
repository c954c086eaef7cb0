//! What a reader is told: every problem at once, where we looked, what to do.

use super::*;

/// The help of the only problem of a link.
fn help_of(link: &Link) -> Vec<String> {
    let mut draft = link.plan();
    assert_eq!(draft.problems.len(), 1, "{:?}", draft.problems);
    draft.problems.remove(0).help
}

#[test]
fn did_you_mean() {
    let lib = r#"(func (export "gamma") (param f64) (result f64) local.get 0)
        (func (export "gamut") (param i32)) (func (export "log") (param i32))"#;
    let with_lib = |wat: &str| link([("main", wat), ("math", lib)]);
    let rows = [
        (
            with_lib(r#"(import "math" "gama" (func (param f64) (result f64)))"#),
            "`math` exports `gamma` with the same type; map it with `--map math.gama=math.gamma`",
        ),
        (
            with_lib(r#"(import "mat" "gamma" (func (param f64) (result f64)))"#),
            "`math` exports `gamma` with the same type; map it with `--map mat.gamma=math.gamma`",
        ),
        (
            with_lib(r#"(import "env" "log" (func (param i32)))"#),
            "`math` exports `log` with the same type; map it with `--map env.log=math.log`",
        ),
        (
            with_lib(r#"(import "env" "lgo" (func (param i32)))"#),
            "`math` exports `log` with the same type; map it with `--map env.lgo=math.log`",
        ),
        (with_lib(r#"(import "maths" "quux" (func))"#), "a module of this link is named `math`"),
        (
            with_lib(r#"(import "rb:math" "getI31" (func (param i32) (result i32)))"#),
            "did you mean `rb:math.getI32`?",
        ),
        (
            with_lib(r#"(import "rb:meth" "getI32" (func (param i32) (result i32)))"#),
            "the modules of this link are `main`, `math`",
        ),
        (
            with_lib(r#"(import "env" "rb_dlopem" (func (param i32) (result i32)))"#),
            "did you mean `env.rb_dlopen`?",
        ),
        (
            with_lib(r#"(import "wasi_snapshot_preview1" "fd_wirte" (func))"#),
            "did you mean `wasi_snapshot_preview1.fd_write`?",
        ),
        (
            with_lib(r#"(import "h" "prnt" (func (param i32)))"#).host("h", "print"),
            "did you mean `h.print`?",
        ),
        (
            with_lib(r#"(import "zlib" "inflate" (func))"#),
            "add a side of that name: `--side zlib=PATH`, or map the import: \
             `--map zlib.inflate=MODULE.EXPORT`",
        ),
        (
            with_lib(r#"(import "env" "quux" (func))"#),
            "map it to an export: `--map env.quux=MODULE.EXPORT`, or give it from Rust with \
             `.host(…)`",
        ),
    ];
    for (link, expected) in rows {
        let help = help_of(&link);
        assert!(help.iter().any(|it| it == expected), "no {expected:?} in {help:#?}");
    }
}

#[test]
fn another_type_is_not_suggested_as_the_same() {
    let lib = r#"(func (export "gamma") (param i32))"#;
    let wants = r#"(import "math" "gama" (func (param f64) (result f64)))"#;
    let help = help_of(&link([("main", wants), ("math", lib)]));
    assert!(!help.iter().any(|it| it.contains("same type")), "{help:?}");
}

#[test]
fn at_most_three_exports_are_suggested_the_closest_first() {
    let lib: String = (0..9)
        .map(|idx| format!(r#"(func (export "value{idx}"))"#))
        .chain([r#"(func (export "valu"))"#.to_owned()])
        .collect();
    let help = help_of(&link([("main", r#"(import "p" "value" (func))"#), ("p", &lib)]));
    assert_eq!(help.len(), 3, "{help:#?}");
    let mapped: Vec<_> = help.iter().filter_map(|it| it.split('`').nth(3)).collect();
    assert_eq!(mapped, ["value0", "value1", "value2"]);
}

#[test]
fn minified_names_are_recognised_and_short_ones_are_not() {
    let wants = r#"(import "a" "b" (func)) (import "a" "c" (func)) (import "a" "d" (func))"#;
    let minified = link([("main", wants)]);
    assert_eq!(problems(&minified.plan()), ["5027 main a.b", "5027 main a.c", "5027 main a.d"]);
    let help = &minified.plan().problems[0].help;
    assert!(help[0].contains("-O2"), "{help:?}");
    // A module of that name is there, so the name means it.
    let peer = r#"(func (export "c")) (func (export "d"))"#;
    let short = link([("main", wants), ("a", peer)]);
    assert_eq!(problems(&short.plan()), ["5012 main a.b"]);
    // A module written by hand may want a peer `a` that is missing, and other things besides.
    for by_hand in [r#"(import "a" "b" (func))"#, &format!(r#"{wants} (import "m" "f" (func))"#)] {
        let found = problems(&link([("main", by_hand)]).plan());
        assert!(found.iter().all(|it| it.starts_with("5012")), "{found:?}");
    }
}

#[test]
fn dynamic_libraries_are_recognised() {
    for wat in [
        r#"(import "env" "__memory_base" (global i32))"#,
        r#"(import "env" "__table_base" (global i32))"#,
        r#"(import "GOT.mem" "x" (global (mut i32)))"#,
        r#"(import "GOT.func" "x" (global (mut i32)))"#,
    ] {
        let help = help_of(&link([("main", wat)]));
        assert!(help[0].contains("dylink.0"), "{wat}: {help:?}");
    }
    let wat = r#"(@dylink.0 (mem-info (memory 4 2))) (import "env" "puts" (func))"#;
    let help = help_of(&link([("main", wat)]));
    assert!(help[0].contains("library that defines it"), "{help:?}");
}

#[test]
fn where_we_looked_is_said_in_order() {
    let looked_in = |link: &Link| link.plan().problems[0].looked_in.join(", ");
    let main = r#"(import "lib" "f" (func (param i32)))"#;
    let rows = [
        (link([("main", main)]), "modules (none is named `lib`), host functions (none given)"),
        (link([("main", main), ("lib", "")]), "`lib`, host functions (none given)"),
        (
            link([("main", main), ("lib", "")]).host("x", "y").map("a.b", "x.y"),
            "mappings, `lib`, host functions",
        ),
        (
            link([("main", main)]).map("lib.f", "env.f"),
            "mappings, reserved names of `env`, host functions (none given)",
        ),
    ];
    for (link, expected) in rows {
        assert_eq!(looked_in(&link), expected);
    }
}

#[test]
fn all_problems_are_found_at_once_and_grouped_by_code() {
    let main = r#"
        (import "lib" "gone" (func)) (import "lib" "f" (func (param f32)))
        (import "twice" "x" (func (param i32))) (import "lib" "g" (global i32))
        (import "env" "rb_dlsym" (func (param i32 i32) (result i32)))
        (import "lib" "also_gone" (func)) (memory 1) (global (export "g") i32 i32.const 0)"#;
    let lib = r#"(import "main" "g" (global i32)) (import "nobody" "h" (func))
        (func (export "f")) (global (export "g") i32 i32.const 0)"#;
    let draft = link([("main", main), ("lib", lib)]).host("twice", "x").host("twice", "x").plan();
    let mut found = problems(&draft);
    found.sort();
    assert_eq!(
        found,
        [
            "5012 lib nobody.h",
            "5012 main lib.also_gone",
            "5012 main lib.gone",
            "5013 main lib.f",
            "5014 main twice.x",
            "5015 lib main.g",
            "5019 main env.rb_dlsym",
        ]
    );
    let errors = draft.errors(|_| None);
    let headlines: Vec<_> =
        errors.iter().map(|it| format!("{} {}", it.code(), it.message())).collect();
    assert_eq!(
        headlines,
        [
            "5012 3 imports have no provider",
            "5013 1 import has another type than the provider",
            "5014 1 import has more than one provider",
            "5015 1 import of a cycle that cannot be cut",
            "5019 1 import cannot be given a function table",
        ]
    );
    let mismatch = errors[1].to_string();
    assert!(
        mismatch.contains("`main` wants `lib.f` (func (param f32)), found (func)"),
        "{mismatch}"
    );
    let missing = errors[0].to_string();
    assert!(missing.contains("`lib` wants `nobody.h` (func)\n  looked in: modules"), "{missing}");
}

#[test]
fn a_problem_that_comes_from_another_module_says_so_once() {
    // The memory that `a` wants is the one that `b` does not get: one cause, two imports.
    let again = |peer: &str| format!(r#"(import "{peer}" "m" (memory 1)) (export "m" (memory 0))"#);
    let draft = link([("a", &again("b")), ("b", &again("zlib"))]).plan();
    let errors = draft.errors(|_| None);
    assert_eq!(errors.len(), 1);
    let text = errors[0].to_string();
    assert_eq!(text.matches("which nothing provides").count(), 1, "{text}");
}

#[test]
fn no_plan_is_made_of_these() {
    let shared = r#"(import "env" "memory" (memory 1))"#;
    let named = |name: &str| link([("main", ""), (name, "")]);
    let mut with_threads = link([("main", shared)]);
    with_threads.modules[0].facts.memories[0].ty.shared = true;
    let rows = [
        (named("main"), Code::DuplicateName, "two modules are named `main`"),
        (named("env"), Code::DuplicateName, "a module cannot be named `env`: the name is reserved"),
        (named("GOT.mem"), Code::DuplicateName, "the name is reserved"),
        (named("GOT.func"), Code::DuplicateName, "the name is reserved"),
        (named("wasi_snapshot_preview1"), Code::DuplicateName, "the name is reserved"),
        (named("rb:"), Code::DuplicateName, "the name is reserved"),
        (named("rb:x"), Code::DuplicateName, "the name is reserved"),
        (with_threads, Code::UnsupportedFeature, "`main` uses a shared memory"),
    ];
    for (link, code, text) in rows {
        let error = link.refusal();
        assert_eq!(error.code(), code);
        assert!(error.message().contains(text), "{error}");
    }
    for name in ["", ".", "Env", "rb", "wasi", "GOT", "a.b", "mäin", "main "] {
        assert_eq!(named(name).whole().modules.len(), 2, "{name:?} is not reserved");
    }
}

#[test]
fn the_number_of_modules_is_limited() {
    let of_size = |n: usize| {
        let mut link = Link::default();
        for idx in 0..n {
            link = link.module(&format!("m{idx}"), "(memory 1) (table 1 funcref)");
        }
        link
    };
    assert_eq!(of_size(64).whole().modules.len(), 64);
    let error = of_size(65).refusal();
    assert_eq!(error.code(), Code::LimitExceeded);
    let bound = error.bound().expect("a limit error has both numbers");
    assert_eq!((bound.given, bound.limit), (65, 64));
}
