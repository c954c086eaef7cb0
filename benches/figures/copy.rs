//! Copies between two memories, by every path there is.
//!
//! Invariant: within a contest all contenders copy the same bytes over the same distances, at the
//! same places in their memories, and what they copied was compared before anything is timed.

use crate::clock::timed;
use crate::contest::{Contender, Contest};
use crate::guests::{
    BareState, BareStore, Numbers, SharedLink, bare_instance, bare_store, fill, in_link, in_store,
    module,
};
use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use wasm_broker::Broker;
use wasmtime::component::{Component, Linker};
use wasmtime::{AsContextMut, Caller, Engine, Func, Store};

/// Where copies read: beyond the list of records.
const SRC_ADDR: u32 = 0x10_0000;
/// Where they write: as far from a page's start as the source.
const DEST_ADDR: u32 = 0x30_0000;
/// Sizes of aligned copies, in bytes.
const SIZES: [u32; 12] = [1, 8, 16, 32, 64, 128, 256, 4096, 16 << 10, 64 << 10, 256 << 10, 1 << 20];
/// How far the source of a misaligned copy is from a word's start.
const SRC_SHIFT: u32 = 3;
/// Sizes of misaligned copies, in bytes.
const MISALIGNED_SIZES: [u32; 3] = [61, 4096, 64 << 10];
/// Records that the driver reads, as `copy_driver.wat` has it: so many that the processor cannot
/// learn the sequence, as it does with 4,096 of them.
const N_RECORDS: usize = 1 << 16;
/// The largest of the random sizes, in bytes.
const RANDOM_SIZE_END: u32 = 128;
/// Bytes of the window in which random copies lie: it stays in the nearest cache.
const WINDOW_BYTES: u32 = 4096;
/// The source holds byte i modulo this, as `list_pass.wat` has it too.
const PERIOD: u32 = 251;
/// Bytes of source that are filled.
const FILLED_BYTES: usize = 0x60_0000;

const COPY_DRIVER: &str = include_str!("wat/copy_driver.wat");
const OWN_MEMORY: &str = "export \"memory\"";
const MAIN_MEMORY: &str = "import \"main\" \"memory\"";

/// A way to copy that is a driver in the link: its name, the side that drives it, what the driver
/// calls, and whose memory the driver has.
struct Path {
    name: &'static str,
    side: &'static str,
    peer: &'static str,
    copy: &'static str,
    memory: &'static str,
}

const fn path(
    name: &'static str,
    side: &'static str,
    [peer, copy, memory]: [&'static str; 3],
) -> Path {
    Path { name, side, peer, copy, memory }
}

/// The ways to copy that are in the link.
const PATHS: [Path; 7] = [
    path("bridge", "bridged", ["rb:main", "memcpy_from", OWN_MEMORY]),
    path("bridge, one memory", "shared", ["rb:main", "memcpy_from", MAIN_MEMORY]),
    path("plain bridge", "plain", ["plain_bridge", "copy", OWN_MEMORY]),
    path("memory.copy, one memory", "same", ["same_memory", "copy", MAIN_MEMORY]),
    path("fallback", "fallen", ["rb:main", "memcpy_from_fb", OWN_MEMORY]),
    path("naive fallback", "naive", ["naive_fallback", "copy", OWN_MEMORY]),
    path("empty call", "empty", ["main", "nothing", OWN_MEMORY]),
];
/// The path that copies nothing.
const EMPTY: &str = "empty call";

/// Everything that the contests of this group run in.
pub(crate) struct Copies {
    link: SharedLink,
    host: BareStore,
    reused: wasmtime::Instance,
    fresh: wasmtime::Instance,
    list_pass: Rc<RefCell<ListPass>>,
}

/// What a host function sees.
type Host<'a> = Caller<'a, BareState>;

struct ListPass {
    store: Store<()>,
    drive: wasmtime::component::TypedFunc<(u32, u32, u32), ()>,
}

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    let copies = Copies::new();
    let aligned = SIZES.map(|size| copies.fixed(size, SRC_ADDR, "aligned"));
    let misaligned =
        MISALIGNED_SIZES.map(|size| copies.fixed(size, SRC_ADDR + SRC_SHIFT, "misaligned"));
    aligned.into_iter().chain(misaligned).chain([copies.random()]).collect()
}

impl Copies {
    fn new() -> Self {
        let engine = wasm_broker::testing::engine();
        let host = Rc::new(RefCell::new(bare_store(&engine)));
        let (reused, fresh) = host_drivers(&mut host.borrow_mut());
        let list_pass = Rc::new(RefCell::new(list_pass(&engine)));
        Self { link: link(), host, reused, fresh, list_pass }
    }

