//! Every way in which a link copies between two memories is indistinguishable from `memory.copy`.
//!
//! The meaning and the cases are `bridge-wat`'s; here they go through whole links: by imports under
//! both kinds of names, by function pointers from the accessor, and by the host. A refused copy of
//! a guest is a trap and poisons its link, so the path goes on with a fresh link of the same
//! contents; a refused copy of the host harms nothing, and the path goes on with the same link.
//!
//! `PROPTEST_CASES` sets how many cases each run has; a case is up to 7 copies.

#[path = "../bridge-wat/tests/copy_model/mod.rs"]
#[allow(dead_code, reason = "the model serves other tests, too")]
mod copy_model;
#[path = "copy/modules.rs"]
mod modules;

use copy_model::{Case, CopyPath, Direction, OutOfBounds, PAGE_BYTES, Shape, Side};
use copy_model::{cases, check};
use modules::{functions, main_text, side_text};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wasm_broker::{Broker, Code, Error, Link, Module, Val};

/// Cases of each run unless the environment says otherwise.
const N_CASES: u32 = 60;

/// How a copy is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// The side's imports `env.mts_memcpy` and `env.stm_memcpy`.
    SideImports,
    /// The same with `_fb`.
    SideImportsFallback,
    /// Main's imports `rb:side.memcpy_to` and `rb:side.memcpy_from`.
    MainImports,
    /// The same with `_fb`.
    MainImportsFallback,
    /// Pointers that `rb_bridge` hands out to main.
    Pointers,
    /// Pointers that main's `rbBridgeFb` hands out.
    PointersFallback,
    /// `Link::copy`.
    Host,
}

impl Route {
    /// The export that copies; none where it is no export. A `size` is one of the fixed ones.
    fn export(self, direction: Direction, size: Option<u64>) -> Option<String> {
        let (module, suffix) = match self {
            Self::SideImports => ("side", ""),
            Self::SideImportsFallback => ("side", "_fb"),
            Self::MainImports => ("main", ""),
            Self::MainImportsFallback => ("main", "_fb"),
            Self::Pointers | Self::PointersFallback | Self::Host => return None,
        };
        Some(format!("{module}.{}{suffix}", bridge_name(direction, size)))
    }

    /// Whether main must have a page that holds the names which it asks for.
    fn asks_by_name(self) -> bool {
        matches!(self, Self::Pointers | Self::PointersFallback)
    }
}

fn bridge_name(direction: Direction, size: Option<u64>) -> String {
    let way = match direction {
        Direction::MainToSide => "mts",
        Direction::SideToMain => "stm",
    };
    format!("{way}_memcpy{}", size.map(|size| size.to_string()).unwrap_or_default())
}

/// What all cases of a run share.
struct Kit<'a> {
    broker: &'a Broker,
    route: Route,
    modules: RefCell<HashMap<String, Module>>,
    n_links: Cell<usize>,
}

/// A link whose two memories are copied between.
struct LinkPath<'a> {
    kit: &'a Kit<'a>,
    shape: Shape,
    link: RefCell<Link<()>>,
    /// Main's pointers, by the name that they were asked for with.
    pointers: HashMap<String, Val>,
}

impl<'a> Kit<'a> {
    fn new(broker: &'a Broker, route: Route) -> Self {
        Self { broker, route, modules: RefCell::default(), n_links: Cell::new(0) }
    }

    fn module(&self, text: String) -> Module {
        let mut modules = self.modules.borrow_mut();
        let parse = |text: &String| Module::from_bytes(text.as_bytes()).expect("the text is valid");
        modules.entry(text).or_insert_with_key(parse).clone()
    }

    fn link(&self, shape: Shape) -> Link<()> {
        self.n_links.set(self.n_links.get() + 1);
        let builder = self.broker.main("main", self.module(main_text(shape)));
        let builder = builder.side("side", self.module(side_text(shape)));
        let plan = builder.plan().expect("everything is resolved");
        plan.instantiate(()).expect("it fits")
    }

    fn path(&self, shape: Shape) -> LinkPath<'_> {
        let link = RefCell::new(self.link(shape));
        let mut path = LinkPath { kit: self, shape, link, pointers: HashMap::new() };
        path.ask_for_pointers();
        path
    }
}

