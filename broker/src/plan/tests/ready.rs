//! Who may be called when: the order of constructors, and the calls that wait for them.

use super::*;
use std::collections::BTreeSet;

/// Walks through the steps and follows every import that can be called at that time: none leads
/// into a module of another group whose constructors are still to run, or run just now.
pub(super) fn assert_nobody_is_entered_early(link: &Link, base: &LinkPlan, plan: &LinkPlan) {
    if link.options.allowed.contains(&Allowance::EarlyCalls) {
        return;
    }
    let mut unfinished: BTreeSet<ModuleId> = BTreeSet::new();
    for step in &plan.steps[base.steps.len()..] {
        if let Step::Call { module, .. } = step {
            unfinished.insert(*module);
        }
    }
    let mut filled: BTreeSet<(HelperId, u32)> = BTreeSet::new();
    for step in &plan.steps {
        let runs = match step {
            Step::Instantiate(Node::Module(module)) => {
                let has_start = link.modules[module.idx()].facts.start_func_idx.is_some();
                has_start.then_some(*module)
            }
            Step::Call { module, .. } | Step::CallMain { module, .. } => Some(*module),
            _ => None,
        };
        // Whom each of the modules can call now, directly.
        let callees = |module: ModuleId| {
            let imports = plan.modules[module.idx()].imports.iter();
            imports.filter_map(|import| match &import.source {
                Source::Peer { module, .. } if import.ty.as_func().is_some() => Some(*module),
                Source::Helper { helper, export } => match &plan.helpers[helper.idx()].spec {
                    HelperSpec::Forward { targets, .. } => {
                        let idx: u32 = export.parse().expect("a forwarder exports numbers");
                        let is_open = filled.contains(&(*helper, idx));
                        is_open.then(|| targets[idx as usize].module)
                    }
                    _ => None,
                },
                _ => None,
            })
        };
        // Whom they reach, and whether the group was entered from outside.
        let mut reached: BTreeSet<(ModuleId, bool)> = BTreeSet::new();
        let mut open: Vec<(ModuleId, bool)> = runs.into_iter().map(|it| (it, false)).collect();
        while let Some((caller, from_outside)) = open.pop() {
            for callee in callees(caller) {
                let from_outside = from_outside || plan.host_of(callee) != plan.host_of(caller);
                assert!(
                    !(from_outside && unfinished.contains(&callee)),
                    "{} may call {} too early, in `{}`\n{plan}",
                    plan.modules[caller.idx()].name,
                    plan.modules[callee.idx()].name,
                    plan.step_line(step),
                );
                if reached.insert((callee, from_outside)) {
                    open.push((callee, from_outside));
                }
            }
        }
        match step {
            Step::FillForward { helper, target_idx } => {
                filled.insert((*helper, *target_idx));
            }
            Step::Call { module, .. } => {
                unfinished.remove(module);
            }
            _ => {}
        }
    }
}

const CTORS: &str = r#"(func (export "_initialize"))"#;
const FUNC: &str = r#"(func (export "f"))"#;

