//! The call stack of a trap in the link's own words: module, function, offset, line, and where a
//! call crossed from one module to another.

use crate::engine::state::State;
use crate::error::{Detail, Error, Frame, escaped, quoted};
use crate::facts::{CallAt, ModuleFacts, SourceLine};
use crate::ids::{HelperId, ModuleId};
use crate::limits;
use crate::plan::{ForwardTarget, HelperSpec, LinkPlan, Node, Source};
use std::collections::BTreeMap;
use wasmtime::{FrameInfo, WasmBacktrace};

/// At most this many frames are shown: the innermost ones.
const MAX_FRAMES: usize = 32;

/// The frames of a trap, innermost first.
pub(super) struct Stack<'a> {
    frames: Vec<Located<'a>>,
}

/// One frame, where it is, and how it was called.
struct Located<'a> {
    frame: &'a FrameInfo,
    place: Place,
    via: Via,
}

/// Where a frame is. The engine knows compiled code, not instances: there are several answers where
/// one file was loaded under two names, or where helpers of two modules share their code.
#[derive(Clone, Debug)]
enum Place {
    Modules(Vec<ModuleId>),
    Helpers(Vec<HelperId>),
}

/// How a frame was called by the one outside it, read from the instruction that called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Via {
    /// Through this import of the caller, as an index into its imports.
    Import(ModuleId, usize),
    /// Through a function pointer.
    Pointer,
    /// Within one module, by a helper, or by the host.
    Other,
}

