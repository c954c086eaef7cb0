//! Handles against a model: sequences of compiling, instantiating, calling and dropping in three
//! registries, with handles of each, live and gone, and with numbers that nobody gave out.

use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use wasm_broker::{Broker, Code, InstanceConfig, Registry, Result, Val};

const N_REGISTRIES: usize = 3;

/// Counts how often it was called.
const COUNTER: &[u8] = br#"(module
    (global $count (mut i32) (i32.const 0))
    (func (export "next") (result i32)
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (global.get $count)))"#;

/// A handle, picked from all that were ever given out; a number with some bits flipped if `flip` is
/// not 0.
#[derive(Clone, Copy, Debug)]
struct Pick {
    number: usize,
    flip: u64,
}

/// One operation on one registry.
#[derive(Clone, Debug)]
enum Operation {
    Compile,
    Instantiate { main: Pick, side: Option<Pick> },
    Call(Pick),
    Exports(Pick),
    DropInstance(Pick),
    DropModule(Pick),
}

/// What a live handle stands for.
#[derive(Clone, Debug)]
enum Entry {
    Module,
    Instance { modules: Vec<u64>, n_calls: i32 },
}

/// What is live, by registry, and all numbers that were ever given out.
#[derive(Clone, Debug, Default)]
struct Model {
    live: [BTreeMap<u64, Entry>; N_REGISTRIES],
    given_out: Vec<u64>,
}

impl Model {
    fn picked(&self, pick: Pick) -> u64 {
        let known = self.given_out.get(pick.number % self.given_out.len().max(1)).copied();
        known.unwrap_or(0) ^ pick.flip
    }

    fn is_module(&self, registry: usize, number: u64) -> bool {
        matches!(self.live[registry].get(&number), Some(Entry::Module))
    }

    fn n_modules(&self, registry: usize) -> usize {
        self.live[registry].values().filter(|entry| matches!(entry, Entry::Module)).count()
    }

    fn given(&mut self, registry: usize, number: u64, entry: Entry) {
        assert!(!self.given_out.contains(&number), "{number:#x} was given out before");
        self.given_out.push(number);
        self.live[registry].insert(number, entry);
    }
}

struct Machine;

impl ReferenceStateMachine for Machine {
    type State = Model;
    type Transition = (usize, Operation);

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(_: &Model) -> BoxedStrategy<Self::Transition> {
        let flip = prop_oneof![
            6 => Just(0),
            1 => (0..64_u32).prop_map(|bit| 1 << bit),
            1 => any::<u64>(),
        ];
        let pick = (any::<usize>(), flip).prop_map(|(number, flip)| Pick { number, flip });
        let side = proptest::option::of(pick.clone());
        let operation = prop_oneof![
            4 => Just(Operation::Compile),
            6 => (pick.clone(), side)
                .prop_map(|(main, side)| Operation::Instantiate { main, side }),
            6 => pick.clone().prop_map(Operation::Call),
            2 => pick.clone().prop_map(Operation::Exports),
            3 => pick.clone().prop_map(Operation::DropInstance),
            2 => pick.prop_map(Operation::DropModule),
        ];
        (0..N_REGISTRIES, operation).boxed()
    }

    /// The model is moved on by the test, which knows the numbers that were given out.
    fn apply(model: Model, _: &Self::Transition) -> Model {
        model
    }
}

/// The registries, and the model of them.
struct Running {
    registries: [Registry; N_REGISTRIES],
    model: Model,
}

/// Both went well, or the handle was refused with this code.
fn agrees<R: std::fmt::Debug>(outcome: Result<R>, is_live: bool, code: Code) -> Option<R> {
    match (outcome, is_live) {
        (Ok(value), true) => Some(value),
        (Err(error), false) => {
            assert_eq!(error.code(), code, "{error}");
            None
        }
        (outcome, _) => panic!("live: {is_live}, but it answered {outcome:?}"),
    }
}

