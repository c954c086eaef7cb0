//! A sort of main's integers by another module: in a memory of its own, through the bridge, against
//! the same code that has main's memory.

use crate::clock::timed;
use crate::contest::{Contender, Contest};
use crate::guests::{Numbers, SharedLink, fill, module};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_broker::Broker;

const SORT: &str = include_str!("wat/sort.wat");
const MAIN_MEMORY: &str = include_str!("wat/main_memory.wat");
/// Integers that are sorted.
const N_ITEMS: u32 = 50_000;
/// Where main has them.
const ADDRESS: u32 = 0x10_0000;

/// A module that sorts: its name, whose memory it has, the copies it imports, and what is called.
const WAYS: [[&str; 6]; 3] = [
    [
        "own memory, bridge",
        "bridged",
        "export \"memory\"",
        "memcpy_from",
        "memcpy_to",
        "sort_copied",
    ],
    [
        "main's memory",
        "shared",
        "import \"main\" \"memory\"",
        "memcpy_from",
        "memcpy_to",
        "sort_here",
    ],
    [
        "own memory, fallback",
        "fallen",
        "export \"memory\"",
        "memcpy_from_fb",
        "memcpy_to_fb",
        "sort_copied",
    ],
];

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    let mut numbers = Numbers::seeded();
    let items: Rc<[i32]> = (0..N_ITEMS).map(|_| numbers.next().cast_signed()).collect();
    let link = link();
    let mut contenders: Vec<_> = WAYS
        .iter()
        .map(|[name, side, .., call]| guest(&link, &items, [name, side, call]))
        .collect();
    contenders.push(Contender::new("native sort_unstable", move |n| {
        let once = |_| {
            let mut items = items.to_vec();
            timed(|| items.sort_unstable())
        };
        (0..n).map(once).sum()
    }));
    vec![Contest::new("sort/50,000 random i32", contenders)]
}

fn link() -> SharedLink {
    let broker = Broker::new().expect("a broker can be made");
    let mut builder = broker.main::<()>("main", module(MAIN_MEMORY));
    for [_, side, memory, from, to, _] in WAYS {
        let [from, to] = [from, to].map(|copy| format!("\"{copy}\""));
        let parameters =
            [("MEMORY)", &*format!("{memory})")), ("\"FROM\"", &from), ("\"TO\"", &to)];
        builder = builder.side(side, module(&fill(SORT, &parameters)));
    }
    let link = builder.plan().and_then(|plan| plan.instantiate(()));
    Rc::new(RefCell::new(link.expect("the link is complete")))
}

/// The contender, after it has shown that it sorts.
fn guest(link: &SharedLink, items: &Rc<[i32]>, [name, side, call]: [&str; 3]) -> Contender {
    let sort = link.borrow_mut().func::<(u32, u32), ()>(&format!("{side}.{call}"));
    let sort = sort.expect("every side has it");
    let unsorted: Vec<u8> = items.iter().flat_map(|item| item.to_le_bytes()).collect();
    let mut contender = {
        let link = link.clone();
        Contender::new(name, move |n| {
            let link = &mut *link.borrow_mut();
            let once = |_| {
                let mut memory = link.memory("main").expect("main has a memory");
                memory.write(ADDRESS, &unsorted).expect("the memory is large enough");
                timed(|| sort.call(link, (ADDRESS, N_ITEMS)).expect("the sort does not trap"))
            };
            (0..n).map(once).sum()
        })
    };
    contender.run(1);
    let mut wanted = items.to_vec();
    wanted.sort_unstable();
    let wanted: Vec<u8> = wanted.iter().flat_map(|item| item.to_le_bytes()).collect();
    let mut seen = vec![0; wanted.len()];
    let link = &mut *link.borrow_mut();
    let memory = link.memory("main").expect("main has a memory");
    memory.read(ADDRESS, &mut seen).expect("the memory is large enough");
    assert!(seen == wanted, "{name} does not sort");
    contender
}
