//! The call stack of a trap in the link's own words: module, function, offset, line, and where a
//! call crossed from one module to another.

use crate::engine::state::State;
use crate::error::{Detail, Error, Frame, escaped, quoted};
use crate::ids::{HelperId, ModuleId};
use crate::plan::{HelperSpec, LinkPlan, Node, Source};
use crate::sig::ExternType;
use wasmtime::{FrameInfo, WasmBacktrace};

/// At most this many frames are shown: the innermost ones.
const MAX_FRAMES: usize = 32;

/// The frames of a trap, innermost first.
pub(super) struct Stack<'a> {
    frames: Vec<(&'a FrameInfo, Place)>,
}

/// Where a frame is. The engine knows compiled code, not instances: there are several answers where
/// one file was loaded under two names, or where helpers of two modules share their code.
#[derive(Clone, Debug)]
enum Place {
    Modules(Vec<ModuleId>),
    Helpers(Vec<HelperId>),
}

impl<'a> Stack<'a> {
    /// The frames that an error of the engine carries.
    pub(super) fn of(state: &State, cause: &'a wasmtime::Error) -> Self {
        let Some(backtrace) = cause.downcast_ref::<WasmBacktrace>() else {
            return Self { frames: Vec::new() };
        };
        let mut frames: Vec<(&FrameInfo, Place)> = Vec::new();
        // From the outside in: who calls tells which helper it was.
        for frame in backtrace.frames().iter().rev() {
            let caller = frames.last().map(|(_, place)| place);
            let place = place_of(state, frame, caller);
            frames.push((frame, place));
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
            Some((_, Place::Helpers(helpers))) => {
                let plan = &state.plan;
                !helpers.is_empty()
                    && helpers.iter().all(|helper| is_it(plan, &plan.helpers[helper.idx()].spec))
            }
            _ => false,
        }
    }

