//! Where the C stack is, for programs that check it themselves.
//!
//! # Source
//! emscripten's `STACK_OVERFLOW_CHECK`: its JavaScript tells each module before its constructors.

use super::entry;
use super::state::State;
use crate::error::Result;
use crate::ids::ModuleId;
use crate::names;
use crate::plan::LinkPlan;
use wasmtime::StoreContextMut;

/// Tells a module where the stack of its group begins and ends.
///
/// # Errors
/// What the guest fails with.
pub(super) fn set_limits(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
) -> Result<()> {
    let leader = plan.host_of(module);
    let member = plan.module(leader).and_then(|planned| planned.member.as_ref());
    // What was made for libraries is not the stack of their leader.
    let made = cx.data().stacks.get(&leader).filter(|_| module != leader);
    let made = made.map(|stack| (stack.high, stack.low));
    let (high, low) = match (member.and_then(|member| member.stack), made) {
        (Some(stack), _) => (stack.high, stack.low),
        (None, Some(made)) => made,
        (None, None) => {
            call(cx, leader, names::EM_STACK_INIT, &[])?;
            let high = call(cx, leader, names::EM_STACK_GET_BASE, &[])?;
            let low = call(cx, leader, names::EM_STACK_GET_END, &[])?;
            match (high, low) {
                (Some(high), Some(low)) => (high, low),
                _ => return Ok(()),
            }
        }
    };
    if module == leader {
        call(cx, module, names::EM_STACK_SET_LIMITS, &[high, low])?;
    }
    call(cx, module, names::SET_STACK_LIMITS, &[high, low])?;
    Ok(())
}

/// Calls an export with so many numbers, if the module has it; answers its number, or 0.
fn call(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
    numbers: &[u64],
) -> Result<Option<u64>> {
    let facts = cx.data().modules[module.idx()].module.facts();
    if facts.exported_func(export).is_none_or(|ty| ty.params.len() != numbers.len()) {
        return Ok(None);
    }
    let func = entry::function(cx, module, export)?;
    entry::call_with_numbers(cx, &func, numbers).map(Some)
}
