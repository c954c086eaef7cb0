//! Function pointers against a model: sequences of re-homing (by the helper in wasm and by the
//! host), release, guests that write their own tables, slots that run out, and a module that is
//! closed.
//!
//! Both ways of re-homing are asked in turns on one link: where they disagreed, the model would
//! too.

use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use std::collections::BTreeMap;
use wasm_broker::{Broker, Code, FuncPtr, Library, Limits, Link, Module};

/// Main, a side, and a module that is opened later and may be closed.
const N_MODULES: usize = 3;
const LATE: usize = 2;
const NAMES: [&str; N_MODULES] = ["main", "side", "late"];
/// Each module owns two functions, in these slots.
const OWN_SLOTS: [u64; 2] = [1, 2];
/// Enough for one table to grow by a whole chunk and for a second by a part of one.
const MAX_SLOTS: u64 = 100;
/// By how much the broker grows a table at a time.
const CHUNK_SLOTS: u64 = 64;

/// A slot of a module's table.
type Place = (usize, u64);

/// One operation. Pointers are picked from those that there are by a number.
#[derive(Clone, Debug)]
enum Operation {
    Rehome { pick: usize, to: usize, by_guest: bool },
    Release { pick: usize },
    Overwrite { module: usize, slot: u64, function: u64 },
    Call { pick: usize },
    Close,
}

/// What the tables hold: which function (its answer), and of which identity the broker's slots are.
#[derive(Clone, Debug, Default)]
struct Model {
    answers: BTreeMap<Place, u64>,
    identities: BTreeMap<Place, Place>,
    released: Vec<Place>,
    n_free: [u64; N_MODULES],
    /// Slots that were added to each table: those of a closed module count no more.
    n_added: [u64; N_MODULES],
    is_closed: bool,
}

/// What re-homing must answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Slot(u64),
    NewSlot,
    Full,
}

fn answer_of(module: usize, function: u64) -> u64 {
    module as u64 * 100 + function
}

impl Model {
    /// Every pointer that is a function now.
    fn pointers(&self) -> Vec<Place> {
        let is_open = |place: &Place| !(self.is_closed && place.0 == LATE);
        self.answers.keys().copied().filter(is_open).collect()
    }

    fn identity(&self, place: Place) -> Place {
        self.identities.get(&place).copied().unwrap_or(place)
    }

    /// A pointer that is re-homed to its own module: the original slot if that module owns it.
    fn slot_at_home(&self, place: Place) -> u64 {
        match self.expected(place, place.0) {
            Expected::Slot(slot) => slot,
            Expected::NewSlot | Expected::Full => place.1,
        }
    }

    fn expected(&self, place: Place, to: usize) -> Expected {
        let identity = self.identity(place);
        if identity.0 == to {
            return Expected::Slot(identity.1);
        }
        let known =
            self.identities.iter().find(|((table, _), it)| *table == to && **it == identity);
        match known {
            Some(((_, slot), _)) => Expected::Slot(*slot),
            None if self.n_free[to] > 0 || self.all_added() < MAX_SLOTS => Expected::NewSlot,
            None => Expected::Full,
        }
    }

    fn all_added(&self) -> u64 {
        self.n_added.iter().sum()
    }

    /// Takes in what re-homing answered.
    fn rehomed(&mut self, place: Place, to: usize, slot: u64) {
        let (answer, identity) = (self.answers[&place], self.identity(place));
        if identity.0 == to {
            return;
        }
        if !self.identities.contains_key(&(to, slot)) {
            if self.n_free[to] == 0 {
                let n_more = CHUNK_SLOTS.min(MAX_SLOTS - self.all_added());
                self.n_added[to] += n_more;
                self.n_free[to] = n_more;
            }
            self.n_free[to] -= 1;
            self.released.retain(|it| *it != (to, slot));
        }
        self.identities.insert((to, slot), identity);
        self.answers.insert((to, slot), answer);
    }

    fn released(&mut self, place: Place) {
        self.identities.remove(&place);
        self.answers.remove(&place);
        self.released.push(place);
        self.n_free[place.0] += 1;
    }

