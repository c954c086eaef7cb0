//! Random links: what is true of every plan is true of these. The assertions are those of
//! [`super::assert_sound`]; here is only where the links come from.

use super::*;
use proptest::prelude::*;

/// The names of the modules of a random link; some are hard to tell apart.
const NAMES: [&str; 5] = ["main", "a", "a.b", "b", "é"];

/// What a random module has and wants.
#[derive(Clone, Debug)]
struct RandomModule {
    section: &'static str,
    spaces: &'static str,
    imports: Vec<String>,
    exports: &'static str,
}

/// Definitions, which cannot stand before imports.
fn spaces() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "(memory 1)",
        r#"(memory (export "m") i64 1 4)"#,
        r#"(memory (export "m") 1) (table (export "t") 4 4 funcref)"#,
        r#"(memory 1) (memory (export "m") 2) (table 1 externref) (table (export "t") 4 funcref)"#,
        r#"(table 1 exnref) (table (export "t") 3 9 funcref)"#,
        r#"(table i64 2 funcref) (memory (export "m") 1)"#,
    ])
}

fn exports() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        r#"(func (export "f"))"#,
        r#"(func (export "f")) (func (export "g") (param i32)) (func (export "_initialize"))"#,
        r#"(func (export "f")) (global (export "x") i32 i32.const 0) (tag (export "e"))"#,
        r#"(func (export "_start")) (func (export "__wasm_call_ctors")) (func (export "f"))"#,
        r#"(global (export "x") (mut i32) i32.const 0) (func (export "main"))"#,
        r#"(global (export "x") i32 i32.const 0)
            (func (export "malloc") (param i32) (result i32) (i32.const 64))"#,
    ])
}