    /// Copies of one size from one place to one place.
    fn fixed(&self, size: u32, src: u32, alignment: &str) -> Contest {
        let mut contenders = vec![self.native(size, src)];
        for path in &PATHS {
            let function = format!("{}.fixed", path.side);
            let params = move |n| (DEST_ADDR, src, size, n);
            let loops = in_link::<_, ()>(&self.link, path.name, &function, params);
            contenders.push(self.checked(loops, path, src, size));
        }
        for (name, driver) in
            [("host, kept buffer", &self.reused), ("host, fresh buffer", &self.fresh)]
        {
            let params = move |n| (DEST_ADDR, src, size, n);
            contenders.push(in_store::<_, ()>(&self.host, name, (driver, "fixed"), params));
        }
        contenders.push(self.list_pass(size, src));
        Contest::new(format!("copy/{size} B {alignment}"), contenders)
    }

    /// Copies of random sizes from and to random places.
    fn random(&self) -> Contest {
        let mut numbers = Numbers::seeded();
        let record = |_| {
            let size = 1 + numbers.below(RANDOM_SIZE_END);
            let (dest, src) = (numbers.below(WINDOW_BYTES), numbers.below(WINDOW_BYTES));
            (size | dest << 8 | src << 20).to_le_bytes()
        };
        let records: Vec<u8> = (0..N_RECORDS).flat_map(record).collect();
        for owner in PATHS.iter().map(|path| path.side) {
            let link = &mut *self.link.borrow_mut();
            let mut memory = link.memory(owner).expect("a driver has a memory");
            memory.write(0_u32, &records).expect("the list fits");
        }
        for driver in [&self.reused, &self.fresh] {
            let store = &mut *self.host.borrow_mut();
            let memory = driver.get_memory(&mut *store, "memory").expect("it exports its memory");
            memory.write(store, 0, &records).expect("the list fits");
        }
        let params = |n| (DEST_ADDR, SRC_ADDR, n);
        let in_link = |path: &Path| {
            in_link::<_, ()>(&self.link, path.name, &format!("{}.listed", path.side), params)
        };
        let mut contenders: Vec<_> = PATHS.iter().map(in_link).collect();
        for (name, driver) in
            [("host, kept buffer", &self.reused), ("host, fresh buffer", &self.fresh)]
        {
            contenders.push(in_store::<_, ()>(&self.host, name, (driver, "listed"), params));
        }
        Contest::new("copy/random 1–128 B", contenders)
    }

    /// memmove of the machine, on the very pages on which the copies within one memory work.
    fn native(&self, size: u32, src: u32) -> Contender {
        let link = self.link.clone();
        Contender::new("native memmove", move |n| {
            let link = &mut *link.borrow_mut();
            let mut memory = link.memory("main").expect("main has a memory");
            let bytes = memory.slice_mut(0, FILLED_BYTES as u64).expect("it is large enough");
            timed(|| {
                for _ in 0..n {
                    let (src, size) = (black_box(src as usize), black_box(size as usize));
                    bytes.copy_within(src..src + size, black_box(DEST_ADDR as usize));
                }
            })
        })
    }

    fn list_pass(&self, size: u32, src: u32) -> Contender {
        let pass = self.list_pass.clone();
        Contender::new("component list<u8>", move |n| {
            let ListPass { store, drive } = &mut *pass.borrow_mut();
            timed(|| drive.call(store, (src, size, n as u32)).expect("the pass does not trap"))
        })
    }

    /// The contender, after it has shown that it copies.
    fn checked(&self, mut contender: Contender, path: &Path, src: u32, size: u32) -> Contender {
        let wiped = vec![0xff; size as usize];
        let mut seen = wiped.clone();
        let write = |bytes: &[u8]| {
            let link = &mut *self.link.borrow_mut();
            let mut memory = link.memory(path.side).expect("a driver has a memory");
            memory.write(DEST_ADDR, bytes).expect("the memory is large enough");
        };
        write(&wiped);
        contender.run(1);
        let link = &mut *self.link.borrow_mut();
        let memory = link.memory(path.side).expect("a driver has a memory");
        memory.read(DEST_ADDR, &mut seen).expect("the memory is large enough");
        let wanted: Vec<_> = (src..src + size).map(|addr| (addr % PERIOD) as u8).collect();
        let wanted = if path.name == EMPTY { wiped } else { wanted };
        assert!(seen == wanted, "{} does not copy {size} bytes right", path.name);
        contender
    }
}

fn pattern() -> Vec<u8> {
    (0..FILLED_BYTES as u32).map(|addr| (addr % PERIOD) as u8).collect()
}

