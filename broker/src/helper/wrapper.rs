//! The wrapper between what an importer declares and what there is, where the two differ in nothing
//! but the widths of integers. A value that does not fit traps.

use super::types;
use crate::names;
use crate::plan::Integers;
use crate::sig::{FuncType, ValType};
use wasm_encoder::{
    BlockType, CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    ImportSection, InstructionSink, Module, TypeSection,
};

/// Bits of the low half of a 64-bit integer.
const LOW_BITS: i64 = 32;

/// # Shape
/// Imports `env.wrapped` with the type `actual`, exports `wrapped` with the type `declared`. Where
/// integers are split and `actual` has an i64 result, imports `env.setTempRet0` for its high half.
pub(super) fn bytes(declared: &FuncType, actual: &FuncType, integers: Integers) -> Vec<u8> {
    let has_high_half = integers == Integers::Split && actual.results.contains(&ValType::I64);
    let (mut type_section, mut imports) = (TypeSection::new(), ImportSection::new());
    let (mut functions, mut exports) = (FunctionSection::new(), ExportSection::new());
    let mut code = CodeSection::new();
    types::add_func_type(&mut type_section, actual);
    types::add_func_type(&mut type_section, declared);
    imports.import(names::ENV, names::WRAPPED, EntityType::Function(0));
    if has_high_half {
        types::add_func_type(&mut type_section, &FuncType::new([ValType::I32], []));
        imports.import(names::ENV, names::SET_TEMP_RET_0, EntityType::Function(2));
    }
    functions.function(1);
    exports.export(names::WRAPPED, ExportKind::Func, imports.len());
    code.function(&body(declared, actual, integers));
    let mut module = Module::new();
    module.section(&type_section).section(&imports).section(&functions);
    module.section(&exports).section(&code);
    module.finish()
}

fn body(declared: &FuncType, actual: &FuncType, integers: Integers) -> Function {
    let n_params = declared.params.len() as u32;
    let n_results = actual.results.len() as u32;
    let is_split = integers == Integers::Split;
    // One local per result: a check needs the value twice, and results lie on the stack together.
    let locals = actual.results.iter().map(|ty| (1, types::val_type(ty)));
    let mut body = Function::new(locals.collect::<Vec<_>>());
    let mut code = body.instructions();
    let mut param_idx = 0;
    for wanted in &actual.params {
        if is_split && *wanted == ValType::I64 {
            code.local_get(param_idx).i64_extend_i32_u();
            code.local_get(param_idx + 1).i64_extend_i32_u();
            code.i64_const(LOW_BITS).i64_shl().i64_or();
            param_idx += 2;
        } else {
            convert(&mut code, param_idx, &declared.params[param_idx as usize], wanted);
            param_idx += 1;
        }
    }
    code.call(0);
    for result_idx in (0..n_results).rev() {
        code.local_set(n_params + result_idx);
    }
    for (result_idx, (have, wanted)) in (0_u32..).zip(actual.results.iter().zip(&declared.results))
    {
        let local_idx = n_params + result_idx;
        if is_split && *have == ValType::I64 {
            code.local_get(local_idx).i64_const(LOW_BITS).i64_shr_u().i32_wrap_i64().call(1);
            code.local_get(local_idx).i32_wrap_i64();
        } else {
            convert(&mut code, local_idx, have, wanted);
        }
    }
    code.end();
    body
}

/// Puts a local on the stack in the wanted width; traps where the value does not fit.
fn convert(code: &mut InstructionSink<'_>, local_idx: u32, have: &ValType, wanted: &ValType) {
    match (have, wanted) {
        (ValType::I32, ValType::I64) => {
            code.local_get(local_idx).i64_extend_i32_u();
        }
        (ValType::I64, ValType::I32) => {
            code.local_get(local_idx).i64_const(LOW_BITS).i64_shr_u().i64_eqz().i32_eqz();
            code.if_(BlockType::Empty).unreachable().end();
            code.local_get(local_idx).i32_wrap_i64();
        }
        _ => {
            code.local_get(local_idx);
        }
    }
}
