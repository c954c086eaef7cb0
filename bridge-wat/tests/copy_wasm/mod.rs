//! Copy paths made of real helpers and real memories, for the tests of copying.

use std::collections::HashMap;

use bridge_wat::{Simd, Width};
use wasmtime::{
    Config, Engine, Func, Instance, Linker, Memory, MemoryTypeBuilder, Module, Store, Trap, Val,
};

use crate::copy_model::{CopyPath, Direction, MAX_PAGES, OutOfBounds, Shape, Side};

#[path = "../../../accessor-wat/build/variant.rs"]
mod variant;

/// Which helper copies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Path {
    /// `bridge.wat` or `bridge_simd.wat`.
    Bridge(Simd),
    /// `copy_push.wat` or `copy_push_simd.wat`, twice: from main to side, and from side to main.
    Push(Simd),
}

impl Path {
    pub(crate) const ALL: [Path; 4] = [
        Path::Bridge(Simd::Off),
        Path::Bridge(Simd::On),
        Path::Push(Simd::Off),
        Path::Push(Simd::On),
    ];

    /// The engine that has what the path needs, and nothing that it claims to do without.
    fn engine(self) -> Engine {
        match self {
            Path::Bridge(simd) => engine(true, simd),
            Path::Push(simd) => engine(false, simd),
        }
    }

    /// The texts of the helpers from main to side, and from side to main.
    pub(crate) fn texts(self, main: Width, side: Width) -> [&'static str; 2] {
        match self {
            Path::Bridge(simd) => [bridge_wat::bridge_text(main, side, simd); 2],
            Path::Push(simd) => [
                bridge_wat::fallback_text(main, side, simd),
                bridge_wat::fallback_text(side, main, simd),
            ],
        }
    }

    /// The binaries of the same.
    fn binaries(self, main: Width, side: Width) -> [&'static [u8]; 2] {
        match self {
            Path::Bridge(simd) => [bridge_wat::bridge(main, side, simd); 2],
            Path::Push(simd) => {
                [bridge_wat::fallback(main, side, simd), bridge_wat::fallback(side, main, simd)]
            }
        }
    }

    /// What main and side are called, and the copy, in the helpers for both ways.
    fn names(self) -> [([&'static str; 2], &'static str); 2] {
        match self {
            Path::Push(_) => [(["from", "to"], "memcpy"), (["to", "from"], "memcpy")],
            _ => [(["main", "side"], "mts_memcpy"), (["main", "side"], "stm_memcpy")],
        }
    }

    fn simd(self) -> Simd {
        match self {
            Path::Bridge(simd) | Path::Push(simd) => simd,
        }
    }
}

/// A compiled helper, with the accessors it may import.
pub(crate) struct Kit {
    engine: Engine,
    /// The module that copies from main to side, and the one that copies back; often the same.
    helpers: [Helper; 2],
    /// Accessors of main and of side.
    accessors: [Module; 2],
}

/// A compiled module that copies.
#[derive(Clone)]
struct Helper {
    module: Module,
    /// The roles that main and side play in its imports.
    roles: [&'static str; 2],
    /// The name of its function for a copy of any size; those of fixed sizes begin with it.
    memcpy: &'static str,
}

impl Kit {
    /// One of the real paths.
    pub(crate) fn new(path: Path, main: Width, side: Width) -> Kit {
        Kit::made_of(path, [main, side], &path.binaries(main, side), |text| text)
    }

    /// A path made of these modules, as text or bytes, and of accessors changed like that.
    pub(crate) fn made_of(
        path: Path,
        widths: [Width; 2],
        modules: &[impl AsRef<[u8]>; 2],
        accessor: impl Fn(String) -> String,
    ) -> Kit {
        let engine = path.engine();
        let compile =
            |module: &[u8]| Module::new(&engine, module).expect("the module is valid there");
        let helpers = [0, 1].map(|way| {
            let (roles, memcpy) = path.names()[way];
            Helper { module: compile(modules[way].as_ref()), roles, memcpy }
        });
        let accessors = widths.map(|width| {
            compile(accessor(accessor_text(width == Width::W64, path.simd())).as_bytes())
        });
        Kit { engine, helpers, accessors }
    }

    /// A path made of a module that copies one way only, from `src` to `dest`, and of itself with
    /// the roles exchanged. Both memories are 32 bits wide.
    pub(crate) fn one_way(text: &str) -> Kit {
        let engine = engine(false, Simd::Off);
        let module = Module::new(&engine, text).expect("the text is a valid module");
        let accessor = Module::new(&engine, accessor_text(false, Simd::Off));
        let accessor = accessor.expect("the accessor is valid");
        let helper = |roles| Helper { module: module.clone(), roles, memcpy: "memcpy" };
        let helpers = [helper(["src", "dest"]), helper(["dest", "src"])];
        Kit { engine, helpers, accessors: [accessor.clone(), accessor] }
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
        for way in [0, 1] {
            for size in [1, 2, 4, 8] {
                let name = format!("{}{size}", self.helpers[way].memcpy);
                if let Some(copy) = instances[way].get_func(&mut store, &name) {
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
            linker.define(&mut *store, role, "memory", memories[way]).expect("a new name");
            let mut env = Linker::new(&self.engine);
            env.define(&mut *store, "env", "memory", memories[way]).expect("a new name");
            env.define_unknown_imports_as_traps(&self.accessors[way])
                .expect("the two bridge functions are all that is left");
            let accessor = env.instantiate(&mut *store, &self.accessors[way]).expect("it links");
            linker.instance(&mut *store, role, accessor).expect("new names");
        }
        linker.instantiate(&mut *store, &helper.module).expect("the helper links")
    }
}

/// An engine as the broker configures it, with and without what a helper may need.
pub(crate) fn engine(multi_memory: bool, simd: Simd) -> Engine {
    let has_simd = simd == Simd::On;
    let mut config = Config::new();
    config.wasm_multi_memory(multi_memory).wasm_memory64(true);
    config.wasm_simd(has_simd).wasm_relaxed_simd(has_simd);
    Engine::new(&config).expect("the configuration is valid")
}

/// The text of the real accessor; made here, because the crates do not depend on each other.
fn accessor_text(is_wide: bool, simd: Simd) -> String {
    let template = match simd {
        Simd::On => include_str!("../../../accessor-wat/src/accessor_simd.wat"),
        Simd::Off => include_str!("../../../accessor-wat/src/accessor.wat"),
    };
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
