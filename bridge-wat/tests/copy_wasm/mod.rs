//! Copy paths made of real helpers and real memories, for the tests of copying.

use std::collections::HashMap;

use bridge_wat::Width;
use wasmtime::{
    Config, Engine, Func, Instance, Linker, Memory, MemoryTypeBuilder, Module, Store, Trap, Val,
};

use crate::copy_model::{CopyPath, Direction, MAX_PAGES, OutOfBounds, Shape, Side};

#[path = "../../../accessor-wat/build/variant.rs"]
mod variant;

/// Which helper copies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Path {
    /// `bridge.wat`.
    Bridge,
    /// `bridge_fb.wat`, on an engine that refuses a second memory in a module.
    Fallback,
}

/// A compiled helper, with the accessors it may import.
pub(crate) struct Kit {
    engine: Engine,
    /// The module that copies from main to side, and the one that copies back; often the same.
    helpers: [Helper; 2],
    /// Accessors of main and of side; none for the bridge, which imports the memories.
    accessors: Option<[Module; 2]>,
}

/// A compiled module that copies.
#[derive(Clone)]
struct Helper {
    module: Module,
    /// The roles that main and side play in its imports.
    roles: [&'static str; 2],
    /// The name of its function for a copy of any size.
    memcpy: &'static str,
}

impl Helper {
    /// A module that copies both ways, as text or bytes.
    fn both_ways(engine: &Engine, module: &[u8]) -> [Helper; 2] {
        let module = Module::new(engine, module).expect("the helper is valid");
        ["mts_memcpy", "stm_memcpy"].map(|memcpy| Helper {
            module: module.clone(),
            roles: ["main", "side"],
            memcpy,
        })
    }
}

impl Kit {
    /// One of the two real paths.
    pub(crate) fn new(path: Path, main: Width, side: Width) -> Kit {
        match path {
            Path::Bridge => {
                let engine = engine(true);
                let helpers = Helper::both_ways(&engine, bridge_wat::bridge(main, side));
                Kit { engine, helpers, accessors: None }
            }
            Path::Fallback => Kit::fallback_from(bridge_wat::fallback(main, side), [main, side]),
        }
    }

    /// A path made of this module, as text or bytes, in place of the fallback.
    pub(crate) fn fallback_from(module: impl AsRef<[u8]>, widths: [Width; 2]) -> Kit {
        let engine = engine(false);
        let helpers = Helper::both_ways(&engine, module.as_ref());
        let accessors = Some(widths.map(|width| accessor(&engine, width)));
        Kit { engine, helpers, accessors }
    }

    /// A path made of a module that copies one way only, from `src` to `dest`, and of itself with
    /// the roles exchanged. Both memories are 32 bits wide.
    pub(crate) fn one_way(text: &str) -> Kit {
        let engine = engine(false);
        let accessors = Some([Width::W32, Width::W32].map(|width| accessor(&engine, width)));
        let module = Module::new(&engine, text).expect("the text is a valid module");
        let helper = |roles| Helper { module: module.clone(), roles, memcpy: "memcpy" };
        let helpers = [helper(["src", "dest"]), helper(["dest", "src"])];
        Kit { engine, helpers, accessors }
    }

    /// New memories of that shape, and the helper between them.
    pub(crate) fn path(&self, shape: Shape) -> WasmPath {
        self.path_with_max(shape, MAX_PAGES)
    }

    /// The same for memories of any size, up to `max_pages`.
    pub(crate) fn path_with_max(&self, shape: Shape, max_pages: u64) -> WasmPath {
        let mut store = Store::new(&self.engine, ());
        let mut memory = |is_wide: bool, n_pages: u64| {
            let memory_type = MemoryTypeBuilder::new()
                .memory64(is_wide)
                .min(n_pages)
                .max(Some(max_pages))
                .build()
                .expect("the limits are valid");
            Memory::new(&mut store, memory_type).expect("the memory fits")
        };
        let main = memory(shape.main_is_wide, shape.n_main_pages);
        let side =
            if shape.aliased { main } else { memory(shape.side_is_wide, shape.n_side_pages) };
        let memories = [main, side];
        let instances = [0, 1].map(|way| self.link(&self.helpers[way], &mut store, memories));
        let copies = [0, 1].map(|way| {
            let memcpy = instances[way].get_func(&mut store, self.helpers[way].memcpy);
            memcpy.expect("the helper exports its copy")
        });
        let mut fixed = HashMap::new();
        for (way, prefix) in ["mts_memcpy", "stm_memcpy"].into_iter().enumerate() {
            for size in [1, 2, 4, 8] {
                if let Some(copy) = instances[way].get_func(&mut store, &format!("{prefix}{size}"))
                {
                    fixed.insert((way, size), copy);
                }
            }
        }
        WasmPath { store, shape, memories, copies, fixed }
    }