impl LinkPath<'_> {
    /// Asks for every function by name, where that is the route; uses main's memory for it.
    fn ask_for_pointers(&mut self) {
        self.pointers.clear();
        if !self.kit.route.asks_by_name() {
            return;
        }
        let is_fallback = self.kit.route == Route::PointersFallback;
        let by = is_fallback.then(|| self.ask(None, 0, "rbBridgeFb"));
        for (direction, size) in functions() {
            let name = bridge_name(direction, size);
            let pointer = self.ask(by, 1, &name);
            assert_eq!(pointer, self.ask(by, 1, &name), "{name} asked for twice");
            self.pointers.insert(name, pointer);
        }
    }

    fn ask(&mut self, by: Option<Val>, library: i32, name: &str) -> Val {
        let link = self.link.get_mut();
        let mut memory = link.memory("main").expect("main has a memory");
        memory.write(0_u64, format!("{name}\0").as_bytes()).expect("a name fits a page");
        let (library, addr) = (Val::I32(library), number(0, self.shape.main_is_wide));
        let answer = match by {
            Some(by) => link.invoke("main.ask_by", &[by, library, addr]),
            None => link.invoke("main.ask", &[library, addr]),
        };
        let pointer = answer.expect("the name can be read")[0];
        assert_ne!(pointer, number(0, self.shape.main_is_wide), "{name} is not known");
        pointer
    }

    fn run(
        &mut self,
        direction: Direction,
        [dest, src, n_bytes]: [u64; 3],
        fixed: Option<u64>,
    ) -> Result<(), OutOfBounds> {
        let outcome = self.call(direction, [dest, src, n_bytes], fixed);
        let Err(error) = outcome else { return Ok(()) };
        assert_eq!(error.code(), Code::MemoryError, "{error}");
        assert_eq!(error.is_trap(), self.kit.route != Route::Host, "{error}");
        if error.is_trap() {
            self.begin_anew();
        }
        Err(OutOfBounds)
    }

    fn call(
        &mut self,
        direction: Direction,
        [dest, src, n_bytes]: [u64; 3],
        fixed: Option<u64>,
    ) -> Result<(), Error> {
        let link = self.link.get_mut();
        let Shape { main_is_wide, side_is_wide, .. } = self.shape;
        let (dest_is_wide, src_is_wide) = match direction {
            Direction::MainToSide => (side_is_wide, main_is_wide),
            Direction::SideToMain => (main_is_wide, side_is_wide),
        };
        let mut args = vec![number(dest, dest_is_wide), number(src, src_is_wide)];
        if fixed.is_none() {
            args.push(number(n_bytes, main_is_wide && side_is_wide));
        }
        if let Some(export) = self.kit.route.export(direction, fixed) {
            return link.invoke(&export, &args).map(|_| ());
        }
        if self.kit.route.asks_by_name() {
            args.insert(0, self.pointers[&bridge_name(direction, fixed)]);
            let prefix = if fixed.is_some() { "main.call_fixed_" } else { "main.call_" };
            return link
                .invoke(&format!("{prefix}{}", bridge_name(direction, None)), &args)
                .map(|_| ());
        }
        match direction {
            Direction::MainToSide => link.copy("main", src, "side", dest, n_bytes),
            Direction::SideToMain => link.copy("side", src, "main", dest, n_bytes),
        }
    }

    /// A fresh link with the contents of this one, which is poisoned.
    fn begin_anew(&mut self) {
        let before = [Side::Main, Side::Side].map(|memory| self.bytes(memory));
        let poisoned = self.link.get_mut().invoke("main.ask", &[]);
        assert_eq!(poisoned.map_err(|error| error.code()), Err(Code::Poisoned));
        self.link = RefCell::new(self.kit.link(self.shape));
        self.ask_for_pointers();
        for (memory, bytes) in [Side::Main, Side::Side].into_iter().zip(before) {
            let n_pages = (bytes.len() - self.bytes(memory).len()) as u64 / PAGE_BYTES;
            assert!(self.grow(memory, n_pages), "it was as large before");
            self.write(memory, &bytes);
        }
    }
}

