//! A plan as a person reads it: one line per step, one row per import.

use super::{
    Base, Draft, Helper, HelperSpec, LinkPlan, Node, Placement, PlannedModule, Room, Source, Step,
    StubKind, Symbol, Until,
};
use crate::error::escaped;
use crate::ids::{GlobalId, HelperId, ModuleId};
use crate::sig::ExternType;
use std::fmt;

impl Draft {
    /// The rows that `plan` prints above the steps, with what is wrong with the imports that have
    /// no source.
    pub fn table(&self) -> PlanTable {
        let mut table = self.plan.table();
        for problem in &self.problems {
            // A draft has no closed modules: rows are in the order of ids.
            let row = table.modules.get_mut(problem.importer.idx());
            if let Some(row) = row.and_then(|row| row.imports.get_mut(problem.import_idx)) {
                problem.kind.in_a_row().clone_into(&mut row.source);
                row.resolved = false;
            }
        }
        table
    }
}

/// What `plan` prints above the steps: a row per module, and per import of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTable {
    /// The modules in load order.
    pub modules: Vec<ModuleRow>,
}

/// One module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleRow {
    /// Its name, escaped.
    pub name: String,
    /// How many imports it has.
    pub n_imports: usize,
    /// Its memory, if it has one: `1 memory (lifted)`.
    pub memory: Option<String>,
    /// Its function table, if it has one: `table 7 (maximum raised)`.
    pub table: Option<String>,
    /// What was left as it is, and why.
    pub remarks: Vec<String>,
    /// Its imports in order.
    pub imports: Vec<ImportRow>,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// `env.sqrt`, escaped.
    pub name: String,
    /// `(f64) → f64`.
    pub ty: String,
    /// Who provides it: `math.sqrt_f64`, `broker`, `bridge(main, math)`.
    pub source: String,
    /// In which way: `direct call`, `memory.copy`; may be empty.
    pub how: String,
    /// The mapping that named the provider; may be empty.
    pub mapped_by: String,
    /// Whether it has a provider.
    pub resolved: bool,
}

impl LinkPlan {
    /// The rows that `plan` prints above the steps.
    pub fn table(&self) -> PlanTable {
        PlanTable { modules: self.open_modules().map(|it| self.module_row(it)).collect() }
    }

    fn module_row(&self, module: &PlannedModule) -> ModuleRow {
        let n_lifted = module.lift.memories.len();
        let own_id = self.module_id(&module.name);
        let leader = module.member.as_ref().map(|member| member.leader);
        let shares_with = leader.filter(|leader| Some(*leader) != own_id);
        let memory = module.memory.as_ref().map(|_| match (n_lifted, shares_with) {
            (_, Some(leader)) => format!("memory of {}", self.module_label(leader)),
            (0, None) => "memory imported".to_owned(),
            (1, None) => "1 memory (lifted)".to_owned(),
            (n, None) => format!("{n} memories (lifted)"),
        });
        let is_raised = module.lift.tables.iter().any(|table| table.maximum_raised)
            || !module.lift.relaxed_imports.is_empty();
        let placement = module.member.as_ref().and_then(|member| member.placement.as_ref());
        let table = module.table.as_ref().map(|table| {
            if let (Some(_), Some(placement)) = (shares_with, placement) {
                return match placement.table_slots {
                    0 => "its table".to_owned(),
                    n => format!("{} of its table", counted(n, "slot")),
                };
            }
            let raised = if is_raised { " (maximum raised)" } else { "" };
            format!("table {}{raised}", table.ty.min_slots)
        });
        let imports = module.imports.iter().map(|import| {
            let (source, how) = self.describe(&import.source, &import.ty);
            ImportRow {
                name: format!("{}.{}", escaped(&import.module), escaped(&import.name)),
                ty: import.ty.brief(),
                source,
                how,
                mapped_by: import.mapped_by.clone().unwrap_or_default(),
                resolved: import.source != Source::Missing,
            }
        });
        ModuleRow {
            name: escaped(&module.name),
            n_imports: module.imports.len(),
            memory,
            table,
            remarks: module.remarks.clone(),
            imports: imports.collect(),
        }
    }

