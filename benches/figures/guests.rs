//! What the groups share: templates, links, stores without a broker, and seeded numbers.

use crate::clock::timed;
use crate::contest::Contender;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_broker::{Link, Module};
use wasmtime::{Engine, Instance, Memory, Store, Table};

/// A link that several contenders run in.
pub(crate) type SharedLink = Rc<RefCell<Link<()>>>;

/// A store that the broker knows nothing of, with what its host functions use.
pub(crate) type BareStore = Rc<RefCell<Store<BareState>>>;

/// What host functions of a bare store use.
#[derive(Default)]
pub(crate) struct BareState {
    pub(crate) memories: Option<[Memory; 2]>,
    pub(crate) tables: Option<[Table; 2]>,
    /// A buffer that is kept from copy to copy.
    pub(crate) scratch: Vec<u8>,
    /// The destination slot of each source slot, 0 for none.
    pub(crate) memo: Vec<u32>,
    pub(crate) free_slots: Vec<u32>,
}

/// A template with its parameters put in, each wherever its name stands.
pub(crate) fn fill(template: &str, parameters: &[(&str, &str)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in parameters {
        assert!(text.contains(name), "the template has no parameter {name}");
        text = text.replace(name, value);
    }
    text
}

pub(crate) fn module(text: &str) -> Module {
    // Assembled here, so that neither line information nor text is in what is measured.
    let bytes = wat::parse_str(text).expect("the text of a bench is well formed");
    Module::from_bytes(&bytes).expect("the module of a bench is valid")
}

/// A store that never runs out of time.
pub(crate) fn bare_store(engine: &Engine) -> Store<BareState> {
    let mut store = Store::new(engine, BareState::default());
    store.set_epoch_deadline(1 << 40);
    store
}

/// An instance without a broker, of a module in text.
pub(crate) fn bare_instance(
    store: &mut Store<BareState>,
    text: &str,
    imports: &[wasmtime::Extern],
) -> Instance {
    let bytes = wat::parse_str(text).expect("the text of a bench is well formed");
    let module = wasmtime::Module::new(store.engine(), bytes).expect("it compiles");
    Instance::new(store, &module, imports).expect("it can be instantiated")
}

/// A contender that is a loop in a guest of a link: `params` says what to call it with for n
/// rounds.
pub(crate) fn in_link<P, R>(
    link: &SharedLink,
    name: &str,
    function: &str,
    params: impl Fn(u32) -> P + 'static,
) -> Contender
where
    P: wasmtime::WasmParams + 'static,
    R: wasmtime::WasmResults + 'static,
{
    let func = link.borrow_mut().func::<P, R>(function).expect("the guest has this loop");
    let link = link.clone();
    Contender::new(name, move |n| {
        let link = &mut *link.borrow_mut();
        timed(|| {
            func.call(link, params(n as u32)).expect("the loop does not trap");
        })
    })
}

/// A contender that is a loop in a guest of a bare store.
pub(crate) fn in_store<P, R>(
    store: &BareStore,
    name: &str,
    (instance, function): (&Instance, &str),
    params: impl Fn(u32) -> P + 'static,
) -> Contender
where
    P: wasmtime::WasmParams + 'static,
    R: wasmtime::WasmResults + 'static,
{
    let func = instance.get_typed_func::<P, R>(&mut *store.borrow_mut(), function);
    let func = func.expect("the guest has this loop");
    let store = store.clone();
    Contender::new(name, move |n| {
        let store = &mut *store.borrow_mut();
        timed(|| {
            func.call(store, params(n as u32)).expect("the loop does not trap");
        })
    })
}

/// A stream of numbers that is the same for the same seed (xorshift, 64 bits).
pub(crate) struct Numbers(u64);

impl Numbers {
    /// The seed of this run, or another one of your own by `BENCH_SEED`.
    pub(crate) fn seeded() -> Self {
        let seed = std::env::var("BENCH_SEED").ok().and_then(|text| text.parse().ok());
        // The generator is stuck at zero, so the lowest bit is always set.
        Self(seed.unwrap_or(0x9e37_79b9_7f4a_7c15_u64) | 1)
    }

    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as u32
    }

    /// A number from 0 to `end`, without `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.next() % end
    }
}