    fn link(&self, helper: &Helper, store: &mut Store<()>, memories: [Memory; 2]) -> Instance {
        let mut linker = Linker::new(&self.engine);
        for way in [0, 1] {
            let role = helper.roles[way];
            let Some(accessors) = &self.accessors else {
                linker.define(&mut *store, role, "memory", memories[way]).expect("a new name");
                continue;
            };
            let mut env = Linker::new(&self.engine);
            env.define(&mut *store, "env", "memory", memories[way]).expect("a new name");
            env.define_unknown_imports_as_traps(&accessors[way])
                .expect("the two bridge functions are all that is left");
            let accessor = env.instantiate(&mut *store, &accessors[way]).expect("it links");
            linker.instance(&mut *store, role, accessor).expect("a new name");
        }
        linker.instantiate(&mut *store, &helper.module).expect("the helper links")
    }
}

/// An engine as the broker configures it.
pub(crate) fn engine(multi_memory: bool) -> Engine {
    let mut config = Config::new();
    config.wasm_multi_memory(multi_memory).wasm_memory64(true);
    Engine::new(&config).expect("the configuration is valid")
}

/// The real accessor; made from its text, because the crates do not depend on each other.
fn accessor(engine: &Engine, width: Width) -> Module {
    Module::new(engine, accessor_text(width == Width::W64)).expect("the accessor is valid")
}

/// The text of the accessor for a memory of that width.
fn accessor_text(is_wide: bool) -> String {
    let template = include_str!("../../../accessor-wat/src/accessor.wat");
    variant::variant(template, &[("memory", is_wide)]).expect("the accessor's markers are right")
}

/// Two memories and a helper between them.
pub(crate) struct WasmPath {
    pub(crate) store: Store<()>,
    shape: Shape,
    pub(crate) memories: [Memory; 2],
    /// The copies from main to side, and back.
    copies: [Func; 2],
    /// The copies of a fixed size, by way and size.
    fixed: HashMap<(usize, u64), Func>,
}

impl WasmPath {
    /// Whether there is a function for each of the four fixed sizes and both ways.
    pub(crate) fn has_all_fixed(&self) -> bool {
        self.fixed.len() == 8
    }

    fn call(&mut self, copy: Func, arguments: &[Val]) -> Result<(), OutOfBounds> {
        match copy.call(&mut self.store, arguments, &mut []) {
            Ok(()) => Ok(()),
            Err(error) => match error.downcast_ref::<Trap>() {
                Some(Trap::MemoryOutOfBounds) => Err(OutOfBounds),
                _ => panic!("the copy failed in an unforeseen way: {error:?}"),
            },
        }
    }

    /// The two addresses, as values of the types that their memories have.
    fn addresses(&self, direction: Direction, dest: u64, src: u64) -> [Val; 2] {
        let Shape { main_is_wide, side_is_wide, .. } = self.shape;
        match direction {
            Direction::MainToSide => [number(dest, side_is_wide), number(src, main_is_wide)],
            Direction::SideToMain => [number(dest, main_is_wide), number(src, side_is_wide)],
        }
    }
}

impl CopyPath for WasmPath {
    fn copy(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        let [dest, src] = self.addresses(direction, dest, src);
        let size = number(size, self.shape.main_is_wide && self.shape.side_is_wide);
        self.call(self.copies[way(direction)], &[dest, src, size])
    }

    fn copy_fixed(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        match self.fixed.get(&(way(direction), size)) {
            Some(copy) => self.call(*copy, &self.addresses(direction, dest, src)),
            None => self.copy(direction, dest, src, size),
        }
    }

    fn grow(&mut self, memory: Side, n_pages: u64) -> bool {
        self.memories[idx(memory)].grow(&mut self.store, n_pages).is_ok()
    }

    fn bytes(&self, memory: Side) -> Vec<u8> {
        self.memories[idx(memory)].data(&self.store).to_vec()
    }

    fn write(&mut self, memory: Side, bytes: &[u8]) {
        let memory = self.memories[idx(memory)];
        memory.write(&mut self.store, 0, bytes).expect("the bytes fit the memory");
    }
}

fn number(value: u64, is_wide: bool) -> Val {
    if is_wide { Val::I64(value as i64) } else { Val::I32(value as u32 as i32) }
}

fn way(direction: Direction) -> usize {
    match direction {
        Direction::MainToSide => 0,
        Direction::SideToMain => 1,
    }
}

fn idx(memory: Side) -> usize {
    match memory {
        Side::Main => 0,
        Side::Side => 1,
    }
}
