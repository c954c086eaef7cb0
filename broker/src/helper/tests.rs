//! Helpers are valid modules, and import what the plan provides.

use super::lift::{Lifted, lift};
use super::*;
use crate::facts::ModuleFacts;
use crate::plan::{Integers, LinkOptions, LinkRequest, ModuleRequest, Node, plan};
use crate::sig::{FuncType, ValType};

fn facts_of(wat: &str) -> (Vec<u8>, ModuleFacts) {
    let bytes = wat::parse_str(wat).expect("the test's WAT is well formed");
    let facts = ModuleFacts::of(&bytes).expect("the test's module is valid");
    (bytes, facts)
}

/// Two modules that ask for every helper there is, in all widths.
fn everything(main: &str, side: &str) {
    let ((main_bytes, main), (_, side)) = (facts_of(main), facts_of(side));
    let options = LinkOptions::default();
    let request = LinkRequest {
        modules: vec![ModuleRequest::new("main", &main), ModuleRequest::new("side", &side)],
        hosts: &[],
        options: &options,
    };
    let draft = plan(&request).expect("the request can be planned");
    assert_eq!(draft.problems, []);
    for (idx, helper) in draft.plan.helpers.iter().enumerate() {
        let bytes = bytes(&helper.spec);
        wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all())
            .validate_all(&bytes)
            .unwrap_or_else(|cause| panic!("helper {idx} {:?}: {cause}", helper.spec));
        for payload in wasmparser::Parser::new(0).parse_all(&bytes) {
            let wasmparser::Payload::ImportSection(imports) = payload.expect("a valid helper")
            else {
                continue;
            };
            for import in imports.into_imports().map(|import| import.expect("a valid helper")) {
                let is_provided = helper
                    .imports
                    .iter()
                    .any(|it| it.module == import.module && it.name == import.name);
                let label = (&helper.spec, import.module, import.name);
                assert!(is_provided, "{label:?} is not in the plan");
            }
        }
    }
    let lifted = lift(&main_bytes, &draft.plan.modules[0].lift).expect("main can be lifted");
    let after = ModuleFacts::of(&lifted.bytes).expect("a lifted module is valid");
    assert_eq!(after.imports.len(), draft.plan.sources(Node::Module(crate::ModuleId::MAIN)).len());
    assert_eq!(after.exports.len(), main.exports.len());
    assert!(after.memories.iter().all(|memory| memory.import_idx.is_some()));
}

#[test]
fn every_helper_is_valid_and_provided_for() {
    let main = r#"(module
        (import "env" "rb_bridge" (func (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_seek" (func (param i32 i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1 1) (table (export "t") 3 3 funcref)
        (func (export "call")))"#;
    for (memory, a) in [("", "i32"), ("i64", "i64")] {
        for (table, p) in [("", "i32"), ("i64", "i64")] {
            everything(
                main,
                &format!(
                    r#"(module
                    (import "env" "mts_memcpy" (func (param {a} i32 i32)))
                    (import "env" "mts_memcpy_fb" (func (param {a} i32 i32)))
                    (import "env" "mts_addFnPtr" (func (param i32) (result {p})))
                    (import "env" "stm_addFnPtr" (func (param i64) (result i64)))
                    (import "rb:main" "getF64" (func (param i32) (result f64)))
                    (memory {memory} 1) (table {table} 1 funcref))"#
                ),
            );
        }
    }
}

#[test]
fn lifting_keeps_code_and_indices() {
    let cases = [
        // No import section, several memories, a table behind the function table.
        r#"(module (memory 1) (memory 2) (table 1 funcref) (table 2 externref)
            (func (export "f") (result i32) (i32.load 1 (i32.const 0))))"#,
        // Imports of every kind stand before what is lifted.
        r#"(module (import "a" "f" (func)) (import "a" "m" (memory 1))
            (import "a" "t" (table 1 funcref))
            (import "a" "g" (global i32)) (memory 1) (table 1 funcref)
            (func (export "f") (result i32) (memory.size 1)))"#,
    ];
    for wat in cases {
        let (bytes, facts) = facts_of(wat);
        let options = LinkOptions::default();
        let modules = vec![ModuleRequest::new("main", &facts)];
        let request = LinkRequest { modules, hosts: &[], options: &options };
        let draft = plan(&request).expect("the request can be planned");
        let planned = &draft.plan.modules[0];
        let Lifted { bytes: lifted_bytes, code_offset_delta } =
            lift(&bytes, &planned.lift).expect("it can be lifted");
        let lifted = ModuleFacts::of(&lifted_bytes).expect("a lifted module is valid");
        let (before, after) = (facts.code_range.expect("code"), lifted.code_range.expect("code"));
        assert_eq!(bytes[before.clone()], lifted_bytes[after.clone()], "{wat}");
        assert_eq!(after.start as i64 + code_offset_delta, before.start as i64, "{wat}");
        assert_eq!(facts.memories.len(), lifted.memories.len());
        assert_eq!(facts.tables.len(), lifted.tables.len());
        assert_eq!(facts.exports, lifted.exports);
    }
}

#[test]
fn wrappers_are_valid_for_all_pairs_of_widths() {
    let (i32, i64, f64) = (ValType::I32, ValType::I64, ValType::F64);
    let ty = |params: &[&ValType], results: &[&ValType]| {
        let list = |types: &[&ValType]| types.iter().map(|ty| (*ty).clone()).collect::<Vec<_>>();
        FuncType::new(list(params), list(results))
    };
    let cases = [
        (ty(&[&i64], &[&i64]), ty(&[&i32], &[&i32]), Integers::Width),
        (ty(&[], &[&i32, &i64]), ty(&[], &[&i64, &i32]), Integers::Width),
        (ty(&[&i32, &i32, &f64], &[]), ty(&[&i64, &f64], &[]), Integers::Split),
        (ty(&[&i32], &[&i32]), ty(&[&i32], &[&i64]), Integers::Split),
    ];
    for (declared, actual, integers) in cases {
        let bytes = bytes(&HelperSpec::Wrapper { declared, actual, integers });
        wasmparser::Validator::new().validate_all(&bytes).expect("a valid wrapper");
    }
}
