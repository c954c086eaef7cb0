//! What modules of a group export under the name by which they import it.

use super::*;

/// A library, from what its WAT has after its first section.
fn library(wat: &str) -> String {
    format!("(@dylink.0 (mem-info)) {wat}")
}

/// What stands behind the first entry of the global offset table of `module`.
fn entry<'p>(plan: &'p LinkPlan, module: &str) -> &'p Symbol {
    let id = plan.module_id(module).expect("it is there");
    let is_entry = |it: &&PlannedImport| matches!(it.source, Source::Shared(_));
    match plan.modules[id.idx()].imports.iter().find(is_entry).map(|it| &it.source) {
        Some(Source::Shared(global)) => &plan.globals[global.idx()].value,
        other => panic!("{other:?} of {module} in {plan}"),
    }
}

#[test]
fn data_that_are_only_shown_are_defined_elsewhere() {
    let shows = library(r#"(import "env" "x" (global $x i32)) (export "x" (global $x))"#);
    let defines = library(r#"(global (export "x") i32 i32.const 8)"#);
    let wants = library(r#"(import "GOT.mem" "x" (global (mut i32)))"#);
    let modules = [("shows", shows.as_str()), ("defines", &defines), ("wants", &wants)];
    let more = ["e", "f", "g"].map(|name| (name, shows.as_str()));
    for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1]] {
        // Few modules are searched, many are put into a map.
        for n_more in [0, 3] {
            let all = order.iter().map(|idx| modules[*idx]).chain(more[..n_more].iter().copied());
            let link = all
                .fold(link([("main", "(memory 1)")]), |link, (name, wat)| link.module(name, wat));
            let plan = link.whole();
            let module = plan.module_id("defines").expect("it is there");
            let expected = Symbol::Data { module, export: "x".to_owned() };
            assert_eq!(*entry(&plan, "wants"), expected, "{plan}");
            let named = symbol_in(&plan, &link.request(), ModuleId::MAIN, "x");
            assert_eq!(named, Some(expected), "{plan}");
        }
    }
}

#[test]
fn what_is_only_shown_is_nowhere() {
    for (ty, export) in [("(func $x)", "(func $x)"), ("(global $x i32)", "(global $x)")] {
        let shows = format!(r#"(import "env" "x" {ty}) (export "x" {export})"#);
        let got = if ty.starts_with("(func") { "GOT.func" } else { "GOT.mem" };
        let wants = library(&format!(r#"(import "{got}" "x" (global (mut i32)))"#));
        let a = library(&shows);
        let link = link([("main", "(memory 1)"), ("a", &a), ("b", &a), ("c", &wants)]);
        let expected = ["5012 a env.x", "5012 b env.x", &format!("5012 c {got}.x")];
        assert_eq!(problems(&link.plan()), expected, "{ty}");
        let open = link.unresolved(Unresolved::Zero).whole();
        assert_eq!(*entry(&open, "c"), Symbol::Number(0));
    }
}

#[test]
fn a_host_function_that_is_shown_has_one_symbol() {
    let shows = r#"(import "env" "time" (func $f (param i32) (result i64)))
        (export "time" (func $f)) (memory 1)"#;
    let library_shows = library(
        r#"(import "env" "time" (func $f (param i32) (result i64))) (export "time" (func $f))"#,
    );
    let wants = library(r#"(import "GOT.func" "time" (global (mut i32)))"#);
    let ty = FuncType::new([ValType::I32], [ValType::I64]);
    for n_more in [0, 4] {
        let more = |link: Link| {
            let names = ["e", "f", "g", "h"];
            names[..n_more].iter().fold(link, |link, name| link.module(name, &wants))
        };
        // Main's pointer is its own; a library's may go with it, and it has what the host has.
        let of_main = more(link([("main", shows), ("a", &library_shows), ("b", &wants)])).whole();
        let source = Source::Peer { module: ModuleId::MAIN, export: "time".to_owned() };
        assert_eq!(*entry(&of_main, "b"), Symbol::Function { source, ty: ty.clone() });
        let of_library =
            more(link([("main", "(memory 1)"), ("a", &library_shows), ("b", &wants)])).whole();
        let function = BrokerFunction::Emscripten("time".to_owned());
        let source = Source::Broker { function, owner: ModuleId::MAIN };
        assert_eq!(*entry(&of_library, "b"), Symbol::Function { source, ty: ty.clone() });
    }
    // Whoever comes later finds the function that is known, with its type.
    let first = link([("main", "(memory 1)"), ("b", &wants)]);
    let base = first.whole();
    let later = first.module("a", &library_shows).module("c", &wants).extend(&base).plan;
    assert_eq!(entry(&later, "c"), entry(&later, "b"));
}
