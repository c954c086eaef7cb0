use super::*;

pub(super) fn assert_well_formed(plan: &LinkPlan) {
    let _ = plan.to_dot();
    let _ = plan.to_mermaid();
}

#[test]
fn look() {
    let a = link([
        ("main", r#"(import "math" "add" (func (param i32 i32) (result i32)))
            (import "math" "mul" (func (param i32 i32) (result i32)))
            (import "math" "gama" (func (param f64) (result f64)))
            (import "env" "rb_dlopen" (func (param i32) (result i32)))
            (import "env" "log" (func (param i32)))
            (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_seek" (func (param i32 i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 2) (table (export "__indirect_function_table") 4 4 funcref)
            (func (export "on_done") (param i32)) (func (export "__wasm_call_ctors"))"#),
        ("math", r#"(import "main" "on_done" (func (param i32)))
            (import "env" "mts_memcpy" (func (param i32 i32 i32)))
            (import "env" "mts_addFnPtr" (func (param i32) (result i32)))
            (import "env" "main_getI32" (func (param i32) (result i32)))
            (import "env" "stm_memcpy_fb" (func (param i32 i32 i32)))
            (memory 1) (table 3 funcref)
            (func (export "add") (param i32 i32) (result i32) i32.const 0)
            (func (export "mul") (param i32 i32) (result i32) i32.const 0)
            (func (export "gamma") (param f64) (result f64) local.get 0)
            (func (export "_initialize"))"#),
    ]).host("env", "log");
    let draft = a.plan();
    std::fs::write("/tmp/notes/look1.dot", draft.plan.to_dot()).unwrap();
    std::fs::write("/tmp/notes/look1.mmd", draft.plan.to_mermaid()).unwrap();
    std::fs::write("/tmp/notes/look1.json", draft.plan.to_json()).unwrap();
    std::fs::write("/tmp/notes/look1.txt", format!("{}\n{:#?}", draft.plan, problems(&draft))).unwrap();
    let b = link([
        ("main", r#"(import "a" "f" (func)) (func (export "g"))"#),
        ("a", r#"(import "b" "f" (func)) (import "main" "g" (func)) (memory 1) (func (export "f"))"#),
        ("b", r#"(import "a" "f" (func)) (import "env" "main_getI8" (func (param i32) (result i32)))
          (import "rb:a" "memcpy_from" (func (param i32 i32 i32)))
          (import "rb:a" "getI8" (func (param i32) (result i32)))
          (import "rb:a" "getI16" (func (param i32) (result i32)))
          (import "rb:a" "getI32" (func (param i32) (result i32)))
          (import "rb:a" "setI8" (func (param i32 i32)))
          (import "rb:a" "setI16" (func (param i32 i32)))
          (import "rb:a" "setI32" (func (param i32 i32)))
          (import "rb:a" "setI64" (func (param i32 i64)))
          (import "rb:a" "setF64" (func (param i32 f64)))
          (import "x\"]-->\n{end}" "say \"hi\"\\ & <b>bold</b> %%{init}%% --> [end] \u{202e}\n$" (func))
          (memory 1) (func (export "f"))"#),
    ]);
    let draft = b.plan();
    std::fs::write("/tmp/notes/look2.dot", draft.plan.to_dot()).unwrap();
    std::fs::write("/tmp/notes/look2.mmd", draft.plan.to_mermaid()).unwrap();
    std::fs::write("/tmp/notes/look2.txt", format!("{}\n{:#?}", draft.plan, problems(&draft))).unwrap();
}