impl<'a> Stack<'a> {
    /// The frames that an error of the engine carries.
    pub(super) fn of(state: &State, cause: &'a wasmtime::Error) -> Self {
        let Some(backtrace) = cause.downcast_ref::<WasmBacktrace>() else {
            return Self { frames: Vec::new() };
        };
        let mut frames: Vec<Located<'_>> = Vec::new();
        // From the outside in: who calls tells whom.
        for frame in backtrace.frames().iter().rev() {
            let caller = frames.last();
            let via = caller.map_or(Via::Other, |caller| called_by(state, caller));
            let place = place_of(state, frame, via, caller.map(|caller| &caller.place));
            frames.push(Located { frame, place, via });
        }
        frames.reverse();
        Self { frames }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Whether the innermost frame is in a helper, and every helper that it may be is like this.
    pub(super) fn is_in_helper(
        &self,
        state: &State,
        is_it: impl Fn(&LinkPlan, &HelperSpec) -> bool,
    ) -> bool {
        match self.frames.first() {
            Some(Located { place: Place::Helpers(helpers), .. }) => {
                let plan = &state.plan;
                !helpers.is_empty()
                    && helpers.iter().all(|helper| is_it(plan, &plan.helpers[helper.idx()].spec))
            }
            _ => false,
        }
    }

    /// What the innermost frame forwards a call to, if it is in a forwarder.
    pub(super) fn forwarded<'p>(&self, state: &'p State) -> Option<&'p ForwardTarget> {
        let Located { frame, place: Place::Helpers(helpers), .. } = self.frames.first()? else {
            return None;
        };
        let HelperSpec::Forward { targets, .. } = &state.plan.helpers[helpers.first()?.idx()].spec
        else {
            return None;
        };
        targets.get(frame.func_index() as usize)
    }

    /// The modules whose memories the innermost frame works on; none where it is not certain.
    pub(super) fn memories(&self, state: &State) -> Vec<ModuleId> {
        match self.frames.first() {
            Some(Located { place: Place::Modules(modules), .. }) if modules.len() == 1 => {
                modules.clone()
            }
            Some(Located { place: Place::Helpers(helpers), .. }) if helpers.len() == 1 => {
                match &state.plan.helpers[helpers[0].idx()].spec {
                    HelperSpec::Accessor { module, .. } => vec![*module],
                    HelperSpec::Bridge(pair) | HelperSpec::Fallback(pair) => {
                        vec![pair.main, pair.side]
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Where the innermost frame is in the module as it was given.
    pub(super) fn innermost_offset(&self, state: &State) -> Option<(ModuleId, usize)> {
        code_offset(state, self.frames.first()?)
    }

    /// The lines of source of the frames that are shown, each module read once.
    fn lines(&self, state: &State) -> Vec<Option<String>> {
        let shown = &self.frames[..self.frames.len().min(MAX_FRAMES)];
        let mut lines = vec![None; shown.len()];
        if !state.shared.names_lines() {
            return lines;
        }
        let mut by_module: BTreeMap<ModuleId, Vec<(usize, usize)>> = BTreeMap::new();
        for (idx, located) in shown.iter().enumerate() {
            if let Some((module, offset)) = code_offset(state, located) {
                by_module.entry(module).or_default().push((idx, offset));
            }
        }
        let mut n_rows_left = limits::SOURCE_LINE_ROWS;
        for (module, frames) in by_module {
            let offsets: Vec<_> = frames.iter().map(|(_, offset)| *offset).collect();
            let bytes = state.modules[module.idx()].module.bytes();
            let found = ModuleFacts::lines_at(bytes, &offsets, &mut n_rows_left);
            for ((idx, _), place) in frames.iter().zip(found) {
                lines[*idx] = place.as_ref().map(shown_line);
            }
        }
        lines
    }

    /// The error with these frames under it.
    pub(super) fn under(&self, state: &State, error: Error) -> Error {
        let mut lines = self.lines(state);
        let shown = self.frames.iter().take(MAX_FRAMES).enumerate();
        let error = shown.fold(error, |error, (idx, located)| {
            let is_shown = |inner: &&Located<'_>| !is_forwarder(state, &inner.place);
            let inner = self.frames[..idx].iter().rev().find(is_shown);
            let via = idx.checked_sub(1).map_or(Via::Other, |inner| self.frames[inner].via);
            error.with(Detail::Frame(match &located.place {
                Place::Modules(modules) => {
                    let frame = in_module(state, located.frame, modules, inner, via);
                    Frame { line: lines.get_mut(idx).and_then(Option::take), ..frame }
                }
                Place::Helpers(helpers) => in_helper(state, located.frame, helpers),
            }))
        });
        match self.frames.len().saturating_sub(MAX_FRAMES) {
            0 => error,
            n => error.with(Detail::Finding(format!("… and {n} more frames"))),
        }
    }
}

/// The code offset of a frame in the module as it was given.
fn code_offset(state: &State, located: &Located<'_>) -> Option<(ModuleId, usize)> {
    let Place::Modules(modules) = &located.place else { return None };
    let module = *modules.first()?;
    Some((module, original_offset(state, module, located.frame.module_offset()?)?))
}

/// How a frame calls the next one inside: by the instruction at its offset.
fn called_by(state: &State, caller: &Located<'_>) -> Via {
    let Some((module, offset)) = code_offset(state, caller) else { return Via::Other };
    let loaded = &state.modules[module.idx()].module;
    match ModuleFacts::call_at(loaded.bytes(), offset) {
        Some(CallAt::Direct(func_idx)) => {
            let imports = loaded.facts().imports.iter().enumerate();
            let mut functions = imports.filter(|(_, import)| import.ty.as_func().is_some());
            functions
                .nth(func_idx as usize)
                .map_or(Via::Other, |(import_idx, _)| Via::Import(module, import_idx))
        }
        Some(CallAt::Indirect) => Via::Pointer,
        None => Via::Other,
    }
}

fn place_of(state: &State, frame: &FrameInfo, via: Via, caller: Option<&Place>) -> Place {
    let target = match via {
        Via::Import(module, import_idx) => {
            Some(&state.plan.modules[module.idx()].imports[import_idx].source)
        }
        Via::Pointer | Via::Other => None,
    };
    let is_module = |idx: &usize| {
        let compiled = state.modules[*idx].compiled.as_ref();
        compiled.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    let mut modules: Vec<_> =
        (0..state.modules.len()).filter(is_module).map(|idx| ModuleId::new(idx as u32)).collect();
    // The same file may have been open before.
    let is_open = |it: &ModuleId| state.plan.module(*it).is_some_and(|planned| !planned.closed);
    if modules.iter().any(is_open) {
        modules.retain(is_open);
    }
    if !modules.is_empty() {
        return Place::Modules(match (target, caller) {
            (Some(Source::Peer { module, .. }), _) if modules.contains(module) => vec![*module],
            // A call that leaves no module stays in it.
            (None, Some(Place::Modules(same))) if via == Via::Other && *same == modules => modules,
            (None, Some(Place::Modules(same)))
                if via == Via::Other && same.iter().all(|it| modules.contains(it)) =>
            {
                same.clone()
            }
            _ => modules,
        });
    }
    let is_helper = |idx: &usize| {
        let loaded = state.helpers[*idx].as_ref();
        loaded.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    let helpers: Vec<_> =
        (0..state.helpers.len()).filter(is_helper).map(|idx| HelperId::new(idx as u32)).collect();
    let called = match (target, via) {
        (Some(Source::Helper { helper, .. }), _) => vec![*helper],
        (_, Via::Pointer) => Vec::new(),
        _ => caller.map(|caller| helpers_imported_by(state, caller)).unwrap_or_default(),
    };
    let likely: Vec<_> = helpers.iter().copied().filter(|it| called.contains(it)).collect();
    Place::Helpers(if likely.is_empty() { helpers } else { likely })
}

/// The helpers that a frame's module imports from.
fn helpers_imported_by(state: &State, place: &Place) -> Vec<HelperId> {
    let nodes: Vec<Node> = match place {
        Place::Modules(modules) => modules.iter().copied().map(Node::Module).collect(),
        Place::Helpers(helpers) => helpers.iter().copied().map(Node::Helper).collect(),
    };
    let sources = nodes.into_iter().flat_map(|node| state.plan.sources(node));
    sources
        .filter_map(|source| match source {
            Source::Helper { helper, .. } => Some(*helper),
            _ => None,
        })
        .collect()
}

fn in_helper(state: &State, frame: &FrameInfo, helpers: &[HelperId]) -> Frame {
    Frame {
        module: helper_name(state, helpers),
        function: frame.func_name().map_or_else(
            || format!("func[{}]", frame.func_index()),
            |name| format!("${}", escaped(name)),
        ),
        line: None,
        module_offset: None,
        crossing: None,
    }
}

fn in_module(
    state: &State,
    frame: &FrameInfo,
    modules: &[ModuleId],
    inner: Option<&Located<'_>>,
    via: Via,
) -> Frame {
    let module = modules[0];
    let facts = state.modules[module.idx()].module.facts();
    let callee = inner.and_then(|inner| match &inner.place {
        Place::Modules(callees) if callees.as_slice() == modules && via == Via::Other => None,
        Place::Modules(callees) => Some(module_names(state, callees)),
        Place::Helpers(helpers) => Some(helper_name(state, helpers)),
    });
    let crossing = callee.map(|callee| {
        let how = match via {
            Via::Import(module, import_idx) => {
                let import = &state.plan.modules[module.idx()].imports[import_idx];
                format!("import {}", quoted(&format!("{}.{}", import.module, import.name)))
            }
            Via::Pointer | Via::Other => "a function pointer".to_owned(),
        };
        format!("call crossed {} → {callee} through {how}", module_names(state, modules))
    });
    Frame {
        module: module_names(state, modules),
        function: facts.function_name(frame.func_index()),
        line: None,
        module_offset: frame
            .module_offset()
            .and_then(|offset| original_offset(state, module, offset)),
        // A pointer may lead back into the module itself: nothing is crossed then.
        crossing: crossing.filter(|_| {
            let is_same = |inner: &Located<'_>| {
                matches!(&inner.place, Place::Modules(callees) if callees.as_slice() == modules)
            };
            !(via == Via::Pointer && inner.is_some_and(is_same))
        }),
    }
}

/// The names that a frame's module may have.
fn module_names(state: &State, modules: &[ModuleId]) -> String {
    let names: Vec<_> = modules.iter().map(|module| escaped(&state.module_name(*module))).collect();
    names.join(" or ")
}

/// Whether a frame is in a forwarder: the call goes on to the module that it forwards to.
fn is_forwarder(state: &State, place: &Place) -> bool {
    let is_it = |helper: &HelperId| {
        matches!(state.plan.helpers[helper.idx()].spec, HelperSpec::Forward { .. })
    };
    matches!(place, Place::Helpers(helpers) if helpers.iter().any(is_it))
}

/// `bridge(main, math)`; where it may be one of several, only what kind they are.
fn helper_name(state: &State, helpers: &[HelperId]) -> String {
    let labels: Vec<_> = helpers.iter().map(|it| state.plan.helper_label(*it)).collect();
    match labels.as_slice() {
        [] => "helper".to_owned(),
        [only] => only.clone(),
        [first, ..] => first.split('(').next().unwrap_or("helper").to_owned(),
    }
}

fn original_offset(state: &State, module: ModuleId, offset: usize) -> Option<usize> {
    let delta = state.modules[module.idx()].compiled.as_ref()?.code_offset_delta;
    usize::try_from(offset as i64 + delta).ok()
}

/// `src/main.c:12:3`.
fn shown_line(place: &SourceLine) -> String {
    let file = escaped(place.file.strip_prefix("./").unwrap_or(&place.file));
    match place.column {
        Some(column) => format!("{file}:{}:{column}", place.line),
        None => format!("{file}:{}", place.line),
    }
}
