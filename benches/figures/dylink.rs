//! Dynamic libraries: calls into main, loading one while the program runs, planning many.
//!
//! Invariants: nothing is compiled while something is timed; the engine alone is the broker's own,
//! and its modules import what the broker's import.

use crate::clock::timed;
use crate::contest::{Contender, Contest};
use crate::guests::{BareStore, bare_instance, bare_store, fill, in_link, in_store, module};
use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;
use wasm_broker::testing::engine_of;
use wasm_broker::{Broker, Link, Module};
use wasmparser::{Validator, WasmFeatures};
use wasmtime::{
    Extern, Global, GlobalType, Instance, Memory, MemoryType, Mutability, Ref, RefType, Store,
    Table, TableType, Val, ValType,
};

const DYLINK_MAIN: &str = include_str!("wat/dylink_main.wat");
const DYLINK_SIDE: &str = include_str!("wat/dylink_side.wat");
/// How many calls are made to see that they do what they should.
const N_CHECKED: u32 = 10;
/// Functions of the library that is loaded: with them it has about 20 KB.
const N_FUNCTIONS: usize = 500;
/// What is planned: sides, and the symbols of all of them together.
const N_SIDES: usize = 40;
const N_SYMBOLS: usize = 5_000;

/// The contests of this group.
pub(crate) fn contests() -> Vec<Contest> {
    vec![calls(), opened(), planned()]
}

/// Calls of main's function by a library, and by a module that imports it directly.
fn calls() -> Contest {
    let broker = Broker::new().expect("a broker can be made");
    let main = broker.main::<()>("main", module(DYLINK_MAIN));
    let side = module(&fill(DYLINK_SIDE, &[("\n  FUNCTIONS", "")]));
    let plan = main.side("side", side).plan().expect("the link is complete");
    let link = Rc::new(RefCell::new(plan.instantiate(()).expect("the link can be made")));
    let of_link = in_link::<_, u32>(&link, "across a dylink link", "side.calls", |n: u32| n);

    let mut store = bare_store(&engine_of(&broker).expect("the broker has made it"));
    let imports = main_imports(&mut store);
    let main = bare_instance(&mut store, DYLINK_MAIN, &imports);
    let imports = side_imports(&mut store, &main, &imports);
    let text = fill(DYLINK_SIDE, &[("\n  FUNCTIONS", "")]);
    let side = bare_instance(&mut store, &text, &imports);
    let check = side.get_typed_func::<u32, u32>(&mut store, "calls").expect("it exports this");
    let sum = check.call(&mut store, N_CHECKED).expect("it does not trap");
    assert_eq!(sum, N_CHECKED * (N_CHECKED + 1) / 2, "the loop adds");
    let store: BareStore = Rc::new(RefCell::new(store));
    let direct = in_store::<_, u32>(&store, "direct import", (&side, "calls"), |n: u32| n);
    Contest::new("dylink/call", vec![of_link, direct])
}

/// What a position-independent main imports: memory, table, stack pointer, bases.
fn main_imports<T>(store: &mut Store<T>) -> [Extern; 5] {
    let memory = Memory::new(&mut *store, MemoryType::new(256, None)).expect("there is memory");
    let ty = TableType::new(RefType::FUNCREF, 1024, None);
    let table = Table::new(&mut *store, ty, Ref::Func(None)).expect("there is room for a table");
    let mut global = |mutability, value| {
        let ty = GlobalType::new(ValType::I32, mutability);
        Global::new(&mut *store, ty, Val::I32(value)).expect("the value has the type")
    };
    let stack = global(Mutability::Var, 1 << 20);
    let (memory_base, table_base) = (global(Mutability::Const, 1024), global(Mutability::Const, 1));
    [memory.into(), table.into(), stack.into(), memory_base.into(), table_base.into()]
}

/// What the library imports: the same, two entries of the global offset table, main's function.
fn side_imports<T>(store: &mut Store<T>, main: &Instance, shared: &[Extern; 5]) -> Vec<Extern> {
    let mut imports = shared.to_vec();
    for _ in 0..2 {
        let ty = GlobalType::new(ValType::I32, Mutability::Var);
        let entry = Global::new(&mut *store, ty, Val::I32(0)).expect("the value has the type");
        imports.push(entry.into());
    }
    imports.push(main.get_func(&mut *store, "add").expect("it exports this").into());
    imports
}