fn wants_f(peer: &str) -> String {
    format!(r#"(import "{peer}" "f" (func)) {FUNC}"#)
}

/// The modules in the order in which their constructors run.
fn constructed(plan: &LinkPlan) -> Vec<&str> {
    let called = plan.steps.iter().filter_map(|step| match step {
        Step::Call { module, .. } => Some(plan.modules[module.idx()].name.as_str()),
        _ => None,
    });
    called.collect()
}

/// What waits for constructors, as `importer → target.export`.
fn waiting(plan: &LinkPlan) -> Vec<String> {
    let rows = plan.table().modules.into_iter().flat_map(|module| {
        let waits = |how: &str| how == "forwarded (after its constructors)";
        let name = module.name;
        let imports = module.imports.into_iter().filter(move |it| waits(&it.how));
        imports.map(move |import| format!("{name} → {}", import.source))
    });
    rows.collect()
}

#[test]
fn constructors_come_after_those_of_imported_modules() {
    let with = |wat: &str| format!("{wat} {CTORS}");
    let (plain, a, b) = (with(FUNC), with(&wants_f("a")), with(&wants_f("b")));
    let main = with(&wants_f("main"));
    type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a [&'a str]);
    let rows: [Row<'_>; 6] = [
        // Without an import between them: load order.
        (&[("main", &plain), ("z", &plain), ("a", &plain)], &["main", "z", "a"], &[]),
        // A chain.
        (&[("main", &a), ("a", &b), ("b", &plain)], &["b", "a", "main"], &[]),
        // A side that uses main: main is ready when the side's constructors run.
        (&[("main", &plain), ("a", &main)], &["main", "a"], &[]),
        // Round a ring: load order, and both ways wait.
        (&[("main", &a), ("a", &main)], &["main", "a"], &["main → a.f", "a → main.f"]),
        // A ring of sides that main uses: it comes first, and main need not wait.
        (&[("main", &a), ("a", &b), ("b", &a)], &["a", "b", "main"], &["a → b.f", "b → a.f"]),
        // Only the side has constructors: its calls into main are fine, calls back are not.
        (&[("main", &wants_f("a")), ("a", &main)], &["a"], &["main → a.f"]),
    ];
    for (modules, order, waits) in rows {
        let link = modules.iter().fold(Link::default(), |link, (name, wat)| link.module(name, wat));
        let plan = link.whole();
        assert_eq!(
            (constructed(&plan).as_slice(), waiting(&plan)),
            (order, owned(waits)),
            "{plan}"
        );
        let plan = link.allow(Allowance::EarlyCalls).whole();
        assert_eq!((constructed(&plan).as_slice(), waiting(&plan)), (order, vec![]), "{plan}");
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn start_functions_run_before_any_constructor() {
    let start = format!(r#"{} (func $s) (start $s)"#, wants_f("a"));
    let a = format!("{FUNC} {CTORS}");
    let plan = link([("main", &start), ("a", &a)]).whole();
    assert_eq!(waiting(&plan), ["main → a.f"]);
    let plan = link([("main", &wants_f("a")), ("a", &a)]).whole();
    assert_eq!(waiting(&plan), [""; 0]);
    // Who does not import the module itself may be called by who starts.
    let plan = link([("main", &start.replace("\"a\"", "\"b\"")), ("b", &wants_f("a")), ("a", &a)]);
    assert_eq!(waiting(&plan.whole()), ["b → a.f"]);
}

#[test]
fn a_command_is_never_waited_for() {
    let command = format!(r#"{} (func (export "_start")) {CTORS}"#, wants_f("a"));
    let plan = link([("main", &command), ("a", &wants_f("main"))]).whole();
    assert_eq!((constructed(&plan), waiting(&plan)), (vec![], vec![]));
}

#[test]
fn pointers_that_a_module_can_ask_for_count_as_calls() {
    // The side turns any pointer of main's into one of its own, and may call it.
    let asks = |import: &str| {
        format!(
            r#"(import "env" "{import}" (func (param i32) (result i32)))
               (memory 1) (table 1 funcref) {FUNC} {CTORS}"#
        )
    };
    let main = format!("{} (memory 1) (table 1 funcref)", wants_f("a"));
    let plan = link([("main", &main), ("a", &asks("mts_addFnPtr"))]).whole();
    assert_eq!(waiting(&plan), ["main → a.f"]);
    // It hands out one of its own: what it does with it is its choice.
    let plan = link([("main", &main), ("a", &asks("stm_addFnPtr"))]).whole();
    assert_eq!(waiting(&plan), [""; 0]);
}

#[test]
fn a_group_is_entered_when_all_that_is_called_there_is_ready() {
    // The library has no constructors, but what it calls has.
    let main = format!(r#"(import "env" "memory" (memory 1)) (func (export "malloc")) {CTORS}"#);
    let library = r#"(@dylink.0 (mem-info)) (import "env" "memory" (memory 0))
        (import "env" "malloc" (func)) (func (export "f"))"#;
    let side = r#"(import "lib" "f" (func $f)) (start $f)"#;
    let plan = link([("main", &main), ("lib", library), ("side", side)]).whole();
    assert_eq!(waiting(&plan), ["side → lib.f"], "{plan}");
    // Where nothing starts early, nothing waits.
    let side = format!(r#"(import "lib" "f" (func $f)) {CTORS}"#);
    let plan = link([("main", &main), ("lib", library), ("side", &side)]).whole();
    assert_eq!((constructed(&plan), waiting(&plan)), (vec!["main", "side"], vec![]), "{plan}");
}

#[test]
fn asking_for_pointers_makes_no_ring_of_imports() {
    let side = format!(
        r#"(import "env" "mts_addFnPtr" (func (param i32) (result i32)))
           (memory 1) (table 1 funcref) {FUNC} {CTORS}"#
    );
    let main = format!("{} (memory 1) (table 1 funcref) {CTORS}", wants_f("a"));
    let plan = link([("main", &main), ("a", &side)]).whole();
    assert_eq!(constructed(&plan), ["a", "main"]);
}