impl Running {
    fn instantiate(&mut self, at: usize, main: u64, side: Option<u64>) {
        let registry = &self.registries[at];
        let mut config = InstanceConfig::new();
        if let Some(side) = side {
            config = config.side("side", side.into());
        }
        let modules: Vec<u64> = std::iter::once(main).chain(side).collect();
        let is_live = modules.iter().all(|module| self.model.is_module(at, *module));
        let outcome = registry.instantiate(main.into(), &config);
        if let Some(instance) = agrees(outcome, is_live, Code::InvalidModuleHandle) {
            self.model.given(at, instance.into(), Entry::Instance { modules, n_calls: 0 });
        }
    }

    fn call(&mut self, at: usize, number: u64) {
        let outcome = self.registries[at].call(number.into(), "next", &[]);
        let expected = match self.model.live[at].get_mut(&number) {
            Some(Entry::Instance { n_calls, .. }) => {
                *n_calls += 1;
                Some(*n_calls)
            }
            _ => None,
        };
        let answer = agrees(outcome, expected.is_some(), Code::InvalidInstanceHandle);
        assert_eq!(answer, expected.map(|n| vec![Val::I32(n)]));
    }

    fn drop_instance(&mut self, at: usize, number: u64) {
        let is_live = matches!(self.model.live[at].get(&number), Some(Entry::Instance { .. }));
        let outcome = self.registries[at].drop_instance(number.into());
        if agrees(outcome, is_live, Code::InvalidInstanceHandle).is_some() {
            self.model.live[at].remove(&number);
        }
    }

    fn drop_module(&mut self, at: usize, number: u64) {
        let is_live = self.model.is_module(at, number);
        let outcome = self.registries[at].drop_module(number.into());
        if agrees(outcome, is_live, Code::InvalidModuleHandle).is_some() {
            let live = &mut self.model.live[at];
            live.remove(&number);
            live.retain(|_, entry| match entry {
                Entry::Module => true,
                Entry::Instance { modules, .. } => !modules.contains(&number),
            });
        }
    }
}

impl StateMachineTest for Running {
    type SystemUnderTest = Self;
    type Reference = Machine;

    fn init_test(model: &Model) -> Self {
        // One for all: compiled once.
        static BROKER: LazyLock<Broker> = LazyLock::new(|| Broker::new().expect("a broker"));
        let registries = std::array::from_fn(|_| Registry::on(BROKER.clone()).expect("a registry"));
        Self { registries, model: model.clone() }
    }

    fn apply(mut running: Self, _: &Model, (at, operation): (usize, Operation)) -> Self {
        let picked = |pick: Pick| running.model.picked(pick);
        match operation {
            Operation::Compile => {
                let module = running.registries[at].compile(COUNTER).expect("it is a module");
                running.model.given(at, module.into(), Entry::Module);
            }
            Operation::Instantiate { main, side } => {
                let (main, side) = (picked(main), side.map(picked));
                running.instantiate(at, main, side);
            }
            Operation::Call(pick) => running.call(at, picked(pick)),
            Operation::Exports(pick) => {
                let number = picked(pick);
                let entry = running.model.live[at].get(&number);
                let is_live = matches!(entry, Some(Entry::Instance { .. }));
                let outcome = running.registries[at].exports(number.into());
                agrees(outcome, is_live, Code::InvalidInstanceHandle);
            }
            Operation::DropInstance(pick) => running.drop_instance(at, picked(pick)),
            Operation::DropModule(pick) => running.drop_module(at, picked(pick)),
        }
        running
    }

    fn check_invariants(running: &Self, _: &Model) {
        for (at, registry) in running.registries.iter().enumerate() {
            let n_modules = running.model.n_modules(at);
            let n_instances = running.model.live[at].len() - n_modules;
            assert_eq!((registry.n_modules(), registry.n_instances()), (n_modules, n_instances));
        }
    }
}

prop_state_machine! {
    #![proptest_config(Config { cases: 512, failure_persistence: None, ..Config::default() })]

    #[test]
    fn handles_behave_like_the_model(sequential 1..60 => Running);
}
