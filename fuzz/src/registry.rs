//! Sequences of operations on a registry against a model of what is live: handles of all ages and
//! numbers that nobody gave out, calls that answer and trap, memories read, written and grown.

use super::judge;
use arbitrary::{Arbitrary, Unstructured};
use std::sync::OnceLock;
use wasm_broker::{
    Code, Error, InstanceConfig, InstanceHandle, Limits, ModuleHandle, Registry, Result, Val,
};

/// Operations of one input.
const MAX_STEPS: usize = 64;
const FUEL: u64 = 10_000;
const MEMORY_BYTES: u64 = 4 << 16;

/// Modules that an input may compile; one hands on what it imports, the last cannot be compiled.
const MODULES: [&[u8]; 4] = [
    br#"(module (memory (export "memory") 1 8) (global $count (mut i32) (i32.const 0))
        (func (export "next") (result i32)
            (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))
        (func (export "trap") unreachable)
        (func (export "spin") (loop $again (br $again))))"#,
    br#"(module (func $start unreachable) (start $start))"#,
    br#"(module (import "side" "next" (func (result i32))) (memory 2)
        (export "next" (func 0)))"#,
    b"\0asm\x01\0\0\0\xff",
];

/// The module that, as a side, would get its function from itself.
const HANDS_ON: usize = 2;

/// A handle: one that was given out, with some bits of it flipped now and then.
#[derive(Arbitrary, Clone, Copy, Debug)]
struct Pick {
    number: u8,
    flip: Option<u64>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Step {
    Compile(u8),
    Instantiate { main: Pick, side: Option<Pick> },
    Next(Pick),
    Fail { instance: Pick, spins: bool },
    Read { instance: Pick, addr: u64, n_bytes: u64 },
    Write { instance: Pick, addr: u64, n_bytes: u8 },
    Grow { instance: Pick, n_pages: u8 },
    DropInstance(Pick),
    DropModule(Pick),
}

/// What a handle stands for.
#[derive(Clone, Debug)]
struct Instance {
    handle: u64,
    /// The modules with which it ends.
    modules: Vec<u64>,
    n_calls: i32,
    is_poisoned: bool,
}

struct World {
    registry: Registry,
    modules: Vec<u64>,
    /// Those that hand on what they import.
    handing_on: Vec<u64>,
    instances: Vec<Instance>,
    given_out: Vec<u64>,
}

/// An input is a list of operations.
pub fn run(data: &[u8]) {
    // One for all inputs: a process has a limited number of them.
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let registry = REGISTRY.get_or_init(|| Registry::new().expect("a registry can be made"));
    let mut world = World {
        registry: registry.clone(),
        modules: Vec::new(),
        handing_on: Vec::new(),
        instances: Vec::new(),
        given_out: Vec::new(),
    };
    let mut bytes = Unstructured::new(data);
    for _ in 0..MAX_STEPS {
        match Step::arbitrary(&mut bytes) {
            Ok(step) if !bytes.is_empty() => world.apply(step),
            _ => break,
        }
    }
    for handle in std::mem::take(&mut world.modules) {
        world.registry.drop_module(ModuleHandle::from(handle)).expect("it is live");
    }
    assert_eq!((registry.n_modules(), registry.n_instances()), (0, 0), "all is given back");
}

impl World {
    fn number(&self, pick: Pick) -> u64 {
        let known = self.given_out.get(usize::from(pick.number) % self.given_out.len().max(1));
        known.copied().unwrap_or(0) ^ pick.flip.unwrap_or(0)
    }

    fn instance(&mut self, pick: Pick) -> (InstanceHandle, Option<&mut Instance>) {
        let number = self.number(pick);
        let found = self.instances.iter_mut().find(|it| it.handle == number);
        (InstanceHandle::from(number), found)
    }

