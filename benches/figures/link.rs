//! Link time: one pair, and each further module of links of up to 200 sides.
//!
//! Invariants: nothing is compiled while a link is timed, but where "cold" is said; what a link
//! holds is freed outside of the time; the engine alone is the broker's own, so that its settings
//! are the same.

use crate::clock::{thread_time, timed, timed_by_the_wall};
use crate::contest::{Contender, Contest};
use crate::guests::{bare_store, fill, module};
use std::rc::Rc;
use std::time::Duration;
use wasm_broker::testing::engine_of;
use wasm_broker::{Allocation, Broker, Limits, Link, LinkBuilder, Module};
use wasmtime::{Extern, Func, Instance};

const LINK_MAIN: &str = include_str!("wat/link_main.wat");
const LINK_SIDE: &str = include_str!("wat/link_side.wat");
/// Sizes of links, in sides.
const N_SIDES: [usize; 3] = [10, 100, 200];
/// More modules than the largest link has.
const MODULES_LIMIT: u64 = 256;

/// What part of a link is timed.
#[derive(Clone, Copy)]
enum Part {
    Plan,
    Instantiate,
    Both,
}

/// What links are made of.
struct Kit {
    broker: Broker,
    side: Module,
    main_of_one: Module,
    names: Vec<String>,
}

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    let mut contests = vec![cold_pair()];
    for (name, allocation) in [("on demand", Allocation::OnDemand), ("pooled", Allocation::Pooling)]
    {
        let kit = Rc::new(Kit::new(allocation));
        contests.push(pair(&kit, name));
        contests.extend(N_SIDES.map(|n_sides| further_modules(&kit, n_sides, name)));
    }
    contests
}

impl Kit {
    fn new(allocation: Allocation) -> Self {
        let names = (0..=*N_SIDES.iter().max().unwrap_or(&1)).map(|idx| format!("s{idx}"));
        let names: Vec<_> = names.collect();
        let broker = Broker::builder()
            .allocation(allocation)
            .limits(Limits::new().modules(MODULES_LIMIT))
            .build()
            .expect("a broker can be made");
        let main_of_one = main(&names[..1]);
        Self { broker, side: module(LINK_SIDE), main_of_one, names }
    }

    fn begin(&self, main: &Module, n_sides: usize) -> LinkBuilder<()> {
        let builder = self.broker.main("main", main.clone());
        let names = self.names[..n_sides].iter();
        names.fold(builder, |builder, name| builder.side(name, self.side.clone()))
    }

    fn link(&self, main: &Module, n_sides: usize) -> Link<()> {
        let plan = self.begin(main, n_sides).plan().expect("the link is complete");
        plan.instantiate(()).expect("the link can be made")
    }

    /// Times one link. What it holds is dropped afterwards.
    fn time(&self, main: &Module, n_sides: usize, part: Part) -> Duration {
        let start = thread_time();
        let plan = self.begin(main, n_sides).plan().expect("the link is complete");
        let planned = thread_time() - start;
        let link = plan.instantiate(()).expect("the link can be made");
        let both = thread_time() - start;
        drop(link);
        match part {
            Part::Plan => planned,
            Part::Instantiate => both - planned,
            Part::Both => both,
        }
    }
}

/// The main module of a link with these sides.
fn main(sides: &[String]) -> Module {
    let getter = |name: &String| {
        format!("(import \"rb:{name}\" \"getI32\" (func (param i32) (result i32)))\n  ")
    };
    let getters: String = sides.iter().map(getter).collect();
    module(&fill(LINK_MAIN, &[("\n  GETTERS", &format!("\n  {getters}"))]))
}

fn pair(kit: &Rc<Kit>, allocation: &str) -> Contest {
    let contender = |name, part| {
        let kit = kit.clone();
        Contender::new(name, move |n| (0..n).map(|_| kit.time(&kit.main_of_one, 1, part)).sum())
    };
    let contenders = vec![
        contender("plan", Part::Plan),
        contender("instantiate", Part::Instantiate),
        contender("plan and instantiate", Part::Both),
        bare(kit, 1),
    ];
    Contest::new(format!("link/a pair, {allocation}"), contenders)
}

/// A pair with a new broker each time, so that all is compiled; the two modules alone on an engine.
fn cold_pair() -> Contest {
    let modules = [main(&["side".to_owned()]), module(LINK_SIDE)];
    let alone = modules.clone();
    let linked = Contender::new("plan and instantiate, all compiled", move |n| {
        let once = |_| {
            let mut link = None;
            let spent = timed_by_the_wall(|| {
                let broker = Broker::new().expect("a broker can be made");
                let [main, side] = modules.clone();
                let plan = broker.main::<()>("main", main).side("side", side).plan();
                link = Some(plan.and_then(|plan| plan.instantiate(())).expect("it is complete"));
            });
            drop(link);
            spent
        };
        (0..n).map(once).sum()
    });
    let compiled = Contender::new("an engine compiles the two modules", move |n| {
        let once = |_| {
            timed_by_the_wall(|| {
                let engine = wasm_broker::testing::engine();
                for module in &alone {
                    let compiled = wasmtime::Module::from_binary(&engine, module.bytes());
                    compiled.expect("the module is valid");
                }
            })
        };
        (0..n).map(once).sum()
    });
    Contest::new("link/a pair, cold", vec![linked, compiled])
}

/// Each further module of a link: the time of the whole, less that of a pair.
fn further_modules(kit: &Rc<Kit>, n_sides: usize, allocation: &str) -> Contest {
    let main = main(&kit.names[..n_sides]);
    drop(kit.link(&main, n_sides));
    let contender = |name, part| {
        let (kit, main) = (kit.clone(), main.clone());
        Contender::new(name, move |n| {
            let once = |_| {
                let whole = kit.time(&main, n_sides, part);
                let pair = kit.time(&kit.main_of_one, 1, part);
                whole.saturating_sub(pair).div_f64((n_sides - 1) as f64)
            };
            (0..n).map(once).sum()
        })
    };
    let opened = {
        let kit = kit.clone();
        let main = main.clone();
        Contender::new("opened while the link runs", move |n| {
            let once = |_| {
                let mut link = kit.link(&main, n_sides);
                let (name, side) = (&kit.names[n_sides], kit.side.clone());
                timed(|| {
                    link.open_module(name, side).expect("the link can be extended");
                })
            };
            (0..n).map(once).sum()
        })
    };
    let contenders = vec![
        contender("plan", Part::Plan),
        contender("instantiate", Part::Instantiate),
        contender("plan and instantiate", Part::Both),
        opened,
        bare(kit, n_sides),
    ];
    Contest::new(format!("link/each of {n_sides}, {allocation}"), contenders)
}

/// Instances of the side by the engine alone, each with functions that exist already.
fn bare(kit: &Kit, n_sides: usize) -> Contender {
    let engine = engine_of(&kit.broker).expect("the broker has made it");
    let module = wasmtime::Module::from_binary(&engine, kit.side.bytes());
    let module = module.expect("the module is valid");
    Contender::new("bare instantiation of the side", move |n| {
        let once = |_| {
            let mut store = bare_store(&engine);
            let copy = Func::wrap(&mut store, |_: u32, _: u32, _: u32| {});
            let rehome = Func::wrap(&mut store, |slot_idx: u32| slot_idx);
            let imports: [Extern; 3] = [copy.into(), copy.into(), rehome.into()];
            let spent = timed(|| {
                for _ in 0..n_sides {
                    Instance::new(&mut store, &module, &imports).expect("it can be made");
                }
            });
            spent.div_f64(n_sides as f64)
        };
        (0..n).map(once).sum()
    })
}