impl CopyPath for LinkPath<'_> {
    fn copy(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        self.run(direction, [dest, src, size], None)
    }

    fn copy_fixed(
        &mut self,
        direction: Direction,
        dest: u64,
        src: u64,
        size: u64,
    ) -> Result<(), OutOfBounds> {
        self.run(direction, [dest, src, size], Some(size))
    }

    fn grow(&mut self, memory: Side, n_pages: u64) -> bool {
        let link = self.link.get_mut();
        let mut memory = link.memory(name_of(memory)).expect("both have a memory");
        match memory.grow(n_pages) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error.code(), Code::LimitExceeded, "{error}");
                false
            }
        }
    }

    fn bytes(&self, memory: Side) -> Vec<u8> {
        let mut link = self.link.borrow_mut();
        let memory = link.memory(name_of(memory)).expect("both have a memory");
        memory.slice(0, memory.size_bytes()).expect("it is all there").to_vec()
    }

    fn write(&mut self, memory: Side, bytes: &[u8]) {
        let link = self.link.get_mut();
        let mut memory = link.memory(name_of(memory)).expect("both have a memory");
        memory.write(0_u64, bytes).expect("the bytes fit the memory");
    }
}

fn name_of(memory: Side) -> &'static str {
    match memory {
        Side::Main => "main",
        Side::Side => "side",
    }
}

fn number(value: u64, is_wide: bool) -> Val {
    if is_wide { Val::I64(value.cast_signed()) } else { Val::I32((value as u32).cast_signed()) }
}

fn runner() -> TestRunner {
    let config = |cases| Config { cases, failure_persistence: None, ..Config::default() };
    match std::env::var("PROPTEST_CASES") {
        Ok(n_cases) => {
            TestRunner::new(config(n_cases.parse().expect("PROPTEST_CASES is a number")))
        }
        Err(_) => {
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            TestRunner::new_with_rng(config(N_CASES), rng)
        }
    }
}

/// Holds a route to the property, in all widths, with two memories and with one.
fn assert_exact(route: Route) {
    let broker = Broker::new().expect("a broker can be made");
    let kit = Kit::new(&broker, route);
    let (n_copied, n_refused) = (Cell::new(0), Cell::new(0));
    let test = |case: Case| {
        if route.asks_by_name() && case.shape.n_main_pages == 0 {
            return Ok(());
        }
        let outcomes = check(&case, &mut kit.path(case.shape))
            .map_err(|difference| TestCaseError::fail(format!("{difference:?}")))?;
        n_copied.set(n_copied.get() + outcomes.n_copied);
        n_refused.set(n_refused.get() + outcomes.n_refused);
        Ok(())
    };
    for (main, side) in [(false, false), (false, true), (true, false), (true, true)] {
        for aliased in [false, true] {
            if aliased && main != side {
                continue;
            }
            match runner().run(&cases(main, side, aliased), test) {
                Ok(()) => {}
                Err(TestError::Fail(reason, case)) => panic!("{route:?}: {reason}\nin {case:#?}"),
                Err(TestError::Abort(reason)) => panic!("{route:?} was aborted: {reason}"),
            }
        }
    }
    // Six runs; a property whose copies all trap, or never do, would be worthless.
    let least = runner().config().cases as usize;
    assert!(n_copied.get() > least, "{route:?}: only {} copies moved bytes", n_copied.get());
    assert!(n_refused.get() > least, "{route:?}: only {} were refused", n_refused.get());
}

#[test]
fn imports_of_the_side() {
    assert_exact(Route::SideImports);
}

#[test]
fn imports_of_the_side_by_the_fallback() {
    assert_exact(Route::SideImportsFallback);
}

#[test]
fn imports_of_main() {
    assert_exact(Route::MainImports);
}

#[test]
fn imports_of_main_by_the_fallback() {
    assert_exact(Route::MainImportsFallback);
}

#[test]
fn pointers_from_rb_bridge() {
    assert_exact(Route::Pointers);
}

#[test]
fn pointers_from_rb_bridge_fb() {
    assert_exact(Route::PointersFallback);
}

#[test]
fn the_host() {
    assert_exact(Route::Host);
}