    fn apply(&mut self, step: Step) {
        match step {
            Step::Compile(which) => {
                let which = usize::from(which) % MODULES.len();
                match self.registry.compile(MODULES[which]) {
                    Ok(handle) => {
                        self.modules.push(handle.into());
                        if which == HANDS_ON {
                            self.handing_on.push(handle.into());
                        }
                        self.given_out.push(handle.into());
                    }
                    Err(error) => assert_code(&error, &[Code::CompileError], step),
                }
            }
            Step::Instantiate { main, side } => self.instantiate(step, main, side),
            Step::Next(pick) => {
                let registry = self.registry.clone();
                let (handle, known) = self.instance(pick);
                let found = registry.call(handle, "next", &[]);
                let expected = known.map(|it| {
                    it.n_calls += i32::from(!it.is_poisoned);
                    match it.is_poisoned {
                        true => Err(Code::Poisoned),
                        false => Ok(it.n_calls),
                    }
                });
                match (found, expected.unwrap_or(Err(Code::InvalidInstanceHandle))) {
                    (Ok(found), Ok(n_calls)) => assert_eq!(found, [Val::I32(n_calls)]),
                    (Err(error), Err(code)) => assert_code(&error, &[code], step),
                    (found, expected) => panic!("{step:?}: {found:?}, expected {expected:?}"),
                }
            }
            Step::Fail { instance, spins } => {
                let registry = self.registry.clone();
                let (handle, known) = self.instance(instance);
                let name = if spins { "spin" } else { "trap" };
                let error = registry.call(handle, name, &[]).expect_err("it cannot answer");
                let code = if spins { Code::FuelExhausted } else { Code::CallError };
                let codes = match known {
                    None => vec![Code::InvalidInstanceHandle],
                    Some(it) if it.is_poisoned => vec![Code::Poisoned, Code::ExportNotFound],
                    Some(it) => {
                        it.is_poisoned = error.is_trap();
                        vec![code, Code::ExportNotFound]
                    }
                };
                assert_code(&error, &codes, step);
            }
            Step::Read { instance, addr, n_bytes } => {
                let outcome = self.memory(instance, |memory| {
                    let bytes = memory.bytes(addr, n_bytes)?;
                    assert_eq!(bytes.len() as u64, n_bytes);
                    Ok(())
                });
                self.judge_memory(instance, outcome, step);
            }
            Step::Write { instance, addr, n_bytes } => {
                let outcome = self.memory(instance, |it| it.write(addr, &vec![7; n_bytes.into()]));
                self.judge_memory(instance, outcome, step);
            }
            Step::Grow { instance, n_pages } => {
                let outcome = self.memory(instance, |it| it.grow(n_pages.into()).map(|_| ()));
                self.judge_memory(instance, outcome, step);
            }
            Step::DropInstance(pick) => {
                let number = self.number(pick);
                let is_known = self.instances.iter().any(|it| it.handle == number);
                let outcome = self.registry.drop_instance(InstanceHandle::from(number));
                assert_eq!(outcome.is_ok(), is_known, "{step:?}: {outcome:?}");
                outcome.unwrap_or_else(|it| assert_code(&it, &[Code::InvalidInstanceHandle], step));
                self.instances.retain(|it| it.handle != number);
            }
            Step::DropModule(pick) => {
                let number = self.number(pick);
                let is_known = self.modules.contains(&number);
                let outcome = self.registry.drop_module(ModuleHandle::from(number));
                assert_eq!(outcome.is_ok(), is_known, "{step:?}: {outcome:?}");
                outcome.unwrap_or_else(|it| assert_code(&it, &[Code::InvalidModuleHandle], step));
                self.modules.retain(|it| *it != number);
                self.instances.retain(|it| !it.modules.contains(&number));
            }
        }
        let found = (self.registry.n_modules(), self.registry.n_instances());
        assert_eq!(found, (self.modules.len(), self.instances.len()), "after {step:?}");
    }

    fn instantiate(&mut self, step: Step, main: Pick, side: Option<Pick>) {
        let mut modules = vec![self.number(main)];
        let limits = Limits::new().fuel(FUEL).memory_bytes(MEMORY_BYTES);
        let mut config = InstanceConfig::new().limits(limits);
        if let Some(side) = side {
            modules.push(self.number(side));
            config = config.side("side", ModuleHandle::from(modules[1]));
        }
        let is_ring = modules.get(1).is_some_and(|side| self.handing_on.contains(side));
        let is_live = modules.iter().all(|it| self.modules.contains(it));
        match self.registry.instantiate(ModuleHandle::from(modules[0]), &config) {
            Ok(handle) => {
                assert!(is_live, "{step:?} with a module that is not there");
                assert!(!is_ring, "{step:?} with a function that nobody defines");
                let handle = u64::from(handle);
                self.given_out.push(handle);
                self.instances.push(Instance { handle, modules, n_calls: 0, is_poisoned: false });
            }
            Err(error) if !is_live => assert_code(&error, &[Code::InvalidModuleHandle], step),
            Err(error) if is_ring => assert_code(&error, &[Code::DependencyCycle], step),
            Err(error) => {
                let codes = [Code::CallError, Code::UnresolvedImport, Code::InstantiateError];
                assert_code(&error, &codes, step);
            }
        }
    }

    fn memory(
        &self,
        pick: Pick,
        f: impl FnOnce(&wasm_broker::InstanceMemory<'_>) -> Result<()>,
    ) -> Result<()> {
        f(&self.registry.memory(InstanceHandle::from(self.number(pick)))?)
    }

    fn judge_memory(&mut self, pick: Pick, outcome: Result<()>, step: Step) {
        let Err(error) = outcome else { return };
        let codes = match self.instance(pick).1 {
            None => vec![Code::InvalidInstanceHandle],
            Some(it) if it.is_poisoned => vec![Code::Poisoned],
            Some(_) => vec![Code::MemoryError, Code::LimitExceeded],
        };
        assert_code(&error, &codes, step);
    }
}

fn assert_code(error: &Error, codes: &[Code], step: Step) {
    judge::check_error(error);
    assert!(codes.contains(&error.code()), "{step:?}: {error}");
}