    /// Who provides something, and in which way.
    fn describe(&self, source: &Source, ty: &ExternType) -> (String, String) {
        let two = |source: &str, how: &str| (source.to_owned(), how.to_owned());
        match source {
            Source::Peer { module, export } => {
                let how = match ty {
                    ExternType::Func(_) => "direct call",
                    _ => "shared",
                };
                (self.export_label(*module, export), how.to_owned())
            }
            Source::Helper { helper, export } => self.describe_helper(*helper, export, ty),
            Source::Host(_) => two("host", ""),
            Source::Broker { .. } => two("broker", ""),
            Source::Constant(value) => (value.to_string(), "constant".to_owned()),
            Source::Base { base: Base::Memory, .. } => two("broker", "address of its data"),
            Source::Base { base: Base::Table, .. } => two("broker", "its first slot"),
            Source::Shared(global) => self.describe_global(*global),
            Source::Address { module, export } => {
                (self.export_label(*module, export), "address".to_owned())
            }
            Source::Stub(StubKind::Trap) => two("stub", "traps when called"),
            Source::Stub(StubKind::Zero) => two("stub", "answers zero"),
            Source::Missing => two("not found", ""),
        }
    }

    /// What a shared global stands for, and in which way.
    fn describe_global(&self, global: GlobalId) -> (String, String) {
        let Some(global) = self.shared_global(global) else {
            return (global.to_string(), String::new());
        };
        match &global.value {
            Symbol::Number(0) => ("nobody".to_owned(), "weak, 0".to_owned()),
            Symbol::Number(number) => (format!("{number:#x}"), "set by the broker".to_owned()),
            Symbol::Stack { n_bytes, .. } => {
                let size = counted(*n_bytes, "byte");
                ("broker".to_owned(), format!("a stack of {size} for libraries"))
            }
            Symbol::Data { module, export } => {
                (self.export_label(*module, export), "address".to_owned())
            }
            Symbol::Function { source, ty } => {
                let (label, _) = self.describe(source, &ExternType::Func(ty.clone()));
                (label, "slot".to_owned())
            }
        }
    }

    fn describe_helper(&self, helper: HelperId, export: &str, ty: &ExternType) -> (String, String) {
        let label = self.helper_label(helper);
        let Helper { spec, imports } = &self.helpers[helper.idx()];
        match spec {
            HelperSpec::Home { .. } => (label, "lives here".to_owned()),
            HelperSpec::Accessor { .. } => (label, export.to_owned()),
            HelperSpec::Bridge(_) => (label, "memory.copy".to_owned()),
            HelperSpec::Fallback(_) => (label, "accessor calls".to_owned()),
            HelperSpec::Ledger => (label, String::new()),
            HelperSpec::Rehome(_) => (label, "in wasm".to_owned()),
            HelperSpec::WasiShim { .. } => (label, "preview 1".to_owned()),
            HelperSpec::Wrapper { .. } => {
                let inner = imports.first().map(|import| self.describe(&import.source, ty));
                let (source, how) = inner.unwrap_or_default();
                let comma = if how.is_empty() { "" } else { ", " };
                (source, format!("{how}{comma}integer widths adapted"))
            }
            HelperSpec::Tag { .. } => (label, "shared".to_owned()),
            HelperSpec::Forward { targets, .. } => {
                let target = export.parse().ok().and_then(|idx: usize| targets.get(idx));
                let source = target.map(|it| self.export_label(it.module, &it.export));
                let why = match target.map(|it| it.until) {
                    Some(Until::Constructed) => "forwarded (after its constructors)",
                    _ => "forwarded (cycle)",
                };
                (source.unwrap_or(label), why.to_owned())
            }
        }
    }

    /// `math.add`, escaped.
    pub(super) fn export_label(&self, module: ModuleId, export: &str) -> String {
        format!("{}.{}", self.module_label(module), escaped(export))
    }

    /// A module's name, escaped.
    pub(super) fn module_label(&self, module: ModuleId) -> String {
        self.module(module).map_or_else(|| module.to_string(), |it| escaped(&it.name))
    }

    /// What a helper is, with the modules that it serves: `bridge(main, math)`.
    pub fn helper_label(&self, helper: HelperId) -> String {
        let name = |module: ModuleId| self.module_label(module);
        match self.helpers.get(helper.idx()).map(|helper| &helper.spec) {
            None => helper.to_string(),
            Some(HelperSpec::Home { module, .. }) => format!("home({})", name(*module)),
            Some(HelperSpec::Accessor { module, .. }) => format!("accessor({})", name(*module)),
            Some(HelperSpec::Bridge(pair)) => {
                format!("bridge({}, {})", name(pair.main), name(pair.side))
            }
            Some(HelperSpec::Fallback(pair)) => {
                format!("fallback({} → {})", name(pair.main), name(pair.side))
            }
            Some(HelperSpec::Ledger) => "ledger".to_owned(),
            Some(HelperSpec::Rehome(pair)) => {
                format!("rehome({} → {})", name(pair.main), name(pair.side))
            }
            Some(HelperSpec::WasiShim { module, .. }) => format!("wasi({})", name(*module)),
            Some(HelperSpec::Wrapper { declared, actual, .. }) => {
                format!("wrapper({} for {})", actual.arrow(), declared.arrow())
            }
            Some(HelperSpec::Tag { name, .. }) => format!("tag({})", escaped(name)),
            Some(HelperSpec::Forward { importer, .. }) => {
                format!("forward({})", name(*importer))
            }
        }
    }

