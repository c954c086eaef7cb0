//! Opening a module while the link runs: asked for by the host, or by a guest's `rb_dlopen`.
//!
//! Invariant: a module that cannot be opened leaves the link's plan, modules and names as they
//! were.

use super::execute;
use super::link::Part;
use super::state::State;
use crate::error::Result;
use crate::ids::ModuleId;
use crate::module::Module;
use crate::plan::{LinkPlan, extend};
use wasmtime::StoreContextMut;

/// The endings of files that a guest need not write.
const ENDINGS: [&str; 3] = ["", ".wasm", ".wat"];

/// Opens a module under this name: plans it, makes it, runs its constructors.
///
/// # Errors
/// 5012 and its kin if it cannot be linked, 5014 if the name is taken; what its constructors fail
/// with.
pub(super) fn open_module(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    module: Module,
) -> Result<ModuleId> {
    cx.data().check_usable()?;
    let n_before = cx.data().modules.len();
    let wasi = cx.data().wasi_of_opened.clone();
    let part = Part { wasi, ..Part::side(name, module) };
    cx.data_mut().modules.push(part.load());
    let opened = plan_more(cx.data()).and_then(|plan| execute::adopt(cx, plan));
    match opened {
        Ok(()) => Ok(ModuleId::new(n_before as u32)),
        Err(error) => {
            cx.data_mut().modules.truncate(n_before);
            Err(error)
        }
    }
}

fn plan_more(state: &State) -> Result<LinkPlan> {
    let draft = state.with_request(|request| extend(&state.plan, request))?;
    match draft.errors(|_| None).into_iter().next() {
        Some(error) => Err(error),
        None => Ok(draft.plan),
    }
}

/// Opens the library that a guest names, if the granted folders have it; none if they do not.
///
/// # Errors
/// 5009 for a name that leaves the folders; as [`open_module`] for a file that cannot be linked.
pub(super) fn open_named(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
) -> Result<Option<ModuleId>> {
    let roots = cx.data().roots.clone();
    if !roots.are_granted() {
        return Ok(None);
    }
    for ending in ENDINGS {
        let path = match roots.find(&format!("{name}{ending}")) {
            Ok(path) => path,
            Err(error) if error.code() == crate::error::Code::IoError => continue,
            Err(error) => return Err(error),
        };
        let module = Module::from_file(&path)?;
        let stem = module.stem().unwrap_or_else(|| name.to_owned());
        return match cx.data().plan.module_id(&stem) {
            Some(known) => Ok(Some(known)),
            None => open_module(cx, &stem, module).map(Some),
        };
    }
    Ok(None)
}