    fn closed(&mut self) {
        self.is_closed = true;
        let of_late = |(_, identity): &(&Place, &Place)| identity.0 == LATE;
        let gone: Vec<Place> = self.identities.iter().filter(of_late).map(|(it, _)| *it).collect();
        gone.into_iter().for_each(|place| self.released(place));
        (self.n_added[LATE], self.n_free[LATE]) = (0, 0);
    }
}

struct Machine;

impl ReferenceStateMachine for Machine {
    type State = Model;
    type Transition = Operation;

    fn init_state() -> BoxedStrategy<Model> {
        let mut model = Model::default();
        for module in 0..N_MODULES {
            for slot in OWN_SLOTS {
                model.answers.insert((module, slot), answer_of(module, slot));
            }
        }
        Just(model).boxed()
    }

    fn transitions(_: &Model) -> BoxedStrategy<Operation> {
        prop_oneof![
            8 => (any::<usize>(), 0..N_MODULES, any::<bool>())
                .prop_map(|(pick, to, by_guest)| Operation::Rehome { pick, to, by_guest }),
            3 => any::<usize>().prop_map(|pick| Operation::Release { pick }),
            2 => (0..N_MODULES, 1..=2_u64, 1..=2_u64).prop_map(|(module, slot, function)| {
                Operation::Overwrite { module, slot, function }
            }),
            4 => any::<usize>().prop_map(|pick| Operation::Call { pick }),
            1 => Just(Operation::Close),
        ]
        .boxed()
    }

    /// The model is moved on by the test, which knows the slots that were given out.
    fn apply(model: Model, _: &Operation) -> Model {
        model
    }
}

/// The link, and the model of it.
struct Running {
    link: Link<()>,
    late: Library,
    model: Model,
    pointers: BTreeMap<Place, FuncPtr>,
}

fn module(number: usize) -> Module {
    let peers: String = (0..N_MODULES)
        .filter(|peer| *peer != number && (*peer != LATE || number == LATE))
        .map(|peer| {
            let name = NAMES[peer];
            format!(
                r#"(import "rb:{name}" "addFnPtr_to" (func $to_{name} (param i32) (result i32)))
                   (import "rb:{name}" "addFnPtr_from" (func $from_{name} (param i32) (result i32)))
                   (export "to_{name}" (func $to_{name}))
                   (export "from_{name}" (func $from_{name}))"#
            )
        })
        .collect();
    let answers = OWN_SLOTS.map(|function| answer_of(number, function));
    let wat = format!(
        r#"(module {peers}
            (table $table 3 funcref)
            (elem (i32.const 1) $first $second)
            (func $first (result i64) (i64.const {})) (func $second (result i64) (i64.const {}))
            (func (export "write") (param $slot i32) (param $function i32)
                (table.set $table (local.get $slot)
                    (if (result funcref) (i32.eq (local.get $function) (i32.const 1))
                        (then (ref.func $first)) (else (ref.func $second))))))"#,
        answers[0], answers[1]
    );
    Module::from_bytes(wat.as_bytes()).expect("the module is valid")
}

impl Running {
    /// Re-homes through a guest: the importer of the pair's function is whichever module has it.
    fn by_guest(&mut self, place: Place, to: usize) -> Option<u64> {
        let (from, slot) = place;
        let name = match (from, to) {
            _ if from == to => return None,
            (_, LATE) => format!("{}.from_{}", NAMES[LATE], NAMES[from]),
            _ => format!("{}.to_{}", NAMES[from], NAMES[to]),
        };
        if self.model.is_closed && (from == LATE || to == LATE) {
            return None;
        }
        let func = self.link.func::<u32, u32>(&name).expect("the modules import it");
        Some(func.call(&mut self.link, slot as u32).expect("the pointer is a function").into())
    }

