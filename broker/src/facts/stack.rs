//! Which global is the C stack pointer of a module that does not say so.
//!
//! # Source
//! LLVM names it in the name section; release builds have no names, but emscripten programs export
//! functions that do nothing but read or write it.

use super::ModuleFacts;
use crate::names;
use crate::sig::ExternType;
use wasmparser::{FunctionBody, Operator, Parser, Payload};

/// Exports that read or write the stack pointer and do nothing else.
const FUNCTIONS: [&str; 4] =
    [names::STACK_SAVE, names::STACK_RESTORE, names::EM_STACK_GET_CURRENT, names::EM_STACK_RESTORE];

/// The global that is the stack pointer, if the module defines one: `facts` are complete but for
/// it, and hold what the name section said.
pub(super) fn pointer_idx(bytes: &[u8], facts: &ModuleFacts) -> Option<u32> {
    let is_global = |import: &&super::ImportFact| matches!(import.ty, ExternType::Global(_));
    let n_imported = facts.imports.iter().filter(is_global).count();
    let is_pointer = |idx: &u32| {
        let ty = facts.globals.get(*idx as usize);
        ty.is_some_and(|ty| ty.mutable && ty.value.is_pointer()) && *idx as usize >= n_imported
    };
    let named = facts.stack_pointer_idx.filter(is_pointer);
    named.or_else(|| by_functions(bytes, facts).filter(is_pointer))
}

fn by_functions(bytes: &[u8], facts: &ModuleFacts) -> Option<u32> {
    let is_func = |export: &&super::ExportFact| matches!(export.ty, ExternType::Func(_));
    let exports = facts.exports.iter().filter(is_func);
    let wanted: Vec<u32> = exports
        .filter(|export| FUNCTIONS.contains(&export.name.as_str()))
        .map(|export| export.item_idx)
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let bodies = Parser::new(0).parse_all(bytes).filter_map(|payload| match payload {
        Ok(Payload::CodeSectionEntry(body)) => Some(body),
        _ => None,
    });
    (facts.n_imported_functions()..)
        .zip(bodies)
        .filter(|(func_idx, _)| wanted.contains(func_idx))
        .find_map(|(_, body)| only_global(&body))
}

/// The global that a function reads or writes, if it does nothing else.
fn only_global(body: &FunctionBody<'_>) -> Option<u32> {
    /// `local.get`, `global.set`, `end`, and one to see that there is no more.
    const MAX_OPERATORS: usize = 4;
    let operators = body.get_operators_reader().ok()?;
    let operators: Vec<_> =
        operators.into_iter().take(MAX_OPERATORS).collect::<Result<_, _>>().ok()?;
    match operators.as_slice() {
        [Operator::GlobalGet { global_index }, Operator::End]
        | [Operator::LocalGet { .. }, Operator::GlobalSet { global_index }, Operator::End] => {
            Some(*global_index)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(fields: &str) -> Option<u32> {
        let globals = "(global i32 (i32.const 0)) (global $p (mut i32) (i32.const 9))";
        let wat = format!("(module {globals} {fields})");
        let bytes = wat::parse_str(&wat).unwrap_or_else(|cause| panic!("{wat}: {cause}"));
        ModuleFacts::of(&bytes).unwrap_or_else(|error| panic!("{wat}: {error}")).stack_pointer_idx
    }

    #[test]
    fn what_saves_or_restores_the_stack_shows_its_pointer() {
        let get = r#"(func (export "stackSave") (result i32) (global.get $p))"#;
        let set = r#"(func (export "_emscripten_stack_restore") (param i32)
            (global.set $p (local.get 0)))"#;
        let more = r#"(func (export "stackSave") (result i32)
            (i32.add (global.get $p) (i32.const 1)))"#;
        let immutable = r#"(func (export "stackSave") (result i32) (global.get 0))"#;
        let other = r#"(func (export "other") (result i32) (global.get $p))"#;
        let cases =
            [(get, Some(1)), (set, Some(1)), (more, None), (immutable, None), (other, None)];
        for (fields, expected) in cases {
            assert_eq!(found(fields), expected, "{fields}");
        }
    }

    #[test]
    fn the_name_section_shows_it_too() {
        let wat = r#"(module (global $other (mut i32) (i32.const 0))
            (global $__stack_pointer (mut i32) (i32.const 9)))"#;
        let bytes = wat::parse_str(wat).expect("a module");
        assert_eq!(ModuleFacts::of(&bytes).expect("facts").stack_pointer_idx, Some(1));
        let wat = r#"(module (import "env" "p" (global $__stack_pointer (mut i32))))"#;
        let bytes = wat::parse_str(wat).expect("a module");
        assert_eq!(ModuleFacts::of(&bytes).expect("facts").stack_pointer_idx, None, "imported");
    }
}