    /// One step as a line.
    pub fn step_line(&self, step: &Step) -> String {
        match step {
            Step::Instantiate(Node::Module(module)) => {
                format!("instantiate {}", self.module_label(*module))
            }
            Step::Instantiate(Node::Helper(helper)) => {
                let label = self.helper_label(*helper);
                match self.helper_remark(*helper) {
                    Some(remark) => format!("instantiate {label}  {remark}"),
                    None => format!("instantiate {label}"),
                }
            }
            Step::Place(module) => {
                let member = self.module(*module).and_then(|module| module.member.as_ref());
                let placement = member.and_then(|member| member.placement.as_ref());
                let room = placement.map(|it| self.placement_line(it)).unwrap_or_default();
                format!("place       {}  {room}", self.module_label(*module))
            }
            Step::FillGlobals { first, end } => {
                let n = end.number().saturating_sub(first.number());
                format!("fill        {}", counted(n.into(), "shared global"))
            }
            Step::Relocate { module, export } => {
                format!("relocate    {}", self.export_label(*module, export))
            }
            Step::InitTls(module) => {
                let export = self.export_label(*module, crate::names::INIT_TLS);
                format!("init tls    {export}")
            }
            Step::SetStackLimits(module) => format!("stack       {}", self.module_label(*module)),
            Step::FillForward { helper, target_idx } => {
                let target = match self.helpers.get(helper.idx()).map(|helper| &helper.spec) {
                    Some(HelperSpec::Forward { targets, .. }) => targets.get(*target_idx as usize),
                    _ => None,
                };
                let label = target.map(|it| self.export_label(it.module, &it.export));
                let helper = self.helper_label(*helper);
                format!("forward     {helper}[{target_idx}] → {}", label.unwrap_or_default())
            }
            Step::Call { module, export } | Step::CallMain { module, export } => {
                format!("call        {}", self.export_label(*module, export))
            }
        }
    }

    /// `1024 bytes at 0x400, 3 slots from 1`.
    fn placement_line(&self, placement: &Placement) -> String {
        let Placement { memory_bytes, table_slots, .. } = placement;
        let bytes = match (&placement.memory, memory_bytes) {
            (_, 0) => "no data".to_owned(),
            (Room::Fixed(address), n) => format!("{} at {address:#x}", counted(*n, "byte")),
            (Room::Allocated { module, export }, n) => {
                format!("{} by {}", counted(*n, "byte"), self.export_label(*module, export))
            }
            (Room::Grown, n) => format!("{} by growing the memory", counted(*n, "byte")),
        };
        let slots = match (&placement.table, table_slots) {
            (_, 0) => "no slots".to_owned(),
            (Room::Fixed(slot_idx), n) => format!("{} from {slot_idx}", counted(*n, "slot")),
            (Room::Allocated { .. } | Room::Grown, n) => {
                format!("{} by growing the table", counted(*n, "slot"))
            }
        };
        format!("{bytes}, {slots}")
    }

    fn helper_remark(&self, helper: HelperId) -> Option<String> {
        match &self.helpers.get(helper.idx())?.spec {
            HelperSpec::Home { memories, tables, .. } => {
                let memories = memories.iter().map(ToString::to_string);
                let all: Vec<_> = memories.chain(tables.iter().map(ToString::to_string)).collect();
                Some(all.join(" "))
            }
            HelperSpec::Bridge(_) => Some("multi-memory".to_owned()),
            HelperSpec::Fallback(_) => Some("accessor calls".to_owned()),
            HelperSpec::WasiShim { functions, .. } => Some(counted(functions.len() as u64, "call")),
            HelperSpec::Forward { targets, .. } => Some(counted(targets.len() as u64, "function")),
            HelperSpec::Accessor { .. }
            | HelperSpec::Ledger
            | HelperSpec::Tag { .. }
            | HelperSpec::Rehome(_)
            | HelperSpec::Wrapper { .. } => None,
        }
    }
}

/// `1 step`, `2 steps`.
fn counted(n: u64, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}

impl fmt::Display for LinkPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "plan: {}, {}, {}",
            counted(self.modules.len() as u64, "module"),
            counted(self.helpers.len() as u64, "helper"),
            counted(self.steps.len() as u64, "step")
        )?;
        let width = self.steps.len().to_string().len().max(2);
        for (idx, step) in self.steps.iter().enumerate() {
            write!(f, "\n{:>width$} {}", idx + 1, self.step_line(step))?;
        }
        Ok(())
    }
}
