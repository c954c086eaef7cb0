//! Which helpers a link needs, each made once and only when something asks for it.
//!
//! Invariant: a helper is added after everything that it imports, so that the order of ids is an
//! order in which helpers can be instantiated.

use super::problem::ProblemKind;
use super::request::CopyPath;
use super::reserved::{self, Path};
use super::resolve::{Offer, Planner, no_memory, no_table};
use super::{BrokerFunction, HelperImport, HelperSpec, Integers, Join, Pair, Source};
use crate::ids::{HelperId, ModuleId};
use crate::names;
use crate::sig::{ExternType, FuncType, ValType, Width};

/// An offer, or why there is none.
type HelperOffer = Result<Offer, (ProblemKind, String)>;

impl Planner<'_> {
    /// A getter or setter of a module's memory.
    pub(super) fn access(&mut self, of: ModuleId, name: &str) -> HelperOffer {
        let (helper, width) = self
            .accessor(of)
            .zip(self.width(of))
            .ok_or_else(|| (ProblemKind::Unresolved, no_memory(self.name(of))))?;
        let source = Source::Helper { helper, export: name.to_owned() };
        Ok(Offer::Splittable(source, reserved::accessor_type(name, width)))
    }

    /// A function of `dlopen`'s family. Names and what a program keeps of a library lie in its
    /// memory. It needs no table: data have addresses, and a library may bring a table later.
    pub(super) fn loader(
        &self,
        importer: ModuleId,
        name: &str,
    ) -> Result<Source, (ProblemKind, String)> {
        let reads_memory = [
            names::DLOPEN,
            names::DLSYM,
            names::EM_DLOPEN,
            names::EM_DLOPEN_ASYNC,
            names::EM_DLSYM,
        ];
        if reads_memory.contains(&name) && self.width(importer).is_none() {
            return Err((ProblemKind::Unresolved, no_memory(self.name(importer))));
        }
        let function = BrokerFunction::Loader(name.to_owned());
        Ok(Source::Broker { function, owner: importer })
    }

    /// A copy between two modules' memories.
    pub(super) fn copy(
        &mut self,
        src: ModuleId,
        dest: ModuleId,
        size: Option<u64>,
        path: Path,
    ) -> HelperOffer {
        for module in [src, dest] {
            if self.width(module).is_none() {
                return Err((ProblemKind::Unresolved, no_memory(self.name(module))));
            }
        }
        let by_calls = path == Path::Fallback || self.request.options.copy == CopyPath::Accessors;
        let join = match by_calls {
            true => Join::Fallback(src, dest),
            false => Join::Bridge(src, dest),
        };
        let (Some(helper), Some(from), Some(to)) =
            (self.join(join), self.width(src), self.width(dest))
        else {
            return Err((ProblemKind::Unresolved, no_memory(self.name(src))));
        };
        let direction = match by_calls {
            true => "",
            false if src <= dest => names::MAIN_TO_SIDE,
            false => names::SIDE_TO_MAIN,
        };
        let digits = size.map(|size| size.to_string()).unwrap_or_default();
        let export = format!("{direction}{}{digits}", names::MEMCPY);
        let ty = reserved::copy_type(to, from, size);
        Ok(Offer::Found(Source::Helper { helper, export }, ExternType::Func(ty)))
    }

    /// The function that makes pointers of one module callable in another.
    pub(super) fn pointer(&mut self, from: ModuleId, to: ModuleId) -> HelperOffer {
        let mut widths = [Width::W32; 2];
        for (module, width) in [from, to].into_iter().zip(&mut widths) {
            match &self.plan.modules[module.idx()].table {
                Some(table) => *width = table.ty.width,
                None => return Err((ProblemKind::Table, no_table(self.name(module)))),
            }
        }
        let ty = FuncType::new([widths[0].val_type()], [widths[1].val_type()]);
        let source = match self.join(Join::Rehome(from, to)) {
            Some(helper) => Source::Helper { helper, export: names::REHOME.to_owned() },
            None => Source::Broker { function: BrokerFunction::HostRehome { to }, owner: from },
        };
        Ok(Offer::Flexible(source, ty))
    }

    /// The helper of this kind, made if the plan does not have it; none where a module has no
    /// memory or no table that a helper can import.
    pub(super) fn join(&mut self, join: Join) -> Option<HelperId> {
        match join {
            Join::Accessor(module) => self.accessor(module),
            Join::Bridge(a, b) => self.bridge(a.min(b), a.max(b)),
            Join::Fallback(from, to) => self.fallback(from, to),
            Join::Rehome(from, to) => self.rehome(from, to),
            Join::Ledger => Some(self.ledger()),
        }
    }

    /// The accessor of a module.
    pub(super) fn accessor(&mut self, module: ModuleId) -> Option<HelperId> {
        let memory = self.plan.modules[module.idx()].memory.clone()?;
        let spec = HelperSpec::Accessor { module, width: memory.ty.width };
        Some(self.ensure(spec, |_| {
            let broker = |function| Source::Broker { function, owner: module };
            vec![
                import(names::ENV, names::MEMORY, memory.source),
                import(names::ENV, names::ACCESSOR_BRIDGE, broker(BrokerFunction::AccessorBridge)),
                import(
                    names::ENV,
                    names::ACCESSOR_BRIDGE_FB,
                    broker(BrokerFunction::AccessorBridgeFb),
                ),
            ]
        }))
    }

    fn bridge(&mut self, main: ModuleId, side: ModuleId) -> Option<HelperId> {
        let memory_of = |module: ModuleId| self.plan.modules[module.idx()].memory.clone();
        let (in_main, in_side) = (memory_of(main)?, memory_of(side)?);
        let (main_width, side_width) = (in_main.ty.width, in_side.ty.width);
        let spec = HelperSpec::Bridge(Pair { main, side, main_width, side_width });
        Some(self.ensure(spec, |_| {
            vec![
                import(names::MAIN_ROLE, names::MEMORY, in_main.source),
                import(names::SIDE_ROLE, names::MEMORY, in_side.source),
            ]
        }))
    }

    /// The fallback copies one way: it reads the source's memory and calls the destination's
    /// accessor.
    fn fallback(&mut self, from: ModuleId, to: ModuleId) -> Option<HelperId> {
        let source = self.plan.modules[from.idx()].memory.clone()?;
        let (main_width, side_width) = (source.ty.width, self.width(to)?);
        let accessor = self.accessor(to)?;
        let pair = Pair { main: from, side: to, main_width, side_width };
        Some(self.ensure(HelperSpec::Fallback(pair), |_| {
            let accessor_export = |name: &str| {
                let source = Source::Helper { helper: accessor, export: name.to_owned() };
                import(names::TO, name, source)
            };
            let mut imports = vec![import(names::FROM, names::MEMORY, source.source)];
            imports.extend(names::FALLBACK_CALLS.into_iter().map(accessor_export));
            imports
        }))
    }

    /// The helper that knows every slot that the broker added.
    fn ledger(&mut self) -> HelperId {
        let max_slots = self.request.options.limits.broker_slots_limit();
        self.ensure(HelperSpec::Ledger, |_| {
            let max_slots = i64::try_from(max_slots.min(i32::MAX as u64)).unwrap_or(i64::MAX);
            vec![import(names::ENV, names::MAX_SLOTS, Source::Constant(max_slots))]
        })
    }

    fn rehome(&mut self, from: ModuleId, to: ModuleId) -> Option<HelperId> {
        let table_of = |module: ModuleId| self.plan.modules[module.idx()].table.clone();
        let (from_table, to_table) = (table_of(from)?, table_of(to)?);
        let is_lifted = |source: &Source| matches!(source, Source::Helper { .. });
        if !is_lifted(&from_table.source) || !is_lifted(&to_table.source) {
            return None;
        }
        let from_id = i64::from(self.plan.table_owner(from)?.number());
        let to_id = i64::from(self.plan.table_owner(to)?.number());
        let ledger = self.ledger();
        let (main_width, side_width) = (from_table.ty.width, to_table.ty.width);
        let spec = HelperSpec::Rehome(Pair { main: from, side: to, main_width, side_width });
        Some(self.ensure(spec, |_| {
            let fault = Source::Broker { function: BrokerFunction::Fault, owner: from };
            let check = Source::Broker { function: BrokerFunction::Check, owner: from };
            let mut imports = vec![
                import(names::FROM, names::TABLE, from_table.source),
                import(names::TO, names::TABLE, to_table.source),
                import(names::FROM, names::TABLE_ID, Source::Constant(from_id)),
                import(names::TO, names::TABLE_ID, Source::Constant(to_id)),
                import(names::ENV, names::FAULT, fault),
                import(names::ENV, names::CHECK, check),
            ];
            imports.extend(names::LEDGER_EXPORTS.into_iter().map(|name| {
                let source = Source::Helper { helper: ledger, export: name.to_owned() };
                import(names::LEDGER, name, source)
            }));
            imports
        }))
    }

    /// The shim between a module and WASI, with this function among those that it forwards.
    pub(super) fn wasi_shim(&mut self, module: ModuleId, name: &str, ty: &FuncType) -> HelperId {
        let memory = self.plan.modules[module.idx()].memory.clone();
        // Known by the shim as it was when it was made: without functions.
        let spec = HelperSpec::WasiShim {
            module,
            memory: memory.as_ref().map(|memory| memory.ty.width),
            functions: Vec::new(),
        };
        let helper = self.ensure(spec, |_| {
            let memory = memory.map(|memory| import(names::ENV, names::MEMORY, memory.source));
            memory.into_iter().collect()
        });
        let function = BrokerFunction::Wasi(name.to_owned());
        let shim = &mut self.plan.helpers[helper.idx()];
        if let HelperSpec::WasiShim { functions, .. } = &mut shim.spec
            && functions.iter().all(|(known, _)| known != name)
        {
            functions.push((name.to_owned(), ty.clone()));
            let source = Source::Broker { function, owner: module };
            shim.imports.push(import(names::WASI, name, source));
        }
        helper
    }

    /// The source itself where the types are equal; a wrapper around it where they differ only in
    /// the width of integers.
    pub(super) fn adapt(
        &mut self,
        source: Source,
        actual: &FuncType,
        declared: &ExternType,
    ) -> Option<Source> {
        let declared = declared.as_func()?;
        if declared == actual {
            return Some(source);
        }
        if !declared.same_but_for_width(actual) {
            return None;
        }
        let (declared, actual) = (declared.clone(), actual.clone());
        let spec = HelperSpec::Wrapper { declared, actual, integers: Integers::Width };
        Some(self.wrap(spec, vec![import(names::ENV, names::WRAPPED, source)]))
    }

    /// A wrapper around the source where the importer's toolchain split 64-bit integers in two.
    pub(super) fn join_halves(
        &mut self,
        importer: ModuleId,
        source: Source,
        actual: &FuncType,
        declared: &ExternType,
    ) -> Option<Source> {
        let declared = declared.as_func().filter(|declared| **declared == split(actual))?;
        let mut imports = vec![import(names::ENV, names::WRAPPED, source)];
        if actual.results.contains(&ValType::I64) {
            let function = BrokerFunction::Emscripten(names::SET_TEMP_RET_0.to_owned());
            let high_half = Source::Broker { function, owner: importer };
            imports.push(import(names::ENV, names::SET_TEMP_RET_0, high_half));
        }
        let (declared, actual) = (declared.clone(), actual.clone());
        let spec = HelperSpec::Wrapper { declared, actual, integers: Integers::Split };
        Some(self.wrap(spec, imports))
    }

    fn wrap(&mut self, spec: HelperSpec, imports: Vec<HelperImport>) -> Source {
        let is_it = |helper: &super::Helper| helper.spec == spec && helper.imports == imports;
        let helper = match self.plan.helpers.iter().position(is_it) {
            Some(idx) => HelperId::new(idx as u32),
            None => self.push_helper(spec, imports),
        };
        Source::Helper { helper, export: names::WRAPPED.to_owned() }
    }

    fn ensure(
        &mut self,
        spec: HelperSpec,
        imports: impl FnOnce(&Self) -> Vec<HelperImport>,
    ) -> HelperId {
        match self.helpers_by_spec.get(&spec) {
            Some(helper) => *helper,
            None => {
                let imports = imports(self);
                self.push_helper(spec, imports)
            }
        }
    }
}

pub(super) fn import(module: &str, name: &str, source: Source) -> HelperImport {
    HelperImport { module: module.to_owned(), name: name.to_owned(), source }
}

/// The type with each i64 split into two i32, as emscripten does for JavaScript without BigInt: of
/// parameters the low half comes first, of a result it is what remains.
fn split(ty: &FuncType) -> FuncType {
    let halves = |param: &ValType| match param {
        ValType::I64 => vec![ValType::I32, ValType::I32],
        other => vec![other.clone()],
    };
    let low_half = |result: &ValType| match result {
        ValType::I64 => ValType::I32,
        other => other.clone(),
    };
    FuncType::new(
        ty.params.iter().flat_map(halves).collect::<Vec<_>>(),
        ty.results.iter().map(low_half).collect::<Vec<_>>(),
    )
}
