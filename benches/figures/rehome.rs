//! Re-homing function pointers: by the helper in wasm, by the broker's host path, and by a host
//! function of the same algorithm that knows nothing of a broker.

use crate::clock::timed;
use crate::contest::{Contender, Contest};
use crate::guests::{BareState, BareStore, SharedLink, bare_instance, bare_store, fill, module};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_broker::Broker;
use wasmtime::{AsContextMut, Caller, Func, Ref, Store, TypedFunc};

const MAIN_POINTERS: &str = include_str!("wat/main_pointers.wat");
const REHOME_DRIVER: &str = include_str!("wat/rehome_driver.wat");
/// Pointers that main has, as `main_pointers.wat` has it.
const N_POINTERS: u32 = 1024;
/// Slots to grow a table by at a time, as the broker does.
const GROW_SLOTS: u32 = 64;
/// A table of a type that helpers cannot define.
const UNLIFTABLE_TABLE: &str = "(table 1 exnref)";

/// A way to re-home: `n` pointers `count` times over, and forgetting all of them.
trait Rehomer {
    fn rehome(&mut self, n: u32, count: u32) -> Duration;
    fn forget(&mut self, n: u32);
}

type MakeRehomer = fn() -> Box<dyn Rehomer>;

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    let makers: [(&str, MakeRehomer); 3] = [
        ("in wasm", || Box::new(InLink::new(""))),
        ("by the broker's host path", || Box::new(InLink::new(UNLIFTABLE_TABLE))),
        ("by a host function", || Box::new(ByHost::new())),
    ];
    let first = makers.map(|(name, make)| first_time(name, make()));
    let again = makers.map(|(name, make)| again(name, make()));
    // Forgetting is not timed, but takes far longer than what is.
    let first =
        Contest::new("rehome/first time", first.into()).criterion_time(Duration::from_millis(5));
    vec![first, Contest::new("rehome/again", again.into())]
}

/// Pointers that were never re-homed, or were forgotten since.
fn first_time(name: &str, mut rehomer: Box<dyn Rehomer>) -> Contender {
    Contender::new(name, move |n| {
        let mut left = n;
        let mut spent = Duration::ZERO;
        while left > 0 {
            let batch = left.min(N_POINTERS.into()) as u32;
            spent += rehomer.rehome(batch, 1);
            rehomer.forget(batch);
            left -= u64::from(batch);
        }
        spent
    })
}

/// Pointers that were re-homed before.
fn again(name: &str, mut rehomer: Box<dyn Rehomer>) -> Contender {
    rehomer.rehome(N_POINTERS, 1);
    Contender::new(name, move |n| {
        let n_rounds = n.div_ceil(N_POINTERS.into());
        let spent = rehomer.rehome(N_POINTERS, n_rounds as u32);
        spent.mul_f64(n as f64 / (n_rounds * u64::from(N_POINTERS)) as f64)
    })
}

struct InLink {
    link: SharedLink,
    rehome: wasm_broker::Func<(u32, u32), u32>,
}

impl InLink {
    /// A link in which main has this table before its function table.
    fn new(first_table: &str) -> Self {
        let main = module(&fill(MAIN_POINTERS, &[("\n  FIRST_TABLE", first_table)]));
        let names = [("PEER", "rb:main"), ("\"REHOME\"", "\"addFnPtr_from\"")];
        let link = Broker::new()
            .expect("a broker can be made")
            .main::<()>("main", main)
            .side("driver", module(&fill(REHOME_DRIVER, &names)))
            .plan()
            .and_then(|plan| plan.instantiate(()));
        let mut link = link.expect("the link is complete");
        let rehome = link.func("driver.rehome").expect("the driver has it");
        Self { link: Rc::new(RefCell::new(link)), rehome }
    }
}

impl Rehomer for InLink {
    fn rehome(&mut self, n: u32, count: u32) -> Duration {
        let link = &mut *self.link.borrow_mut();
        timed(|| {
            self.rehome.call(link, (n, count)).expect("every pointer is a function");
        })
    }

    fn forget(&mut self, n: u32) {
        let link = &mut *self.link.borrow_mut();
        for slot_idx in 1..=n {
            let rehomed = link.rehome("main", slot_idx, "driver").expect("it was re-homed");
            link.release(rehomed).expect("the broker gave it out");
        }
    }
}

/// A host function with a memo by source slot, a free list, and growth in chunks: what the helper
/// does, as lean as a host can do it for one pair of tables.
struct ByHost {
    store: BareStore,
    rehome: TypedFunc<(u32, u32), u32>,
}

impl ByHost {
    fn new() -> Self {
        let mut store = bare_store(&wasm_broker::testing::engine());
        let rehome = Func::wrap(&mut store, rehome_one);
        let main = bare_instance(&mut store, &fill(MAIN_POINTERS, &[("FIRST_TABLE", "")]), &[]);
        let names = [("PEER", "host"), ("\"REHOME\"", "\"rehome\"")];
        let text = fill(REHOME_DRIVER, &names);
        let driver = bare_instance(&mut store, &text, &[rehome.into()]);
        let tables = [main, driver].map(|it| it.get_table(&mut store, "table").expect("exported"));
        store.data_mut().tables = Some(tables);
        store.data_mut().memo = vec![0; N_POINTERS as usize + 1];
        let rehome = driver.get_typed_func(&mut store, "rehome").expect("the driver has it");
        Self { store: Rc::new(RefCell::new(store)), rehome }
    }
}

impl Rehomer for ByHost {
    fn rehome(&mut self, n: u32, count: u32) -> Duration {
        let store = &mut *self.store.borrow_mut();
        timed(|| {
            self.rehome.call(store, (n, count)).expect("every pointer is a function");
        })
    }

    fn forget(&mut self, n: u32) {
        let store: &mut Store<BareState> = &mut self.store.borrow_mut();
        let [_, to] = store.data().tables.expect("set when the store was made");
        for source in 1..=n as usize {
            let slot_idx = std::mem::take(&mut store.data_mut().memo[source]);
            store.data_mut().free_slots.push(slot_idx);
            to.set(store.as_context_mut(), slot_idx.into(), Ref::Func(None)).expect("in range");
        }
    }
}

fn rehome_one(mut cx: Caller<'_, BareState>, slot_idx: u32) -> wasmtime::Result<u32> {
    let [from, to] = cx.data().tables.expect("set before the first call");
    let entry = from.get(&mut cx, slot_idx.into()).expect("in range");
    let known = cx.data().memo[slot_idx as usize];
    let free = if known == 0 { cx.data_mut().free_slots.pop() } else { Some(known) };
    let dest = match free {
        Some(dest) => dest,
        None => {
            let first = to.grow(&mut cx, GROW_SLOTS.into(), Ref::Func(None))? as u32;
            cx.data_mut().free_slots.extend(first + 1..first + GROW_SLOTS);
            first
        }
    };
    cx.data_mut().memo[slot_idx as usize] = dest;
    to.set(&mut cx, dest.into(), entry)?;
    Ok(dest)
}
