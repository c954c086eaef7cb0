//! What a call by name may name, and what it may be given.

use super::{code, finish, module};
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
