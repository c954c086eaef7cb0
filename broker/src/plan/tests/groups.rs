//! Random groups of dynamic libraries against a model of what their convention says: the first
//! definition in load order wins, every import has one source, everything has its own room.

use super::*;
use proptest::prelude::*;
use proptest::sample::subsequence;
use std::collections::{BTreeSet, HashMap};

/// The modules of a random group.
const NAMES: [&str; 6] = ["main", "a", "b", "c", "d", "e"];
/// The symbols that they may define: functions without parameters, and data.
const FUNCTIONS: [&str; 5] = ["f0", "f1", "f2", "f3", "f4"];
const DATA: [&str; 4] = ["d0", "d1", "d2", "d3"];

/// How main has its memory and table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// It leaves all to the broker.
    Independent,
    /// It has its own, and an allocator.
    Allocates,
    /// It has its own, and no allocator.
    Static,
}

/// One module of a random group.
#[derive(Clone, Debug)]
struct RandomMember {
    functions: Vec<&'static str>,
    data: Vec<&'static str>,
    /// Functions that it calls, functions and data whose places it asks for.
    calls: Vec<&'static str>,
    slots: Vec<&'static str>,
    addresses: Vec<&'static str>,
    /// Symbols that may stay undefined.
    weak: Vec<&'static str>,
    needed: Vec<&'static str>,
    /// Bytes and log2 of their alignment, slots and log2 of theirs.
    room: (u32, u32, u32, u32),
}

