//! What a call by name may name, and what it may be given.

use super::{begin, code, finish, module};
use wasm_broker::{Broker, Code, Val};

/// A module with functions of these names, which answer these numbers.
fn answers(names: &[(&str, i32)]) -> String {
    let func = |(name, number): &(&str, i32)| {
        format!(r#"(func (export "{name}") (result i32) (i32.const {number}))"#)
    };
    format!("(module {})", names.iter().map(func).collect::<String>())
}

#[test]
fn a_name_with_dots_is_read_in_every_way() {
    let broker = Broker::new().expect("a broker can be made");
    let app = module(&answers(&[("f", 1), ("of.app", 2)]));
    let a = module(&answers(&[("b.c", 3), ("b.d", 4)]));
    let dotted = module(&answers(&[("d", 5)]));
    let mut link = finish(broker.main("app", app).side("a", a).side("a.b", dotted));
    let known =
        [("f", 1), ("app.f", 1), ("main.f", 1), ("of.app", 2), ("main.of.app", 2), ("a.b.c", 3)];
    // Of two that have it, that of the longer name.
    for (name, number) in known.into_iter().chain([("a.b.d", 5)]) {
        assert_eq!(link.invoke(name, &[]).expect("it is there"), [Val::I32(number)], "{name}");
        let func = link.func::<(), i32>(name).expect("it is there");
        assert_eq!(func.call(&mut link, ()).expect("it answers"), number, "{name}");
    }
    for (name, blamed) in [("main.g", "`app` exports"), ("a.b.g", "`a.b` exports")] {
        let error = link.invoke(name, &[]).expect_err("nobody has it");
        assert_eq!(error.code(), Code::ExportNotFound, "{name}");
        assert!(error.message().starts_with(blamed), "{error}");
    }
    assert_eq!(code(link.invoke("nobody.f", &[])), Code::InvalidModuleHandle);
}

#[test]
fn a_reference_of_another_link_is_refused_before_anything_runs() {
    type Funcref = Option<wasmtime::Func>;
    let text = r#"(module
        (import "host" "pass_on" (func $pass_on (result i32)))
        (table (export "table") 4 funcref) (elem (i32.const 1) $is_null $f)
        (func $f (export "f") (result i32) (i32.const 5))
        (func (export "get") (result funcref) (ref.func $f))
        (func (export "go") (result i32) (call $pass_on))
        (func $is_null (export "is_null") (param funcref) (result i32)
            (ref.is_null (local.get 0))))"#;
    let mut one = finish(begin(text).host("host", "pass_on", |_, (): ()| Ok(0)));
    let get = one.func::<(), Funcref>("get").expect("it is there");
    let foreign = get.call(&mut one, ()).expect("it answers");
    let builder = begin(text)
        .host("host", "pass_on", move |cx, (): ()| cx.call_pointer::<Funcref, i32>(1_u32, foreign));
    let mut other = finish(builder);
    let is_null = other.func::<Funcref, i32>("is_null").expect("it is there");
    assert_eq!(code(is_null.call(&mut other, foreign)), Code::InvalidInstanceHandle);
    let pointer = other.rehome("main", 1_u64, "main").expect("it is a function");
    let outcome = other.call_pointer::<Funcref, i32>(pointer, foreign);
    assert_eq!(code(outcome), Code::InvalidInstanceHandle);
    assert_eq!(is_null.call(&mut other, None).expect("the link is not poisoned"), 1);
    // A host function that fails stops the guest in the middle.
    assert_eq!(code(other.invoke("go", &[])), Code::InvalidInstanceHandle);
    assert_eq!(code(other.invoke("f", &[])), Code::Poisoned);
}
