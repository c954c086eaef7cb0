//! Tests of the planner, from WAT to plan: no engine, no files.
//!
//! Every plan that a test makes passes through [`Link::plan`], which holds it against what is true
//! of all plans: see [`assert_sound`]. To add a test: a row in the table of the file of its topic.

mod check;
mod cycles;
mod draw;
mod emscripten;
mod groups;
mod hostile;
mod imports;
mod problems;
mod random;
mod ready;
mod reserved;
mod running;
mod shown;
mod spaces;
mod wire;

use super::*;
use crate::error::{Code, Error};
use crate::names;
use crate::sig::ValType;

/// A link to plan, from WAT.
#[derive(Clone, Debug, Default)]
struct Link {
    modules: Vec<LinkModule>,
    hosts: Vec<HostFunction>,
    options: LinkOptions,
}

#[derive(Clone, Debug)]
struct LinkModule {
    name: String,
    facts: ModuleFacts,
    run_main: bool,
}

/// A link of these modules: name, then WAT without the `(module …)` around it.
fn link<const N: usize>(modules: [(&str, &str); N]) -> Link {
    modules.into_iter().fold(Link::default(), |link, (name, wat)| link.module(name, wat))
}

fn facts_of(wat: &str) -> ModuleFacts {
    let bytes = wat::parse_str(format!("(module {wat})")).unwrap_or_else(|e| panic!("{wat}: {e}"));
    ModuleFacts::of(&bytes).unwrap_or_else(|e| panic!("{wat}: {e}"))
}

fn module_id(number: u32) -> ModuleId {
    ModuleId::new(number)
}

impl Link {
    fn module(mut self, name: &str, wat: &str) -> Self {
        let module = LinkModule { name: name.to_owned(), facts: facts_of(wat), run_main: false };
        self.modules.push(module);
        self
    }

    fn run_main(mut self, name: &str) -> Self {
        for module in self.modules.iter_mut().filter(|module| module.name == name) {
            module.run_main = true;
        }
        self
    }

    fn map(mut self, import: &str, provider: &str) -> Self {
        let [import, provider] = [import, provider].map(str::to_owned);
        let origin = format!("row {}", self.options.mappings.len());
        self.options.mappings.push(Mapping { import, provider, origin });
        self
    }

    /// A host function `module.name` that takes one i32.
    fn host(mut self, module: &str, name: &str) -> Self {
        let [module, name] = [module, name].map(str::to_owned);
        self.hosts.push(HostFunction { module, name, ty: FuncType::new([ValType::I32], []) });
        self
    }

    fn unresolved(mut self, unresolved: Unresolved) -> Self {
        self.options.unresolved = unresolved;
        self
    }

    fn allow(mut self, what: Allowance) -> Self {
        self.options.allowed.insert(what);
        self
    }

    fn copy(mut self, copy: CopyPath) -> Self {
        self.options.copy = copy;
        self
    }

    fn request(&self) -> LinkRequest<'_> {
        let modules = self.modules.iter().map(|module| ModuleRequest {
            run_main: module.run_main,
            ..ModuleRequest::new(&module.name, &module.facts)
        });
        LinkRequest { modules: modules.collect(), hosts: &self.hosts, options: &self.options }
    }

    fn facts(&self) -> Vec<&ModuleFacts> {
        self.modules.iter().map(|module| &module.facts).collect()
    }

    /// The plan, which is sound, whatever its problems.
    fn plan(&self) -> Draft {
        self.extend(&LinkPlan::default())
    }

    /// The plan that adds to `base` the modules that it does not have.
    fn extend(&self, base: &LinkPlan) -> Draft {
        let draft = extend(base, &self.request()).unwrap_or_else(|e| panic!("{e}"));
        assert_sound(self, base, &draft);
        draft
    }

    /// The plan, which has no problems.
    fn whole(&self) -> LinkPlan {
        let draft = self.plan();
        assert_eq!(draft.problems, [], "{}", draft.plan);
        draft.plan
    }

    /// Why no plan can be made.
    fn refusal(&self) -> Error {
        plan(&self.request()).expect_err("a plan was made")
    }
}

/// What is true of every draft.
fn assert_sound(link: &Link, base: &LinkPlan, draft: &Draft) {
    let plan = &draft.plan;
    let again = extend(base, &link.request()).expect("it was planned before");
    assert_eq!((plan, &draft.problems), (&again.plan, &again.problems), "same input, same plan");
    for (n, module) in plan.modules.iter().enumerate().skip(base.modules.len()) {
        for (import_idx, import) in module.imports.iter().enumerate() {
            let has_problem = draft
                .problems
                .iter()
                .any(|it| it.importer.idx() == n && it.import_idx == import_idx);
            let is_missing = import.source == Source::Missing;
            assert_eq!(is_missing, has_problem, "{}.{} in {plan}", import.module, import.name);
        }
    }
    if draft.problems.is_empty() {
        plan.check(&link.facts()).unwrap_or_else(|e| panic!("{e}\n{plan}"));
        ready::assert_nobody_is_entered_early(link, base, plan);
        cycles::assert_functions_are_defined(link, plan);
    }
    assert!(plan.helpers.starts_with(&base.helpers), "helpers of the base are a prefix");
    assert!(plan.steps.starts_with(&base.steps), "steps of the base are a prefix");
    for (before, after) in base.modules.iter().zip(&plan.modules) {
        // A group whose leader has no table is given one when a library needs it.
        let table = before.table.clone().or_else(|| after.table.clone());
        assert_eq!(&PlannedModule { table, ..before.clone() }, after, "the base stays as it was");
    }
    assert!(plan.modules.len() >= base.modules.len(), "no module goes");
    let json = plan.to_json();
    assert_eq!(json, again.plan.to_json(), "same input, same JSON");
    assert_eq!(&LinkPlan::from_json(&json).unwrap_or_else(|e| panic!("{e}\n{json}")), plan);
    draw::assert_well_formed(plan);
    assert_eq!(plan.table().modules.len(), plan.modules.iter().filter(|it| !it.closed).count());
}

/// The imports of a plan as `importer: module.name <- source [how]`, one per line.
fn sources(plan: &LinkPlan) -> Vec<String> {
    let mut lines = Vec::new();
    for module in plan.table().modules {
        for import in module.imports {
            let how = match import.how.as_str() {
                "" => String::new(),
                how => format!(" [{how}]"),
            };
            lines.push(format!("{}: {} <- {}{how}", module.name, import.name, import.source));
        }
    }
    lines
}

/// The steps of a plan without their numbers and remarks.
fn steps(plan: &LinkPlan) -> Vec<String> {
    let line = |step: &Step| {
        let line = plan.step_line(step);
        match step {
            // The remark stands after two blanks.
            Step::Instantiate(_) => line.split("  ").next().unwrap_or_default().to_owned(),
            _ => line,
        }
    };
    plan.steps.iter().map(line).collect()
}

/// The problems of a draft as `code importer import`, in order.
fn problems(draft: &Draft) -> Vec<String> {
    let line = |it: &Problem| format!("{} {} {}", it.kind.code(), it.importer_name, it.import);
    draft.problems.iter().map(line).collect()
}
