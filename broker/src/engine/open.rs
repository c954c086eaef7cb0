//! Opening a module while the link runs: asked for by the host, by a guest's `rb_dlopen`, or by
//! `dlopen` of an emscripten program.
//!
//! Invariant: a module that cannot be opened leaves the link's plan, modules and names as they
//! were, and so do the libraries that it needs; where their code has run, the link is poisoned.

use super::link::Part;
use super::state::{Keeper, LoadedModule, State};
use super::{entry, execute, slots};
use crate::error::{Code, Result};
use crate::ids::ModuleId;
use crate::libraries::{self, Known};
use crate::module::Module;
use crate::names;
use crate::plan::{LinkPlan, Scope, extend};
use std::path::Path;
use std::sync::Arc;
use wasmtime::StoreContextMut;

/// The endings of files that a guest need not write.
const ENDINGS: [&str; 3] = ["", ".wasm", ".wat"];

/// Who sees the symbols of a library that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Every module of its group.
    Global,
    /// The library itself, and those opened with it.
    Local,
}

/// Opens a module under this name, with the libraries that it needs: plans them, makes them, runs
/// their constructors.
///
/// # Errors
/// 5012 and its kin if it cannot be linked, 5014 if the name is taken; what its constructors fail
/// with.
pub(super) fn open_module(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    module: Module,
    sight: Sight,
) -> Result<ModuleId> {
    cx.data().check_usable()?;
    let n_before = cx.data().modules.len();
    let n_globals = cx.data().plan.globals.len();
    let root = ModuleId::new(n_before as u32);
    let scope = (sight == Sight::Local && module.facts().dylink.is_some()).then_some(root);
    let needed = needed_by(cx.data(), name, &module)?;
    if [&module].into_iter().chain(needed.iter().map(|it| &it.module)).any(wants_slots) {
        slots::make_ledger(cx)?;
    }
    let opened = std::iter::once((name.to_owned(), module));
    for (name, module) in opened.chain(needed.into_iter().map(|it| (it.name, it.module))) {
        let wasi = cx.data().wasi_of_opened.clone();
        let part = Part { wasi, scope, ..Part::side(&name, module) };
        cx.data_mut().modules.push(LoadedModule { keeper: Keeper::Nobody, ..part.load() });
    }
    cx.data_mut().modules[root.idx()].keeper = Keeper::Host;
    let opened = plan_more(cx.data()).and_then(|plan| execute::adopt(cx, plan));
    match opened {
        Ok(()) => {
            entry::learn_stack_tops(cx, root, n_globals)?;
            Ok(root)
        }
        Err(error) => {
            // What was buried keeps its number.
            let n_left = n_before.max(cx.data().plan.modules.len());
            cx.data_mut().modules.truncate(n_left);
            cx.data_mut().stack_tops.retain(|it| it.module < root);
            for loaded in &mut cx.data_mut().modules {
                loaded.handles.forget_from(root);
            }
            Err(error)
        }
    }
}

/// Whether functions get slots for this module.
fn wants_slots(module: &Module) -> bool {
    module.facts().imports.iter().any(|import| import.module == names::GOT_FUNC)
}

/// The libraries that a module needs and that the link does not have.
fn needed_by(state: &State, name: &str, module: &Module) -> Result<Vec<Known>> {
    if module.facts().dylink.as_ref().is_none_or(|dylink| dylink.needed.is_empty()) {
        return Ok(Vec::new());
    }
    let open = state.plan.modules.iter().zip(&state.modules).filter(|(planned, _)| !planned.closed);
    let mut known: Vec<_> = open
        .map(|(planned, loaded)| Known {
            name: planned.name.clone(),
            module: loaded.module.clone(),
        })
        .collect();
    known.push(Known { name: name.to_owned(), module: module.clone() });
    libraries::find_needed(&known, known.len() - 1, &state.roots)
}

fn plan_more(state: &State) -> Result<LinkPlan> {
    let draft = state.with_request(|request| extend(&state.plan, request))?;
    match draft.errors(|_| None).into_iter().next() {
        Some(error) => Err(error),
        None => Ok(draft.plan),
    }
}

/// The open module that goes by this name in the link, or by that of its file.
pub(super) fn known(state: &State, name: &str) -> Option<ModuleId> {
    let by_name = state.plan.module_id(name);
    by_name.or_else(|| {
        state.with_request(|request| request.library(name, |idx| !state.plan.modules[idx].closed))
    })
}

/// Opens the library that a guest names, if the granted folders have it; none if they do not.
///
/// # Errors
/// 5009 for a name that leaves the folders; as [`open_module`] for a file that cannot be linked.
pub(super) fn open_named(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    sight: Sight,
) -> Result<Option<ModuleId>> {
    let roots = cx.data().roots.clone();
    if !roots.are_granted() {
        return Ok(None);
    }
    for ending in ENDINGS {
        let path = match roots.find(&format!("{name}{ending}")) {
            Ok(path) => path,
            Err(error) if error.code() == Code::IoError => continue,
            Err(error) => return Err(error),
        };
        let module = read(cx.data(), &path, name)?;
        return open_file(cx, name, module, sight).map(Some);
    }
    Ok(None)
}

/// Reads a file that a guest has named.
///
/// # Errors
/// 5008 if it cannot be read; what is wrong with it.
pub(super) fn read(state: &State, path: &Path, name: &str) -> Result<Module> {
    state.shared.read_modules.read(path).map_err(|error| libraries::named(error, name))
}

/// Opens a module that was read from a file; one of that file that is open is the same. It is named
/// by the stem of the file, or where another has that name as it was asked for.
///
/// # Errors
/// As [`open_module`].
pub(super) fn open_file(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    module: Module,
    sight: Sight,
) -> Result<ModuleId> {
    let state = cx.data();
    let real = |module: &Module| std::fs::canonicalize(module.origin()?).ok();
    let origin = real(&module);
    let is_same = |other: &Module| match real(other) {
        Some(other) if origin.is_some() => Some(other) == origin,
        _ => other.sha256() == module.sha256(),
    };
    let mut open = state.plan.modules.iter().zip(&state.modules);
    let same = open.position(|(planned, loaded)| !planned.closed && is_same(&loaded.module));
    if let Some(idx) = same {
        return Ok(ModuleId::new(idx as u32));
    }
    let stem = module.stem().filter(|stem| state.plan.module_id(stem).is_none());
    let name = stem.unwrap_or_else(|| name.to_owned());
    open_module(cx, &name, module, sight)
}

/// Lets all modules of its group see a library's symbols, if they did not.
pub(super) fn show_to_all(cx: &mut StoreContextMut<'_, State>, library: ModuleId) {
    let is_local = |member: &crate::plan::Member| member.scope != Scope::Global;
    if !cx.data().plan.modules[library.idx()].member.as_ref().is_some_and(is_local) {
        return;
    }
    let plan = Arc::make_mut(&mut cx.data_mut().plan);
    if let Some(member) = &mut plan.modules[library.idx()].member {
        member.scope = Scope::Global;
    }
    cx.data_mut().modules[library.idx()].scope = None;
}