/// One link with a driver for each path; the alternatives are modules of it too, so that their
/// memories lie and are reached just as those of the broker's helpers.
fn link() -> SharedLink {
    let broker = Broker::new().expect("a broker can be made");
    let mut builder = broker.main::<()>("main", module(include_str!("wat/main_memory.wat")));
    for path in &PATHS {
        let parameters = [("PEER", path.peer), ("COPY", path.copy), ("MEMORY", path.memory)];
        builder = builder.side(path.side, module(&fill(COPY_DRIVER, &parameters)));
    }
    let plain = fill(include_str!("wat/plain_bridge.wat"), &[("\"SIDE\"", "\"plain\"")]);
    let naive = fill(include_str!("wat/naive_fallback.wat"), &[("rb:SIDE", "rb:naive")]);
    let link = builder
        .side("plain_bridge", module(&plain))
        .side("same_memory", module(include_str!("wat/same_memory.wat")))
        .side("naive_fallback", module(&naive))
        .plan()
        .and_then(|plan| plan.instantiate(()));
    let mut link = link.expect("the link is complete");
    let mut memory = link.memory("main").expect("main has a memory");
    memory.write(0_u32, &pattern()).expect("the pattern fits");
    Rc::new(RefCell::new(link))
}

/// Copies through the host: read from one memory into a buffer, write the buffer to the other.
fn host_drivers(store: &mut Store<BareState>) -> (wasmtime::Instance, wasmtime::Instance) {
    let reused = Func::wrap(&mut *store, |mut cx: Host<'_>, dest: u32, src: u32, size: u32| {
        let [to, from] = cx.data().memories.expect("set before the first call");
        let range = |addr: u32, size: u32| addr as usize..addr as usize + size as usize;
        let mut scratch = std::mem::take(&mut cx.data_mut().scratch);
        scratch.clear();
        scratch.extend_from_slice(&from.data(&cx)[range(src, size)]);
        to.data_mut(&mut cx)[range(dest, size)].copy_from_slice(&scratch);
        cx.data_mut().scratch = scratch;
    });
    let fresh = Func::wrap(&mut *store, |mut cx: Host<'_>, dest: u32, src: u32, size: u32| {
        let [to, from] = cx.data().memories.expect("set before the first call");
        let range = |addr: u32, size: u32| addr as usize..addr as usize + size as usize;
        let buffer = from.data(&cx)[range(src, size)].to_vec();
        to.data_mut(&mut cx)[range(dest, size)].copy_from_slice(&buffer);
    });
    let from = bare_instance(store, include_str!("wat/main_memory.wat"), &[])
        .get_memory(&mut *store, "memory")
        .expect("it exports its memory");
    from.data_mut(&mut *store)[..FILLED_BYTES].copy_from_slice(&pattern());
    let parameters = [("PEER", "host"), ("COPY", "copy"), ("MEMORY", OWN_MEMORY)];
    let text = fill(COPY_DRIVER, &parameters);
    let [reused, fresh] = [reused, fresh].map(|it| bare_instance(store, &text, &[it.into()]));
    // Both write to the memory of one of them: a module-to-module copy has one destination.
    let to = reused.get_memory(&mut *store, "memory").expect("it exports its memory");
    store.data_mut().memories = Some([to, from]);
    let fixed = reused.get_typed_func::<(u32, u32, u32, u32), ()>(&mut *store, "fixed");
    fixed
        .and_then(|fixed| fixed.call(store.as_context_mut(), (DEST_ADDR, SRC_ADDR, 64, 1)))
        .expect("the host copies");
    assert_eq!(u32::from(to.data(&*store)[DEST_ADDR as usize + 9]), (SRC_ADDR + 9) % PERIOD);
    (reused, fresh)
}

fn list_pass(engine: &Engine) -> ListPass {
    let bytes = wat::parse_str(include_str!("wat/list_pass.wat")).expect("it is well formed");
    let component = Component::new(engine, bytes).expect("the component compiles");
    let mut store = Store::new(engine, ());
    store.set_epoch_deadline(1 << 40);
    let instance = Linker::new(engine).instantiate(&mut store, &component);
    let instance = instance.expect("the component imports nothing");
    let drive = instance.get_typed_func::<(u32, u32, u32), ()>(&mut store, "drive");
    let first = instance.get_typed_func::<(u32,), (u8,)>(&mut store, "first");
    let (drive, first) = (drive.expect("it exports this"), first.expect("it exports this"));
    drive.call(&mut store, (SRC_ADDR, 64, 1)).expect("the pass does not trap");
    let (seen,) = first.call(&mut store, (9,)).expect("the byte is there");
    assert_eq!(u32::from(seen), (SRC_ADDR + 9) % PERIOD);
    ListPass { store, drive }
}
