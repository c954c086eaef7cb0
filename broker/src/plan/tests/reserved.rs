//! Every reserved name: what it gets, of which type, in which mix of address widths.

use super::*;

const SIZES: [&str; 5] = ["", "1", "2", "4", "8"];

fn accessor_functions() -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for (suffix, value) in [
        ("I8", "i32"),
        ("I16", "i32"),
        ("I32", "i32"),
        ("I64", "i64"),
        ("F32", "f32"),
        ("F64", "f64"),
    ] {
        rows.push((format!("get{suffix}"), format!("(param A) (result {value})")));
        rows.push((format!("set{suffix}"), format!("(param A {value})")));
    }
    rows
}

/// Plans a module `me` with one import, beside `main`; answers the import's source.
fn source_in_side(import: &str, widths: [&str; 2]) -> String {
    let [main, me] = widths.map(|width| format!("(memory {width} 1) (table {width} 1 funcref)"));
    let me = format!("{import} {me}");
    let plan = link([("main", main.as_str()), ("me", me.as_str())]).whole();
    sources(&plan).pop().unwrap_or_default()
}

#[test]
fn a_side_is_given_main() {
    for (name, ty) in accessor_functions() {
        for (width, address) in [("", "i32"), ("i64", "i64")] {
            let ty = ty.replace('A', address);
            let import = format!(r#"(import "env" "main_{name}" (func {ty}))"#);
            let expected = format!("me: env.main_{name} <- accessor(main) [{name}]");
            // The address is one of main's memory, whatever the width of the side's.
            assert_eq!(source_in_side(&import, [width, ""]), expected);
            assert_eq!(source_in_side(&import, [width, "i64"]), expected);
        }
    }
    for (stem, from_main) in [("mts_memcpy", true), ("stm_memcpy", false)] {
        for (size, suffix) in SIZES.iter().flat_map(|size| [(size, ""), (size, "_fb")]) {
            for (main, main_address) in [("", "i32"), ("i64", "i64")] {
                for (me, my_address) in [("", "i32"), ("i64", "i64")] {
                    let (dest, src) = match from_main {
                        true => (my_address, main_address),
                        false => (main_address, my_address),
                    };
                    let n = match (*size, dest, src) {
                        ("", "i64", "i64") => "i64",
                        ("", ..) => "i32",
                        _ => "",
                    };
                    let name = format!("{stem}{size}{suffix}");
                    let import =
                        format!(r#"(import "env" "{name}" (func (param {dest} {src} {n})))"#);
                    let helper = match suffix {
                        "" => "bridge(main, me) [memory.copy]",
                        _ if stem.starts_with("mts") => "fallback(main → me) [accessor calls]",
                        _ => "fallback(me → main) [accessor calls]",
                    };
                    let expected = format!("me: env.{name} <- {helper}");
                    assert_eq!(source_in_side(&import, [main, me]), expected);
                }
            }
        }
    }
    for (name, helper) in
        [("mts_addFnPtr", "rehome(main → me)"), ("stm_addFnPtr", "rehome(me → main)")]
    {
        let import = format!(r#"(import "env" "{name}" (func (param i32) (result i32)))"#);
        assert_eq!(
            source_in_side(&import, ["", ""]),
            format!("me: env.{name} <- {helper} [in wasm]")
        );
    }
}

#[test]
fn any_module_is_given_any_peer() {
    let peer = "(memory 1) (table 1 funcref)";
    let mut rows: Vec<_> = accessor_functions()
        .into_iter()
        .map(|(name, ty)| (format!("accessor(p) [{name}]"), name, ty.replace('A', "i32")))
        .collect();
    for (size, stem) in SIZES.iter().flat_map(|size| [(size, "memcpy_from"), (size, "memcpy_to")]) {
        let params = if size.is_empty() { "i32 i32 i32" } else { "i32 i32" };
        let ty = format!("(param {params})");
        rows.push(("bridge(M, p) [memory.copy]".to_owned(), format!("{stem}{size}"), ty.clone()));
        let pair = if stem == "memcpy_from" { "p → M" } else { "M → p" };
        let fallback = format!("fallback({pair}) [accessor calls]");
        rows.push((fallback, format!("{stem}{size}_fb"), ty));
    }
    let pointer = "(param i32) (result i32)".to_owned();
    rows.push(("rehome(p → M) [in wasm]".to_owned(), "addFnPtr_from".to_owned(), pointer.clone()));
    rows.push(("rehome(M → p) [in wasm]".to_owned(), "addFnPtr_to".to_owned(), pointer));
    for (expected, name, ty) in &rows {
        let wat = format!(r#"(import "rb:p" "{name}" (func {ty})) {peer}"#);
        for importer in ["main", "me"] {
            let modules = match importer {
                "main" => link([("main", wat.as_str()), ("p", peer)]),
                _ => link([("main", peer), ("me", wat.as_str()), ("p", peer)]),
            };
            let expected =
                format!("{importer}: rb:p.{name} <- {}", expected.replace('M', importer));
            assert_eq!(sources(&modules.whole()), [expected]);
        }
    }
}

#[test]
fn the_direction_of_a_copy_does_not_depend_on_load_order() {
    let plain = "(memory 1)";
    let export_of = |link: Link, idx: usize| match &link.whole().modules[idx].imports[0].source {
        Source::Helper { export, .. } => export.clone(),
        other => panic!("{other:?}"),
    };
    // A bridge has the earlier module as its main: the later one copies from it by `mts`.
    let rows =
        [("memcpy_from4", "mts_memcpy4", "stm_memcpy4"), ("memcpy_to", "stm_memcpy", "mts_memcpy")];
    for (name, by_later, by_earlier) in rows {
        let n = if name.ends_with('4') { "" } else { "i32" };
        let wat = format!(r#"(import "rb:p" "{name}" (func (param i32 i32 {n}))) (memory 1)"#);
        assert_eq!(export_of(link([("p", plain), ("me", &wat)]), 1), by_later);
        assert_eq!(export_of(link([("me", &wat), ("p", plain)]), 0), by_earlier);
    }
}

#[test]
fn a_copy_path_that_was_chosen_is_taken() {
    let side = r#"(import "env" "mts_memcpy" (func (param i32 i32 i32))) (memory 1)"#;
    let rows = [
        (CopyPath::Auto, "bridge(main, s) [memory.copy]"),
        (CopyPath::MemoryCopy, "bridge(main, s) [memory.copy]"),
        (CopyPath::Accessors, "fallback(main → s) [accessor calls]"),
    ];
    for (path, helper) in rows {
        let plan = link([("main", "(memory 1)"), ("s", side)]).copy(path).whole();
        assert_eq!(sources(&plan), [format!("s: env.mts_memcpy <- {helper}")]);
    }
}

#[test]
fn main_is_given_the_loader() {
    let wat = r#"
        (import "env" "rb_dlopen" (func (param A) (result i32)))
        (import "env" "rb_dlsym" (func (param i32 A) (result A)))
        (import "env" "rb_bridge" (func (param i32 A) (result A)))
        (import "env" "rb_log_enabled" (func (result i32)))
        (memory W 1) (table 1 funcref)"#;
    for (width, address) in [("", "i32"), ("i64", "i64")] {
        let wat = wat.replace('A', address).replace('W', width);
        assert_eq!(
            sources(&link([("main", &wat)]).whole()),
            [
                "main: env.rb_dlopen <- broker",
                "main: env.rb_dlsym <- broker",
                "main: env.rb_bridge <- accessor(main) [rbBridge]",
                "main: env.rb_log_enabled <- broker",
            ]
        );
    }
    let without_memory = wat.replace('A', "i32").replace("(memory W 1) (table 1 funcref)", "");
    assert_eq!(
        problems(&link([("main", &without_memory)]).plan()),
        ["5012 main env.rb_dlopen", "5012 main env.rb_dlsym", "5012 main env.rb_bridge"]
    );
    let without_table = wat.replace('A', "i32").replace("W 1) (table 1 funcref)", "1)");
    assert_eq!(problems(&link([("main", &without_table)]).plan()), ["5019 main env.rb_dlsym"]);
}

#[test]
fn the_loader_of_c_programs_needs_a_memory() {
    let wat = r#"
        (import "env" "dlopen" (func (param i32 i32) (result i32)))
        (import "env" "_dlopen_js" (func (param i32) (result i32)))
        (import "env" "_emscripten_dlopen_js" (func (param i32 i32 i32 i32)))
        (import "env" "dlsym" (func (param i32 i32) (result i32)))
        (import "env" "_dlsym_js" (func (param i32 i32 i32) (result i32)))
        (import "env" "dlclose" (func (param i32) (result i32)))"#;
    let names = ["dlopen", "_dlopen_js", "_emscripten_dlopen_js", "dlsym", "_dlsym_js"];
    let all = names.map(|name| format!("5012 main env.{name}"));
    assert_eq!(problems(&link([("main", wat)]).plan()), all);
    let with_memory = format!("{wat} (memory 1)");
    assert_eq!(problems(&link([("main", &with_memory)]).plan()), [""; 0]);
}

#[test]
fn a_pointer_has_the_type_that_its_importer_declares() {
    // The tables have 32-bit indices; C for wasm64 passes i64 all the same.
    for (ty, source) in [
        ("(param i32) (result i32)", "rehome(main → s) [in wasm]"),
        ("(param i32) (result i64)", "rehome(main → s) [in wasm, integer widths adapted]"),
        ("(param i64) (result i32)", "rehome(main → s) [in wasm, integer widths adapted]"),
    ] {
        let side = format!(r#"(import "env" "mts_addFnPtr" (func {ty})) (table 1 funcref)"#);
        let plan = link([("main", "(table 1 funcref)"), ("s", &side)]).whole();
        assert_eq!(sources(&plan), [format!("s: env.mts_addFnPtr <- {source}")]);
    }
    let side = r#"(import "env" "mts_addFnPtr" (func (param f32) (result i32))) (table 1 funcref)"#;
    let draft = link([("main", "(table 1 funcref)"), ("s", side)]).plan();
    assert_eq!(problems(&draft), ["5013 s env.mts_addFnPtr"]);
}

#[test]
fn a_wrapper_is_shared_by_those_who_need_the_same() {
    let side = r#"
        (import "env" "stm_addFnPtr" (func (param i64) (result i64)))
        (import "rb:main" "addFnPtr_to" (func (param i64) (result i64)))
        (import "rb:main" "addFnPtr_from" (func (param i64) (result i64))) (table 1 funcref)"#;
    let plan = link([("main", "(table 1 funcref)"), ("s", side)]).whole();
    let is_wrapper = |it: &&Helper| matches!(it.spec, HelperSpec::Wrapper { .. });
    assert_eq!(plan.helpers.iter().filter(is_wrapper).count(), 2);
    let imports = &plan.modules[1].imports;
    assert_eq!(imports[0].source, imports[1].source);
    assert_ne!(imports[0].source, imports[2].source);
}

#[test]
fn wasi_goes_through_a_shim_per_module() {
    let write = r#"(import "wasi_snapshot_preview1" "fd_write"
        (func (param i32 i32 i32 i32) (result i32)))"#;
    let seek = |params: &str| {
        format!(
            r#"(import "wasi_snapshot_preview1" "fd_seek" (func (param {params}) (result i32)))"#
        )
    };
    let main = format!("{write} {} (memory 1)", seek("i32 i64 i32 i32"));
    // An emscripten release splits the 64-bit offset in two.
    let side = format!("{} {write} (memory 1)", seek("i32 i32 i32 i32 i32"));
    let plan = link([("main", &main), ("s", &side), ("t", write)]).whole();
    assert_eq!(
        sources(&plan),
        [
            "main: wasi_snapshot_preview1.fd_write <- wasi(main) [preview 1]",
            "main: wasi_snapshot_preview1.fd_seek <- wasi(main) [preview 1]",
            "s: wasi_snapshot_preview1.fd_seek <- wasi(s) [preview 1, integer widths adapted]",
            "s: wasi_snapshot_preview1.fd_write <- wasi(s) [preview 1]",
            "t: wasi_snapshot_preview1.fd_write <- wasi(t) [preview 1]",
        ]
    );
    let shims = plan.helpers.iter().filter_map(|helper| match &helper.spec {
        HelperSpec::WasiShim { memory, functions, .. } => Some((*memory, functions.len())),
        _ => None,
    });
    let expected = [(Some(Width::W32), 2), (Some(Width::W32), 2), (None, 1)];
    assert_eq!(shims.collect::<Vec<_>>(), expected);

    let wrong = link([("main", &seek("f32"))]);
    assert_eq!(problems(&wrong.plan()), ["5013 main wasi_snapshot_preview1.fd_seek"]);
    let unknown = link([("main", r#"(import "wasi_snapshot_preview1" "fd_sneeze" (func))"#)]);
    assert_eq!(problems(&unknown.plan()), ["5012 main wasi_snapshot_preview1.fd_sneeze"]);
}

#[test]
fn wasi_is_not_adapted_to_addresses_that_it_cannot_read() {
    // The lists that `fd_write` reads from memory hold addresses too: no wrapper can mend those.
    let main = r#"(import "wasi_snapshot_preview1" "fd_write"
        (func (param i32 i64 i64 i64) (result i32))) (memory i64 1)"#;
    let draft = link([("main", main)]).plan();
    assert_eq!(problems(&draft), ["5013 main wasi_snapshot_preview1.fd_write"]);
    assert!(draft.problems[0].help.iter().any(|it| it.contains("32-bit")), "{:?}", draft.problems);
}

#[test]
fn names_of_the_pair_are_not_for_main() {
    let rows = ["main_getI32", "mts_memcpy", "stm_addFnPtr", "mts_memcpy_fb"];
    for name in rows {
        let wat = format!(r#"(import "env" "{name}" (func)) (memory 1) (table 1 funcref)"#);
        let draft = link([("main", &wat)]).plan();
        assert_eq!(problems(&draft), [format!("5012 main env.{name}")]);
        assert!(
            draft.problems[0].help[0].contains("is given to sides only"),
            "{:?}",
            draft.problems
        );
    }
}

#[test]
fn nothing_is_given_of_a_memory_or_table_that_is_not_there() {
    let rows = [
        ("main_getI32", "(param i32) (result i32)", "5012 s env.main_getI32"),
        ("mts_memcpy", "(param i32 i32 i32)", "5012 s env.mts_memcpy"),
        ("stm_memcpy_fb", "(param i32 i32 i32)", "5012 s env.stm_memcpy_fb"),
        ("mts_addFnPtr", "(param i32) (result i32)", "5019 s env.mts_addFnPtr"),
    ];
    for (name, ty, problem) in rows {
        let side = format!(r#"(import "env" "{name}" (func {ty})) (memory 1) (table 1 funcref)"#);
        let draft = link([("main", ""), ("s", &side)]).plan();
        assert_eq!(problems(&draft), [problem]);
        let why = draft.problems[0].findings.join(" ");
        assert!(why.contains("`main` has no"), "{why}");
    }
}