/// One import: of a peer, of a reserved name, of nothing.
fn import() -> impl Strategy<Value = String> {
    let peer = prop::sample::select(NAMES.to_vec());
    let of_peer = prop::sample::select(vec![
        // More often than the rest, so that cycles of functions come up.
        r#""f" (func)"#,
        r#""f" (func)"#,
        r#""f" (func)"#,
        r#""f" (func (param f32))"#,
        r#""g" (func (param i32))"#,
        r#""x" (global i32)"#,
        r#""x" (global (mut i32))"#,
        r#""e" (tag)"#,
        r#""m" (memory 1)"#,
        r#""m" (memory i64 1)"#,
        r#""t" (table 1 funcref)"#,
        r#""t" (table 1 9 funcref)"#,
        r#""gone" (func)"#,
    ]);
    let of_helper = prop::sample::select(vec![
        r#""getI32" (func (param i32) (result i32))"#,
        r#""setF64" (func (param i64 f64))"#,
        r#""memcpy_from" (func (param i32 i32 i32))"#,
        r#""memcpy_to8_fb" (func (param i32 i32))"#,
        r#""addFnPtr_from" (func (param i32) (result i32))"#,
        r#""addFnPtr_to" (func (param i64) (result i32))"#,
        r#""gone" (func)"#,
    ]);
    let reserved = prop::sample::select(vec![
        r#""env" "memory" (memory 1 2)"#,
        r#""env" "__indirect_function_table" (table 1 1 funcref)"#,
        r#""env" "main_getI64" (func (param i32) (result i64))"#,
        r#""env" "mts_memcpy" (func (param i32 i32 i32))"#,
        r#""env" "stm_memcpy4_fb" (func (param i32 i32))"#,
        r#""env" "mts_addFnPtr" (func (param i32) (result i64))"#,
        r#""env" "rb_bridge" (func (param i32 i32) (result i32))"#,
        r#""env" "rb_dlsym" (func (param i32 i64) (result i64))"#,
        r#""env" "abort" (func)"#,
        r#""env" "log" (func (param i32))"#,
        r#""env" "other" (func)"#,
        r#""wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))"#,
        r#""wasi_snapshot_preview1" "fd_seek" (func (param i32 i32 i32 i32 i32) (result i32))"#,
        r#""GOT.mem" "f" (global (mut i32))"#,
    ]);
    prop_oneof![
        4 => (peer.clone(), of_peer)
            .prop_map(|(peer, what)| format!(r#"(import "{peer}" {what})"#)),
        2 => (peer, of_helper).prop_map(|(peer, what)| format!(r#"(import "rb:{peer}" {what})"#)),
        2 => reserved.prop_map(|what| format!("(import {what})")),
    ]
}

fn random_module() -> impl Strategy<Value = RandomModule> {
    // What is imported is exported again under the name that peers ask for, so that chains and
    // rings come up; what the module defines would else take that name.
    let memory = (r#"(export "m" (memory 0))"#, r#""m" (memory 1)"#);
    let function = (r#"(export "f" (func 0))"#, r#""f" (func)"#);
    let again =
        (prop::sample::select(NAMES.to_vec()), prop::sample::select(vec![memory, function]))
            .prop_map(|(peer, (spaces, what))| RandomModule {
                section: "",
                spaces,
                imports: vec![format!(r#"(import "{peer}" {what})"#)],
                exports: "",
            });
    let section = prop_oneof![
        3 => Just(""),
        1 => prop::sample::select(vec![
            "(@dylink.0 (mem-info))",
            "(@dylink.0 (mem-info (memory 16 4)))",
            r#"(@dylink.0 (mem-info (memory 16 4) (table 1 0)) (needed "a"))"#,
        ]),
    ];
    let plain = (section, spaces(), prop::collection::vec(import(), 0..7), exports()).prop_map(
        |(section, spaces, imports, exports)| RandomModule { section, spaces, imports, exports },
    );
    prop_oneof![1 => again, 4 => plain]
}

fn random_link() -> impl Strategy<Value = Link> {
    let unresolved =
        prop::sample::select(vec![Unresolved::Error, Unresolved::Trap, Unresolved::Zero]);
    let copy = prop::sample::select(vec![CopyPath::Auto, CopyPath::Accessors]);
    let mapping =
        prop::sample::select(vec![("a.gone", "b.f"), ("env.other", "a.b.f"), ("b:a.f", "main.f")]);
    let modules = prop::collection::vec(random_module(), 1..=NAMES.len());
    let mappings = prop::collection::vec(mapping, 0..2);
    (modules, unresolved, copy, mappings).prop_map(|(modules, unresolved, copy, mappings)| {
        let mut link = Link::default().host("env", "log").unresolved(unresolved).copy(copy);
        for (name, RandomModule { section, spaces, imports, exports }) in
            NAMES.into_iter().zip(modules)
        {
            let imports = imports.join(" ");
            link = link.module(name, &format!("{section} {imports} {spaces} {exports}"));
        }
        for (import, provider) in mappings {
            link = link.map(import, provider);
        }
        link
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_plan_is_sound(link in random_link()) {
        let _ = link.plan();
    }

    #[test]
    fn every_extension_is_sound(link in random_link(), n_first in 1_usize..5) {
        let n_first = n_first.min(link.modules.len());
        let first = Link { modules: link.modules[..n_first].to_vec(), ..link.clone() };
        let base = first.plan();
        // A link runs only if it had no problems.
        if base.problems.is_empty() {
            let _ = link.extend(&base.plan);
        }
    }

    #[test]
    fn every_join_is_idempotent_and_sound(link in random_link(), a in 0_u32..6, b in 0_u32..6) {
        let draft = link.plan();
        let (a, b) = (module_id(a), module_id(b));
        let (near, far) = (Join::Accessor(a), Join::Rehome(a, b));
        for wanted in [near, far, Join::Bridge(a, b), Join::Fallback(a, b)] {
            let (once, helper) = join(&draft.plan, &link.request(), wanted);
            prop_assert_eq!(join(&once, &link.request(), wanted), (once.clone(), helper));
            if draft.problems.is_empty() {
                prop_assert!(once.check(&link.facts()).is_ok(), "{:?} {}", wanted, once);
            }
        }
    }
}

#[test]
fn random_links_are_of_both_kinds() {
    // Without this, a mistake in the generator could make every link fail, or none.
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut n_whole, mut n_forwarded) = (0, 0);
    for _ in 0..200 {
        let link = random_link().new_tree(&mut runner).expect("nothing is rejected").current();
        let draft = link.plan();
        n_whole += usize::from(draft.problems.is_empty());
        let is_forward = |spec: &HelperSpec| matches!(spec, HelperSpec::Forward { .. });
        n_forwarded += usize::from(draft.plan.find_helper(is_forward).is_some());
    }
    assert!((10..190).contains(&n_whole), "{n_whole} of 200 have no problem");
    assert!(n_forwarded >= 10, "{n_forwarded} of 200 have a cycle");
}