/// A library of 20 KB, loaded while the program runs: compiled already.
fn opened() -> Contest {
    let mut functions = String::new();
    for idx in 0..N_FUNCTIONS {
        let n = idx * 7919 % 1000;
        let _ = write!(
            functions,
            "\n  (func (export \"f{idx}\") (param $n i32) (result i32)
    (i32.xor (i32.mul (call $add (local.get $n) (i32.const {n})) (i32.const 0x{n}77))
             (i32.load offset={idx} (i32.add (global.get $memory_base) (i32.const 16)))))"
        );
    }
    let text = fill(DYLINK_SIDE, &[("\n  FUNCTIONS", &functions)]);
    let side = module(&text);
    let n_bytes = side.bytes().len();
    assert!((19_000..21_500).contains(&n_bytes), "the library has {n_bytes} bytes");

    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("side.wasm"), side.bytes()).expect("it can be written");
    let broker = Broker::new().expect("a broker can be made");
    let begin = {
        let broker = broker.clone();
        let root = folder.path().to_owned();
        move || {
            let main = broker.main::<()>("main", module(DYLINK_MAIN)).library_path(&root);
            main.plan().and_then(|plan| plan.instantiate(())).expect("main alone is a link")
        }
    };
    begin().open("side.wasm").expect("the library can be opened");

    let by_module = repeated("opened, read already", begin.clone(), move |link| {
        link.open_module("side", side.clone()).map(|_| ())
    });
    let by_name = repeated("opened by its name", begin, move |link| {
        let _kept = &folder;
        link.open("side.wasm").map(|_| ())
    });
    let engine = engine_of(&broker).expect("the broker has made it");
    let bytes = wat::parse_str(&text).expect("the text of a bench is well formed");
    let alone = wasmtime::Module::new(&engine, bytes).expect("it compiles");
    let bare = Contender::new("bare instantiation", move |n| {
        let once = |_| {
            let mut store = bare_store(&engine);
            let imports = main_imports(&mut store);
            let main = bare_instance(&mut store, DYLINK_MAIN, &imports);
            let imports = side_imports(&mut store, &main, &imports);
            timed(|| {
                Instance::new(&mut store, &alone, &imports).expect("it can be made");
            })
        };
        (0..n).map(once).sum()
    });
    Contest::new("dylink/open", vec![by_module, by_name, bare])
}

/// Something that is done once with each of many links, and timed alone.
fn repeated(
    name: &str,
    begin: impl Fn() -> Link<()> + 'static,
    work: impl Fn(&mut Link<()>) -> wasm_broker::Result<()> + 'static,
) -> Contender {
    Contender::new(name, move |n| {
        let once = |_| {
            let mut link = begin();
            timed(|| work(&mut link).expect("the library can be opened"))
        };
        (0..n).map(once).sum()
    })
}

/// A main and its sides with thousands of symbols: planned, and validated by the parser alone.
fn planned() -> Contest {
    let mut modules = vec![("main".to_owned(), module(&many(0)))];
    modules.extend((1..=N_SIDES).map(|idx| (format!("s{idx}"), module(&many(idx)))));
    let broker = Broker::new().expect("a broker can be made");
    let bytes: Vec<_> = modules.iter().map(|(_, module)| module.bytes().to_vec()).collect();
    let draft = move || {
        let (name, main) = &modules[0];
        let builder = broker.main::<()>(name, main.clone());
        let sides = modules[1..].iter();
        sides.fold(builder, |builder, (name, side): &(String, Module)| {
            builder.side(name, side.clone())
        })
    };
    let plan = Contender::new("plan", move |n| {
        let once = |_| {
            let builder = draft();
            timed(|| {
                let plan = builder.plan().expect("everything is there");
                assert!(plan.link_plan().globals.len() > N_SIDES, "entries are shared");
            })
        };
        (0..n).map(once).sum()
    });
    let validate = Contender::new("wasmparser validates the modules", move |n| {
        timed(|| {
            for _ in 0..n {
                for module in &bytes {
                    let mut validator = Validator::new_with_features(WasmFeatures::default());
                    validator.validate_all(module).expect("the module is valid");
                }
            }
        })
    });
    Contest::new("dylink/plan", vec![plan, validate])
}

/// A module of a large program: its share of the symbols, each a function of the size that C
/// functions have, and imports of its neighbours' symbols, by call and by address.
fn many(idx: usize) -> String {
    let n_own = N_SYMBOLS / (N_SIDES + 1);
    let neighbour = (idx + 1) % (N_SIDES + 1);
    let mut text = String::from(
        "(module\n  (@dylink.0 (mem-info (memory 64 4) (table 0 0)))
  (import \"env\" \"memory\" (memory 1))
  (import \"env\" \"__memory_base\" (global $base i32))\n",
    );
    for n in 0..n_own / 2 {
        let _ = writeln!(
            text,
            "  (import \"env\" \"sym_{neighbour}_{n}\" (func $i{n} (param i32) (result i32)))"
        );
    }
    for n in 0..n_own / 8 {
        let _ =
            writeln!(text, "  (import \"GOT.func\" \"sym_{neighbour}_{n}\" (global (mut i32)))");
    }
    for n in 0..n_own {
        let callee = n % (n_own / 2);
        let _ = writeln!(text, "  (func (export \"sym_{idx}_{n}\") (param $n i32) (result i32)");
        for step in 0..12 {
            let _ = writeln!(
                text,
                "    (if (i32.gt_u (local.get $n) (i32.const {step})) (then
      (i32.store offset={step} (global.get $base) (i32.add (local.get $n) (i32.const {n})))
      (local.set $n (call $i{callee} (i32.load offset={step} (global.get $base))))))"
            );
        }
        text.push_str("    (local.get $n))\n");
    }
    text.push(')');
    text
}