    /// The modules whose memories the innermost frame works on; none where it is not certain.
    pub(super) fn memories(&self, state: &State) -> Vec<ModuleId> {
        match self.frames.first() {
            Some((_, Place::Modules(modules))) if modules.len() == 1 => modules.clone(),
            Some((_, Place::Helpers(helpers))) if helpers.len() == 1 => {
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
        let (frame, place) = self.frames.first()?;
        let Place::Modules(modules) = place else { return None };
        let module = *modules.first()?;
        Some((module, original_offset(state, module, frame.module_offset()?)?))
    }

    /// The error with these frames under it.
    pub(super) fn under(&self, state: &State, error: Error) -> Error {
        let shown = self.frames.iter().take(MAX_FRAMES).enumerate();
        let error = shown.fold(error, |error, (idx, (frame, place))| {
            let is_shown = |(_, inner): &&(&FrameInfo, Place)| !is_forwarder(state, inner);
            let inner = self.frames[..idx].iter().rev().find(is_shown);
            error.with(Detail::Frame(match place {
                Place::Modules(modules) => in_module(state, frame, modules, inner),
                Place::Helpers(helpers) => in_helper(state, frame, helpers),
            }))
        });
        match self.frames.len().saturating_sub(MAX_FRAMES) {
            0 => error,
            n => error.with(Detail::Finding(format!("… and {n} more frames"))),
        }
    }
}

fn place_of(state: &State, frame: &FrameInfo, caller: Option<&Place>) -> Place {
    let is_module = |idx: &usize| {
        let compiled = state.modules[*idx].compiled.as_ref();
        compiled.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    let modules: Vec<_> =
        (0..state.modules.len()).filter(is_module).map(|idx| ModuleId::new(idx as u32)).collect();
    if !modules.is_empty() {
        return Place::Modules(modules);
    }
    let is_helper = |idx: &usize| {
        let loaded = state.helpers[*idx].as_ref();
        loaded.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    let helpers: Vec<_> =
        (0..state.helpers.len()).filter(is_helper).map(|idx| HelperId::new(idx as u32)).collect();
    let called = caller.map(|caller| helpers_imported_by(state, caller)).unwrap_or_default();
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
    inner: Option<&(&FrameInfo, Place)>,
) -> Frame {
    let names: Vec<_> = modules.iter().map(|module| escaped(&state.module_name(*module))).collect();
    let module = modules[0];
    let facts = state.modules[module.idx()].module.facts();
    let crossing = inner.and_then(|(inner, place)| match place {
        Place::Modules(callees) => to_module(state, module, callees[0], inner.func_index()),
        Place::Helpers(helpers) => to_helper(state, module, helpers),
    });
    Frame {
        module: names.join(" or "),
        function: facts.function_name(frame.func_index()),
        line: line_of(frame),
        module_offset: frame
            .module_offset()
            .and_then(|offset| original_offset(state, module, offset)),
        crossing,
    }
}

/// How a call went from one user's module to another: nothing if they are the same.
fn to_module(state: &State, caller: ModuleId, callee: ModuleId, func_idx: u32) -> Option<String> {
    if caller == callee {
        return None;
    }
    let facts = state.modules[callee.idx()].module.facts();
    let import = state.plan.modules[caller.idx()].imports.iter().find(|import| {
        let is_func = matches!(import.ty, ExternType::Func(_));
        is_func
            && behind(&state.plan, &import.source).is_some_and(|(module, export)| {
                module == callee && facts.export(export).is_some_and(|it| it.item_idx == func_idx)
            })
    });
    let how = match import {
        Some(import) => {
            format!("import {}", quoted(&format!("{}.{}", import.module, import.name)))
        }
        None => "a function pointer".to_owned(),
    };
    let names = [caller, callee].map(|module| escaped(&state.module_name(module)));
    Some(format!("call crossed {} → {} through {how}", names[0], names[1]))
}

/// The export of a user's module behind a source, looking through forwarders.
fn behind<'a>(plan: &'a LinkPlan, source: &'a Source) -> Option<(ModuleId, &'a str)> {
    match source {
        Source::Peer { module, export } => Some((*module, export)),
        Source::Helper { helper, export } => match &plan.helpers.get(helper.idx())?.spec {
            HelperSpec::Forward { targets, .. } => {
                let target = targets.get(export.parse::<usize>().ok()?)?;
                Some((target.module, &target.export))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a frame is in a forwarder: the call goes on to the module that it forwards to.
fn is_forwarder(state: &State, place: &Place) -> bool {
    let is_it = |helper: &HelperId| {
        matches!(state.plan.helpers[helper.idx()].spec, HelperSpec::Forward { .. })
    };
    matches!(place, Place::Helpers(helpers) if helpers.iter().any(is_it))
}

/// How a call went from a user's module to a helper.
fn to_helper(state: &State, caller: ModuleId, helpers: &[HelperId]) -> Option<String> {
    let imports: Vec<_> = (state.plan.modules[caller.idx()].imports.iter())
        .filter(|import| {
            matches!(&import.source, Source::Helper { helper, .. } if helpers.contains(helper))
        })
        .collect();
    let how = match imports.as_slice() {
        [] => "a function pointer".to_owned(),
        [only] => format!("import {}", quoted(&format!("{}.{}", only.module, only.name))),
        // Several functions of one helper: the frame above says which.
        [first, ..] => format!("imports of {}", quoted(&first.module)),
    };
    let caller = escaped(&state.module_name(caller));
    Some(format!("call crossed {caller} → {} through {how}", helper_name(state, helpers)))
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

fn line_of(frame: &FrameInfo) -> Option<String> {
    let symbol = frame.symbols().iter().find(|symbol| symbol.line().is_some())?;
    let file = symbol.file()?;
    let file = escaped(file.strip_prefix("./").unwrap_or(file));
    let line = symbol.line()?;
    Some(match symbol.column() {
        Some(column) => format!("{file}:{line}:{column}"),
        None => format!("{file}:{line}"),
    })
}