    fn rehome(&mut self, place: Place, to: usize, by_guest: bool) {
        let (from, slot) = place;
        let expected = self.model.expected(place, to);
        let found = match (by_guest && expected != Expected::Full)
            .then(|| self.by_guest(place, to))
            .flatten()
        {
            Some(slot) => Ok(slot),
            None => self
                .link
                .rehome(NAMES[from], slot, NAMES[to])
                .inspect(|ptr| {
                    self.pointers.insert((to, ptr.slot_idx()), *ptr);
                })
                .map(|ptr| ptr.slot_idx()),
        };
        match (expected, found) {
            (Expected::Slot(expected), Ok(found)) => {
                assert_eq!(found, expected);
                self.model.rehomed(place, to, found);
            }
            (Expected::NewSlot, Ok(found)) => {
                assert!(!self.model.answers.contains_key(&(to, found)), "slot {found} is taken");
                assert_ne!(found, 0);
                self.model.rehomed(place, to, found);
            }
            (Expected::Full, Err(error)) => assert_eq!(error.code(), Code::TableExhausted),
            (expected, found) => panic!("expected {expected:?}, found {found:?}"),
        }
    }

    /// Calls a pointer of a module from the host.
    fn call(&mut self, place: Place) {
        let ptr = self.link.rehome(NAMES[place.0], place.1, NAMES[place.0]).expect("a function");
        assert_eq!(ptr.slot_idx(), self.model.slot_at_home(place), "at home a pointer is itself");
        let found: u64 = self.link.call_pointer(ptr, ()).expect("a function of this type");
        assert_eq!(found, self.model.answers[&(place.0, ptr.slot_idx())]);
    }

    /// What was released is no function, whoever asks.
    fn check_released(&mut self) {
        for (module, slot) in self.model.released.clone() {
            if self.model.is_closed && module == LATE {
                continue;
            }
            let to = if module == 0 { 1 } else { 0 };
            let error = self.link.rehome(NAMES[module], slot, NAMES[to]).expect_err("it is stale");
            assert_eq!(error.code(), Code::BadFunctionPointer);
        }
    }
}

impl StateMachineTest for Running {
    type SystemUnderTest = Self;
    type Reference = Machine;

    fn init_test(model: &Model) -> Self {
        let broker = Broker::builder().limits(Limits::new().broker_slots(MAX_SLOTS)).build();
        let plan = broker
            .expect("a broker")
            .main("main", module(0))
            .side("side", module(1))
            .plan()
            .expect("every import has a source");
        let mut link = plan.instantiate(()).expect("a link");
        let late = link.open_module(NAMES[LATE], module(LATE)).expect("the late module");
        Self { link, late, model: model.clone(), pointers: BTreeMap::new() }
    }

    fn apply(mut running: Self, _: &Model, operation: Operation) -> Self {
        let pointers = running.model.pointers();
        let picked = |pick: usize| pointers[pick % pointers.len()];
        match operation {
            Operation::Rehome { to: LATE, .. } if running.model.is_closed => {}
            Operation::Rehome { pick, to, by_guest } => running.rehome(picked(pick), to, by_guest),
            Operation::Release { pick } => {
                let ours: Vec<_> = running.pointers.keys().copied().collect();
                let live = |it: &Place| running.model.identities.contains_key(it);
                let ours: Vec<_> = ours.into_iter().filter(live).collect();
                if let Some(place) = ours.get(pick % ours.len().max(1))
                    && !(running.model.is_closed && place.0 == LATE)
                {
                    running.link.release(running.pointers[place]).expect("it was given out");
                    running.model.released(*place);
                }
            }
            Operation::Overwrite { module: LATE, .. } if running.model.is_closed => {}
            Operation::Overwrite { module, slot, function } => {
                let name = format!("{}.write", NAMES[module]);
                let write = running.link.func::<(u32, u32), ()>(&name).expect("it is exported");
                let args = (slot as u32, function as u32);
                write.call(&mut running.link, args).expect("the slot is there");
                running.model.answers.insert((module, slot), answer_of(module, function));
            }
            Operation::Call { pick } => running.call(picked(pick)),
            Operation::Close if running.model.is_closed => {}
            Operation::Close => {
                // The late module imports from the others, and nobody from it.
                running.link.close(running.late).expect("nobody imports from it");
                running.model.closed();
            }
        }
        running.check_released();
        running
    }
}

prop_state_machine! {
    #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

    #[test]
    fn pointers_behave_like_the_model(sequential 1..60 => Running);
}
