//! What emscripten programs ask for: by name and type, by family, and what only JavaScript has.

use super::*;

#[test]
fn names_have_the_types_of_several_versions() {
    for (width, import) in [
        ("", r#""emscripten_memcpy_big" (func (param i32 i32 i32) (result i32))"#),
        ("", r#""emscripten_memcpy_big" (func (param i32 i32 i32))"#),
        ("i64", r#""emscripten_memcpy_big" (func (param i64 i64 i64))"#),
        ("", r#""emscripten_resize_heap" (func (param i32) (result i32))"#),
        ("", r#""abort" (func)"#),
        ("", r#""setTempRet0" (func (param i32))"#),
        ("", r#""emscripten_get_now" (func (result f64))"#),
        ("", r#""time" (func (param i32) (result i64))"#),
        ("", r#""__assert_fail" (func (param i32 i32 i32 i32))"#),
        ("", r#""__cxa_throw" (func (param i32 i32 i32))"#),
        ("", r#""_gmtime_js" (func (param i32 i32))"#),
        ("", r#""_gmtime_js" (func (param i64 i32))"#),
        ("", r#""_mktime_js" (func (param i32) (result i64))"#),
        ("", r#""_tzset_js" (func (param i32 i32 i32))"#),
        ("i64", r#""_tzset_js" (func (param i64 i64 i64 i64))"#),
        ("", r#""emscripten_random" (func (result f32))"#),
    ] {
        let wat = format!(r#"(import "env" {import}) (memory {width} 1)"#);
        let plan = link([("main", &wat)]).whole();
        assert!(sources(&plan)[0].ends_with("<- broker"), "{import}: {plan}");
    }
    let wrong = link([("main", r#"(import "env" "abort" (func (param f32)))"#)]).plan();
    assert_eq!(problems(&wrong), ["5013 main env.abort"]);
}

#[test]
fn families_take_the_type_that_is_declared() {
    for import in [
        r#""invoke_v" (func (param i32))"#,
        r#""invoke_dfji" (func (param i32 f32 i64 i32) (result f64))"#,
        r#""invoke_" (func (param i64 v128) (result i64 i64))"#,
        r#""__cxa_find_matching_catch_2" (func (result i32))"#,
        r#""__cxa_find_matching_catch_4" (func (param i32 i32) (result i32))"#,
        r#""__cxa_find_matching_catch" (func (param i32) (result i32))"#,
        r#""__syscall_openat" (func (param i32 i32 i32 i32) (result i32))"#,
        r#""__syscall_ftruncate64" (func (param i32 i64) (result i32))"#,
        r#""__syscall_not_made_yet" (func (param i64) (result i64))"#,
        r#""_mmap_js" (func (param i32 i32 i32 i32 i64 i32 i32) (result i32))"#,
    ] {
        let wat = format!(r#"(import "env" {import}) (memory 1) (table 1 funcref)"#);
        let plan = link([("main", &wat)]).whole();
        assert!(sources(&plan)[0].ends_with("<- broker"), "{import}: {plan}");
    }
    for (name, ty) in [
        ("invoke_v", "(func)"),
        ("invoke_v", "(func (param f32))"),
        ("__cxa_find_matching_catch_3", "(func (param i32))"),
        ("__cxa_find_matching_catch_3", "(func (param i64) (result i32))"),
        ("__syscall_openat", "(func (param f64) (result i32))"),
        ("__syscall_openat", "(func (param i32))"),
    ] {
        let wat = format!(r#"(import "env" "{name}" {ty}) (memory 1)"#);
        let draft = link([("main", &wat)]).plan();
        assert_eq!(problems(&draft), [format!("5013 main env.{name}")], "{ty}");
    }
    for name in ["__cxa_find_matching_catch_", "__cxa_find_matching_catch_x"] {
        let wat = format!(r#"(import "env" "{name}" (func (result i32)))"#);
        let draft = link([("main", &wat)]).plan();
        assert_eq!(problems(&draft), [format!("5012 main env.{name}")]);
    }
}

#[test]
fn integers_that_javascript_could_not_hold_come_in_halves() {
    let wat = r#"(import "env" "_gmtime_js" (func (param i32 i32 i32))) (memory 1)"#;
    let plan = link([("main", wat)]).whole();
    let source = &plan.modules[0].imports[0].source;
    assert!(matches!(source, Source::Helper { .. }), "{source:?}");
}

#[test]
fn what_only_javascript_has_is_refused_unless_somebody_gives_it() {
    let rows = [
        ("emscripten_asm_const_int", "EM_ASM"),
        ("emscripten_run_script", "a text as JavaScript"),
        ("__asyncjs__fetch", "EM_ASYNC_JS"),
        ("_emval_incref", "embind"),
        ("emscripten_set_main_loop_arg", "a browser to call"),
        ("glClear", "WebGL"),
        ("wgpuDeviceRelease", "WebGPU"),
        ("__pthread_create_js", "threads"),
    ];
    for (name, word) in rows {
        let wat = format!(r#"(import "env" "{name}" (func (param i32))) (memory 1)"#);
        let alone = link([("main", &wat)]);
        let draft = alone.plan();
        assert_eq!(problems(&draft), [format!("5028 main env.{name}")]);
        let problem = &draft.problems[0];
        assert!(problem.findings[0].contains(word), "{:?}", problem.findings);
        assert_eq!(problem.help.len(), 1, "{:?}", problem.help);
        let given = alone.clone().host("env", name).whole();
        let source = &given.modules[0].imports[0].source;
        assert!(matches!(source, Source::Host(_)), "{source:?}");
        let stubbed = alone.unresolved(Unresolved::Trap).whole();
        let source = &stubbed.modules[0].imports[0].source;
        assert_eq!(*source, Source::Stub(StubKind::Trap));
    }
    for name in ["glance", "alert", "eglantine", "wgpu"] {
        let wat = format!(r#"(import "env" "{name}" (func (param i32)))"#);
        let draft = link([("main", &wat)]).plan();
        assert_eq!(problems(&draft), [format!("5012 main env.{name}")]);
    }
}

#[test]
fn a_function_of_javascript_is_known_by_its_source() {
    let import = r#"(import "env" "shout" (func (param i32)))"#;
    let source = r#"(global (export "__em_js__shout") i32 (i32.const 0))"#;
    let draft = link([("main", &format!("{import} {source}"))]).plan();
    assert_eq!(problems(&draft), ["5028 main env.shout"]);
    let of_main = link([("main", source), ("s", import)]).plan();
    assert_eq!(problems(&of_main), ["5028 s env.shout"]);
    let unknown = link([("main", import)]).plan();
    assert_eq!(problems(&unknown), ["5012 main env.shout"]);
}

#[test]
fn a_program_waits_unless_it_wants_to_be_left() {
    let import = r#"(import "env" "emscripten_sleep" (func (param i32)))"#;
    let plan = link([("main", import)]).whole();
    assert!(sources(&plan)[0].ends_with("<- broker"), "{plan}");
    let asyncify = format!(r#"{import} (func (export "asyncify_start_unwind") (param i32))"#);
    let draft = link([("main", &asyncify)]).plan();
    assert_eq!(problems(&draft), ["5028 main env.emscripten_sleep"]);
}
