//! The reader of modules, and of their `dylink.0` and `dylink` sections above all: it never panics,
//! and says the same each time. The first byte says what the others are.

use super::judge;
use std::borrow::Cow;
use wasm_broker::{Module, ModuleFacts};
use wasm_encoder::CustomSection;

/// An input: a whole module, or the contents of a section that a small module begins with.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let section = match kind % 4 {
        0 => return check(rest),
        1 | 2 => "dylink.0",
        _ => "dylink",
    };
    let module = module_with(section, rest);
    check(&module);
    // What follows a module in sections of no meaning changes nothing.
    let mut longer = module.clone();
    longer.extend([0, 2, 1, b'x']);
    match (ModuleFacts::of(&module), ModuleFacts::of(&longer)) {
        (Ok(facts), Ok(longer)) => assert_eq!(facts.dylink, longer.dylink),
        (Err(error), Err(longer)) => assert_eq!(error.code(), longer.code()),
        (facts, longer) => panic!("{facts:?}, with one more section {longer:?}"),
    }
}

fn check(bytes: &[u8]) {
    match (ModuleFacts::of(bytes), ModuleFacts::of(bytes)) {
        (Ok(facts), Ok(again)) => {
            assert_eq!(facts, again, "the same bytes, read again");
            (0..8).for_each(|func_idx| judge::check_text(&facts.function_name(func_idx)));
            check_plan(bytes);
        }
        (Err(error), Err(again)) => {
            assert_eq!(error.to_string(), again.to_string());
            judge::check_error(&error);
        }
        (facts, again) => panic!("{facts:?}, read again {again:?}"),
    }
}

/// What can be read can be planned, or refused with a code: as main, and as a library of another.
fn check_plan(bytes: &[u8]) {
    let module = || Module::from_bytes(bytes).expect("its facts could be read");
    let leader = r#"(module (memory (export "memory") 1)
        (table (export "__indirect_function_table") 1 funcref)
        (func (export "malloc") (param i32) (result i32) i32.const 1024))"#;
    let leader = Module::from_bytes(leader.as_bytes()).expect("it is valid");
    let alone = judge::broker().main::<()>("main", module());
    let library = judge::broker().main::<()>("main", leader).side("side", module());
    for builder in [alone, library] {
        match builder.draft() {
            Ok(draft) => builder.errors(&draft).iter().for_each(judge::check_error),
            Err(error) => judge::check_error(&error),
        }
    }
}

/// A module that such a section makes a library: with an export and imports that its entries may
/// name.
fn module_with(section: &str, data: &[u8]) -> Vec<u8> {
    let rest = wat::parse_str(
        r#"(module
            (import "env" "memory" (memory 0)) (import "env" "f" (func))
            (import "env" "__indirect_function_table" (table 0 funcref))
            (import "env" "__memory_base" (global i32))
            (import "env" "__table_base" (global i32))
            (import "GOT.mem" "x" (global (mut i32)))
            (func (export "f")) (global (export "x") i32 (i32.const 4)))"#,
    );
    let rest = rest.expect("the text is valid");
    let mut module = wasm_encoder::Module::HEADER.to_vec();
    let section = CustomSection { name: section.into(), data: Cow::Borrowed(data) };
    wasm_encoder::Section::append_to(&section, &mut module);
    module.extend(&rest[wasm_encoder::Module::HEADER.len()..]);
    module
}
