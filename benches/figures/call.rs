//! Calls: direct imports, pointers, references, the host, and across a cycle of modules.

use crate::clock::timed;
use crate::contest::{Contender, Contest};
use crate::guests::{
    BareStore, SharedLink, bare_instance, bare_store, fill, in_link, in_store, module,
};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_broker::plan::HelperSpec;
use wasm_broker::{Broker, Link};
use wasmtime::{Config, Engine, Func};

const MAIN_CALL: &str = include_str!("wat/main_call.wat");
const CALL_DRIVER: &str = include_str!("wat/call_driver.wat");
const CALL_CYCLE: &str = include_str!("wat/call_cycle.wat");
const CALL_REFERENCE: &str = include_str!("wat/call_reference.wat");

/// Main's pointer to its function, and the driver's to its own.
const ADD_SLOT: u32 = 1;
/// How many calls are made to see that they do what they should.
const N_CHECKED: u32 = 10;

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    let link = link();
    let rehomed: u32 = {
        let link = &mut *link.borrow_mut();
        let take = link.func::<u32, u32>("driver.take").expect("the driver has it");
        take.call(link, ADD_SLOT).expect("main has such a pointer")
    };
    let mut contenders = vec![
        in_link::<_, u32>(&link, "direct import", "driver.direct", |n| n),
        in_link::<_, u32>(&link, "own pointer", "driver.indirect", |n| (n, ADD_SLOT)),
        in_link::<_, u32>(&link, "re-homed pointer", "driver.indirect", move |n| (n, rehomed)),
        in_link::<_, u32>(&link, "host function of a link", "driver.host", |n| n),
    ];
    check(&link, "driver.direct");
    check(&link, "driver.host");
    contenders.extend(across_a_cycle());
    contenders.extend(by_reference());
    contenders.extend(by_the_host());
    vec![Contest::new("call/add", contenders), Contest::new("call/from the host", from_the_host())]
}

fn link() -> SharedLink {
    let broker = Broker::new().expect("a broker can be made");
    let link = broker
        .main::<()>("main", module(MAIN_CALL))
        .side("driver", module(CALL_DRIVER))
        .host("bench", "add", |_, (a, b): (u32, u32)| Ok(a.wrapping_add(b)))
        .plan()
        .and_then(|plan| plan.instantiate(()));
    Rc::new(RefCell::new(link.expect("the link is complete")))
}

fn check(link: &SharedLink, function: &str) {
    let link = &mut *link.borrow_mut();
    let loops = link.func::<u32, u32>(function).expect("the guest has this loop");
    let sum = loops.call(link, N_CHECKED).expect("the loop does not trap");
    assert_eq!(sum, (1..=N_CHECKED).sum::<u32>(), "{function}");
}

/// Two modules that call each other: one is made first, so that its calls are forwarded.
fn across_a_cycle() -> [Contender; 2] {
    let broker = Broker::new().expect("a broker can be made");
    let one = |peer: &str| module(&fill(CALL_CYCLE, &[("\"PEER\"", &format!("\"{peer}\""))]));
    let link = broker
        .main::<()>("ping", one("pong"))
        .side("pong", one("ping"))
        .plan()
        .and_then(|plan| plan.instantiate(()))
        .expect("the link is complete");
    let names = names_by_first(&link);
    let link = Rc::new(RefCell::new(link));
    let functions = names.map(|name| format!("{name}.cross"));
    check(&link, &functions[0]);
    check(&link, &functions[1]);
    let [forwarded, direct] = functions;
    [
        in_link::<_, u32>(&link, "across a cycle", &forwarded, |n| n),
        in_link::<_, u32>(&link, "direct import in a cycle", &direct, |n| n),
    ]
}

/// The module whose calls are forwarded, then the other.
fn names_by_first(link: &Link<()>) -> [String; 2] {
    let plan = link.plan();
    let importer = plan.helpers.iter().find_map(|helper| match &helper.spec {
        HelperSpec::Forward { importer, .. } => Some(*importer),
        _ => None,
    });
    let importer = importer.expect("a cycle of functions has a forwarder");
    let first = plan.module(importer).expect("the importer is in the plan").name.clone();
    let second = plan.modules.iter().find(|module| module.name != first);
    let second = second.expect("there are two modules").name.clone();
    [first, second]
}

/// `call_ref`, on an engine that has it; with a direct call there, so that engines can be compared.
fn by_reference() -> [Contender; 2] {
    let mut config = Config::new();
    config.epoch_interruption(true).wasm_function_references(true);
    let engine = Engine::new(&config).expect("this machine is supported");
    let mut store = bare_store(&engine);
    let add = bare_instance(&mut store, MAIN_CALL, &[]);
    let add = add.get_func(&mut store, "add").expect("it exports this");
    let driver = bare_instance(&mut store, CALL_REFERENCE, &[add.into()]);
    let store: BareStore = Rc::new(RefCell::new(store));
    [
        in_store::<_, u32>(&store, "call_ref", (&driver, "reference"), |n: u32| n),
        in_store::<_, u32>(
            &store,
            "direct import beside call_ref",
            (&driver, "direct"),
            |n: u32| n,
        ),
    ]
}

/// A typed and an untyped host function, without a broker.
fn by_the_host() -> [Contender; 2] {
    let engine = wasm_broker::testing::engine();
    let mut store = bare_store(&engine);
    let typed = Func::wrap(&mut store, |a: u32, b: u32| a.wrapping_add(b));
    let ty = typed.ty(&store);
    let untyped = Func::new(&mut store, ty, |_, params, results| {
        let sum = params.iter().map(|it| it.unwrap_i32()).fold(0_i32, i32::wrapping_add);
        results[0] = wasmtime::Val::I32(sum);
        Ok(())
    });
    let text = fill(CALL_CYCLE, &[("\"PEER\"", "\"host\"")]);
    let drivers = [typed, untyped].map(|it| bare_instance(&mut store, &text, &[it.into()]));
    let store: BareStore = Rc::new(RefCell::new(store));
    [
        in_store::<_, u32>(&store, "host function", (&drivers[0], "cross"), |n: u32| n),
        in_store::<_, u32>(&store, "untyped host function", (&drivers[1], "cross"), |n: u32| n),
    ]
}

/// Calls into guests: through a handle, by the engine alone, and by name.
fn from_the_host() -> Vec<Contender> {
    let link = link();
    let add = link.borrow_mut().func::<(u32, u32), u32>("main.add").expect("main has it");
    let by_handle = {
        let link = link.clone();
        Contender::new("function of a link", move |n| {
            let link = &mut *link.borrow_mut();
            timed(|| {
                for count in 0..n {
                    add.call(link, (count as u32, 1)).expect("it does not trap");
                }
            })
        })
    };
    let by_name = Contender::new("function of a link, by name", move |n| {
        let link = &mut *link.borrow_mut();
        timed(|| {
            for count in 0..n {
                let add = link.func::<(u32, u32), u32>("main.add").expect("main has it");
                add.call(link, (count as u32, 1)).expect("it does not trap");
            }
        })
    });
    let mut store = bare_store(&wasm_broker::testing::engine());
    let instance = bare_instance(&mut store, MAIN_CALL, &[]);
    let add = instance.get_typed_func::<(u32, u32), u32>(&mut store, "add");
    let add = add.expect("it exports this");
    let bare = Contender::new("function of the engine", move |n| {
        timed(|| {
            for count in 0..n {
                add.call(&mut store, (count as u32, 1)).expect("it does not trap");
            }
        })
    });
    vec![by_handle, by_name, bare]
}