fn member() -> impl Strategy<Value = RandomMember> {
    let some = |names: &[&'static str]| subsequence(names.to_vec(), 0..=names.len());
    let all: Vec<_> = FUNCTIONS.into_iter().chain(DATA).collect();
    (
        (some(&FUNCTIONS), some(&DATA)),
        (some(&FUNCTIONS), some(&FUNCTIONS), some(&DATA), some(&all)),
        some(&NAMES),
        (0_u32..100_000, 0_u32..=16, 0_u32..40, 0_u32..=6),
    )
        .prop_map(|((functions, data), (calls, slots, addresses, weak), needed, room)| {
            RandomMember { functions, data, calls, slots, addresses, weak, needed, room }
        })
}

impl RandomMember {
    fn wat(&self, shape: Option<Shape>) -> String {
        let (n_bytes, align_bytes, n_slots, align_slots) = self.room;
        let quoted = |name: &&str| format!("{name:?}");
        let needed: Vec<_> = self.needed.iter().map(quoted).collect();
        let weak = self.weak.iter().flat_map(|name| {
            ["env", "GOT.func", "GOT.mem"].map(|it| format!("(import-info {it:?} {name:?} 1)"))
        });
        let info = format!("(memory {n_bytes} {align_bytes}) (table {n_slots} {align_slots})");
        let dylink = format!(
            "(@dylink.0 (mem-info {info}) (needed {}) {})",
            needed.join(" "),
            weak.collect::<Vec<_>>().join(" ")
        );
        let shared = r#"(import "env" "memory" (memory 1))
            (import "env" "__indirect_function_table" (table 0 funcref))
            (import "env" "__memory_base" (global i32))
            (import "env" "__table_base" (global i32))"#;
        let (first, last) = match shape {
            None | Some(Shape::Independent) => (format!("{dylink} {shared}"), ""),
            Some(Shape::Allocates) => (
                String::new(),
                r#"(memory (export "memory") 1) (table 5 funcref)
                (func (export "malloc") (param i32) (result i32) local.get 0)"#,
            ),
            Some(Shape::Static) => (String::new(), r#"(memory 1) (table 5 9 funcref)"#),
        };
        let functions = self.functions.iter().map(|it| format!("(func (export {it:?}))"));
        let data = self.data.iter().map(|it| format!("(global (export {it:?}) i32 i32.const 0)"));
        let imports = self.imports().map(|(module, name, _)| {
            let ty = if module == "env" { "(func)" } else { "(global (mut i32))" };
            format!("(import {module:?} {name:?} {ty})")
        });
        let all: Vec<_> = functions.chain(data).collect();
        let imports: Vec<_> = imports.collect();
        let (imports, all) = (imports.join(" "), all.join(" "));
        format!(
            r#"{first} {imports} {last} {all} (func (export "__wasm_call_ctors"))
            (func (export "__wasm_apply_data_relocs"))"#
        )
    }

    /// Module and name of each import that is a symbol, and whether it may stay undefined.
    fn imports(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let calls = self.calls.iter().map(|name| ("env", *name));
        let slots = self.slots.iter().map(|name| ("GOT.func", *name));
        let addresses = self.addresses.iter().map(|name| ("GOT.mem", *name));
        let all = calls.chain(slots).chain(addresses);
        all.map(|(module, name)| (module, name, self.weak.contains(&name)))
    }
}

fn shape() -> impl Strategy<Value = Shape> {
    prop::sample::select(vec![Shape::Independent, Shape::Allocates, Shape::Static])
}

fn random_group() -> impl Strategy<Value = (Shape, Vec<RandomMember>)> {
    (shape(), prop::collection::vec(member(), 2..=NAMES.len()))
}

fn link_of(shape: Shape, members: &[RandomMember]) -> Link {
    let shapes = std::iter::once(Some(shape)).chain(std::iter::repeat(None));
    let modules = NAMES.into_iter().zip(members).zip(shapes);
    modules.fold(Link::default(), |link, ((name, member), shape)| {
        link.module(name, &member.wat(shape))
    })
}

/// Who defines a symbol: the first in load order.
fn definer(members: &[RandomMember], name: &str) -> Option<ModuleId> {
    let defines = |it: &RandomMember| it.functions.contains(&name) || it.data.contains(&name);
    members.iter().position(defines).map(|idx| module_id(idx as u32))
}

/// What a source leads to: who defines the symbol; none for one that nobody defines.
fn leads_to(plan: &LinkPlan, source: &Source) -> Option<ModuleId> {
    match source {
        Source::Peer { module, .. } => Some(*module),
        Source::Stub(StubKind::Trap) => None,
        Source::Helper { helper, export } => match &plan.helpers[helper.idx()].spec {
            HelperSpec::Forward { targets, .. } => {
                Some(targets[export.parse::<usize>().expect("a number")].module)
            }
            other => panic!("a symbol comes from {other:?}"),
        },
        Source::Shared(global) => match &plan.globals[global.idx()].value {
            Symbol::Number(0) => None,
            Symbol::Data { module, .. } => Some(*module),
            Symbol::Function { source, .. } => leads_to(plan, source),
            other => panic!("an entry is {other:?}"),
        },
        other => panic!("a symbol comes from {other:?}"),
    }
}

/// Holds the symbols of modules from `first` on against the model. A main that is no library has no
/// weak symbols, since it has no section that could say so.
fn assert_symbols(draft: &Draft, shape: Shape, members: &[RandomMember], first: usize) {
    let mut entries: HashMap<String, GlobalId> = HashMap::new();
    for (idx, member) in members.iter().enumerate().skip(first) {
        let planned = &draft.plan.modules[idx];
        for (module, name, may_be_weak) in member.imports() {
            let is_it = |it: &PlannedImport| it.module == module && it.name == name;
            let import_idx = planned.imports.iter().position(is_it).expect("it was declared");
            let source = &planned.imports[import_idx].source;
            let is_weak = may_be_weak && (idx > 0 || shape == Shape::Independent);
            let expected = definer(members, name);
            if expected.is_none() && !is_weak {
                assert_eq!(*source, Source::Missing, "{module}.{name} of {}", planned.name);
                continue;
            }
            assert_eq!(leads_to(&draft.plan, source), expected, "{module}.{name}: {source:?}");
            if let Source::Shared(global) = source {
                let entry = *entries.entry(format!("{module}.{name}")).or_insert(*global);
                assert_eq!(entry, *global, "{module}.{name} is one entry for all");
            }
        }
    }
}

/// Everything fixed is aligned, and nothing overlaps.
fn assert_rooms(plan: &LinkPlan) {
    let mut bytes: Vec<(u64, u64)> = vec![(0, 1)];
    let mut slots: Vec<(u64, u64)> = vec![(0, 1)];
    for member in plan.modules.iter().filter_map(|module| module.member.as_ref()) {
        bytes.extend(member.stack.map(|stack| (stack.low, stack.high - stack.low)));
        let Some(placement) = &member.placement else { continue };
        if let (Room::Fixed(address), 1..) = (&placement.memory, placement.memory_bytes) {
            assert_eq!(address % placement.memory_align_bytes, 0);
            bytes.push((*address, placement.memory_bytes));
        }
        if let (Room::Fixed(slot_idx), 1..) = (&placement.table, placement.table_slots) {
            assert_eq!(slot_idx % placement.table_align_slots, 0);
            slots.push((*slot_idx, placement.table_slots));
        }
    }
    for mut rooms in [bytes, slots] {
        rooms.sort_unstable();
        for pair in rooms.windows(2) {
            assert!(pair[0].0 + pair[0].1 <= pair[1].0, "{pair:?} overlap");
        }
    }
}

/// Everybody exists, then entries are filled, then all relocate, then constructors: main's first,
/// and whoever is needed before who needs it, unless they need each other.
fn assert_order(plan: &LinkPlan, members: &[RandomMember], first: usize) {
    let phase = |step: &Step| match step {
        Step::Instantiate(_) | Step::Place(_) | Step::FillForward { .. } => 0,
        Step::FillGlobals { .. } => 1,
        Step::Relocate { .. } => 2,
        Step::InitTls(_) | Step::SetStackLimits(_) => 3,
        Step::Call { .. } | Step::CallMain { .. } => 4,
    };
    let is_new = |step: &&Step| match step {
        Step::Call { module, .. } | Step::Relocate { module, .. } => module.idx() >= first,
        _ => false,
    };
    let new: Vec<_> = plan.steps.iter().filter(is_new).collect();
    assert!(new.is_sorted_by_key(|step| phase(step)), "{plan}");
    let called: Vec<usize> = (new.iter())
        .filter_map(|step| match step {
            Step::Call { module, .. } => Some(module.idx()),
            _ => None,
        })
        .collect();
    assert_eq!(called.iter().collect::<BTreeSet<_>>().len(), members.len() - first, "{plan}");
    assert!(first > 0 || called[0] == 0, "main constructs first: {plan}");
    let needs = |idx: usize| -> BTreeSet<usize> {
        let needed = members[idx].needed.iter();
        let mut needed: BTreeSet<_> =
            needed.filter_map(|name| NAMES.iter().position(|it| it == name)).collect();
        let calls = members[idx].calls.iter().filter_map(|name| definer(members, name));
        needed.extend(calls.map(ModuleId::idx));
        needed.retain(|it| *it != idx && (first..members.len()).contains(it));
        needed
    };
    let reaches = |from: usize, to: usize| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(idx) = open.pop() {
            // Nobody is initialised before main, so that what main needs is no reason.
            let more = if idx == 0 { BTreeSet::new() } else { needs(idx) };
            open.extend(more.into_iter().filter(|it| seen.insert(*it)));
        }
        seen.contains(&to)
    };
    let place = |idx: usize| called.iter().position(|it| *it == idx);
    for idx in first.max(1)..members.len() {
        for needed in needs(idx).into_iter().filter(|needed| !reaches(*needed, idx)) {
            assert!(place(needed) < place(idx), "{needed} before {idx} in {plan}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn groups_are_as_the_model_says((shape, members) in random_group()) {
        let draft = link_of(shape, &members).plan();
        assert_symbols(&draft, shape, &members, 0);
        assert_rooms(&draft.plan);
        assert_order(&draft.plan, &members, 0);
    }

    #[test]
    fn groups_grow_as_the_model_says((shape, members) in random_group(), n_first in 1_usize..6) {
        let n_first = n_first.min(members.len());
        let base = link_of(shape, &members[..n_first]).plan();
        // A link runs only if it had no problems.
        if base.problems.is_empty() {
            let draft = link_of(shape, &members).extend(&base.plan);
            assert_symbols(&draft, shape, &members, n_first);
            assert_order(&draft.plan, &members, n_first);
        }
    }
}

#[test]
fn random_groups_are_of_both_kinds() {
    // Without this, a mistake in the generator could make every group fail, or none.
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut n_whole, mut n_forwarded, mut n_started) = (0, 0, 0);
    for _ in 0..200 {
        let group = random_group().new_tree(&mut runner).expect("nothing is rejected").current();
        let draft = link_of(group.0, &group.1).plan();
        n_whole += usize::from(draft.problems.is_empty());
        let is_forward = |spec: &HelperSpec| matches!(spec, HelperSpec::Forward { .. });
        n_forwarded += usize::from(draft.plan.find_helper(is_forward).is_some());
        let first = link_of(group.0, &group.1[..1]).plan();
        n_started += usize::from(first.problems.is_empty());
    }
    assert!((10..190).contains(&n_whole), "{n_whole} of 200 have no problem");
    assert!((10..190).contains(&n_forwarded), "{n_forwarded} of 200 have a cycle");
    assert!(n_started >= 10, "{n_started} of 200 can begin with main alone");
}
