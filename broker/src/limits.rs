//! Every limit, once, with its unit and its reason; [`Limits`] is the set that a link obeys.

use std::time::Duration;

/// Bytes of a module file. Compile time grows with it; real programs stay far below.
pub const MODULE_BYTES: u64 = 64 << 20;
/// Bytes of a module written as text: what it is read into takes up to a hundred times as much.
pub const TEXT_BYTES: u64 = 8 << 20;
/// User modules in one link. Helpers do not count.
pub const MODULES: u64 = 64;
/// Modules together with the libraries that they need, before any limit of a link is looked at:
/// each is read whole.
pub const LIBRARIES: u64 = 1_000;
/// Memories of one module: emscripten, Rust, Zig, C# and AssemblyScript all use one.
pub const MEMORIES_PER_MODULE: u64 = 8;
/// Tables of one module.
pub const TABLES_PER_MODULE: u64 = 8;
/// Bytes of linear memory of all modules of one link together.
pub const MEMORY_BYTES: u64 = 1 << 30;
/// Elements of one table: an element costs 8–16 bytes of host memory.
pub const TABLE_ELEMENTS: u64 = 1_000_000;
/// Elements of all tables of one link together.
pub const ALL_TABLE_ELEMENTS: u64 = 10_000_000;
/// Instances of one link, helpers included. A link frees none before it is dropped, so that this is
/// also how many libraries can be opened and closed in it.
pub const INSTANCES: u64 = 10_000;
/// Bytes of all different modules that were ever in a link: the engine keeps the code of a module
/// until the link is dropped, also when it is closed.
pub const ALL_MODULE_BYTES: u64 = 1 << 30;
/// Functions of one module: each costs a compiler about 50 µs. Large programs have 100,000.
pub const FUNCTIONS: u64 = 250_000;
/// Locals of all functions of one module: each takes a compiler 0.2 µs. Large programs have 2
/// million.
pub const LOCALS: u64 = 10_000_000;
/// Bytes of one function: the largest of PostgreSQL has 270,000.
pub const FUNCTION_BYTES: u64 = 2 << 20;
/// Locals times places where control joins, of a module's large functions together: about 10 s and
/// 250 MB per million (`CodeShape::join_cost`).
pub const JOIN_COST: u64 = 4_000_000;
/// The square of the depth of blocks, of a module's deep functions together: about 1.5 s per
/// billion (`CodeShape::nesting_cost`). One function may be 20,000 blocks deep.
pub const NESTING_COST: u64 = 400_000_000;
/// Elements, data segments and computed constants of one module: up to 40 µs and 6 KB each while
/// compiling. Large programs have 60,000 elements.
pub const STARTUP_ITEMS: u64 = 100_000;
/// Table slots that the broker adds to all tables of one link together.
pub const BROKER_SLOTS: u64 = 10_000;
/// Compiled modules that a broker remembers. Beyond, it forgets the one compiled first.
pub const REMEMBERED_MODULES: usize = 256;
/// Bytes of what a broker remembers: of compiled code, and of files that were opened by name. A
/// large program has some tens of MiB.
pub const REMEMBERED_BYTES: usize = 256 << 20;
/// Variants of helpers that a broker remembers; a link needs a few for each module.
pub const REMEMBERED_HELPERS: usize = 1_000;
/// Modules, and instances, that a registry holds at a time: their handles have 16 bits for it. An
/// instance with a memory reserves 4 GiB of addresses, so that the machine ends near there too.
pub const REGISTRY_ENTRIES: u64 = 1 << 16;
/// Registries that one process makes: handles have 23 bits for it, and no number is used again.
pub const REGISTRIES: u64 = 1 << 23;
/// Handles of libraries that the guests of one link may have at a time. A C program has one for
/// each library, and itself says which numbers are handles.
pub const LIBRARY_HANDLES: u64 = 10_000;
/// Functions that one library may register for its end.
pub const AT_EXIT_FUNCTIONS: u64 = 10_000;
/// Units of fuel that taking back a failed load may use where the link has less: a few calls of the
/// ledger and of the program's `free`.
pub const UNDO_FUEL: u64 = 1_000_000;
/// Time for the same where the deadline has passed.
pub const UNDO_TIME: Duration = Duration::from_millis(200);
/// Rows of line programs that are looked at for one trap: half a second, and a hundred times those
/// of a large program.
pub const SOURCE_LINE_ROWS: u64 = 10_000_000;
/// Bytes of a C string that a guest passes as a name; never a scan of the whole memory.
pub const NAME_BYTES: u64 = 1024;
/// Bytes of the name of an import, export or module in a module file; more are not read.
pub const WASM_NAME_BYTES: u64 = 100_000;
/// The largest alignment that a dylink.0 section may ask for: of memory in bytes (one page), of the
/// table in slots.
pub const DYLINK_ALIGNMENT: u64 = 1 << 16;
/// The largest alignment that is read at all, as a power of two: what follows it fits 32 bits.
pub const DYLINK_ALIGN_LOG2_READ: u32 = 30;
/// Bytes of memory that a dylink.0 section may ask for.
pub const DYLINK_MEMORY_BYTES: u64 = 1 << 30;
/// Bytes of memory in a dylink.0 section that are read at all: half of what 32 bits can name.
pub const DYLINK_MEMORY_BYTES_READ: u64 = 1 << 31;
/// Entries of one list in a dylink.0 section; more are not read.
pub const DYLINK_ENTRIES: u64 = 100_000;
/// Bytes of the C stack of a program that leaves its place to the broker: the largest default that
/// a release of emscripten had.
pub const C_STACK_BYTES: u64 = 5 << 20;
/// Bytes of the C stack that is made for libraries where their program shows none.
pub const LIBRARY_STACK_BYTES: u64 = 1 << 20;
/// Bytes of native stack that guest code may use before it traps.
pub const WASM_STACK_BYTES: u64 = 512 << 10;
/// Bytes of stack that a thread needs beyond what guests may use, for host functions.
pub const HOST_STACK_BYTES: u64 = 4 << 20;

/// What a link may use. [`Limits::default`] is safe for modules that nobody has read.
///
/// # Units
/// Each method names its unit.
///
/// # Example
/// ```
/// let limits = wasm_broker::Limits::new().memory_bytes(64 << 20).fuel(50_000_000);
/// assert_eq!(limits.memory_limit_bytes(), 64 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    memory_bytes: u64,
    table_elements: u64,
    broker_slots: u64,
    modules: u64,
    module_bytes: u64,
    stack_bytes: u64,
    all_table_elements: u64,
    instances: u64,
    functions: u64,
    function_bytes: u64,
    join_cost: u64,
    nesting_cost: u64,
    locals: u64,
    startup_items: u64,
    module_memories: u64,
    module_tables: u64,
    name_bytes: u64,
    dylink_memory_bytes: u64,
    dylink_alignment: u64,
    dylink_entries: u64,
    call_stack_bytes: u64,
    all_module_bytes: u64,
    fuel: Option<u64>,
    timeout: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: MEMORY_BYTES,
            table_elements: TABLE_ELEMENTS,
            broker_slots: BROKER_SLOTS,
            modules: MODULES,
            module_bytes: MODULE_BYTES,
            stack_bytes: C_STACK_BYTES,
            all_table_elements: ALL_TABLE_ELEMENTS,
            instances: INSTANCES,
            functions: FUNCTIONS,
            function_bytes: FUNCTION_BYTES,
            join_cost: JOIN_COST,
            nesting_cost: NESTING_COST,
            locals: LOCALS,
            startup_items: STARTUP_ITEMS,
            module_memories: MEMORIES_PER_MODULE,
            module_tables: TABLES_PER_MODULE,
            name_bytes: WASM_NAME_BYTES,
            dylink_memory_bytes: DYLINK_MEMORY_BYTES,
            dylink_alignment: DYLINK_ALIGNMENT,
            dylink_entries: DYLINK_ENTRIES,
            call_stack_bytes: WASM_STACK_BYTES,
            all_module_bytes: ALL_MODULE_BYTES,
            fuel: None,
            timeout: None,
        }
    }
}

macro_rules! limit {
    ($(#[$doc:meta])* $set:ident, $get:ident, $ty:ty) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $set(mut self, $set: $ty) -> Self {
            self.$set = $set;
            self
        }

        #[doc = concat!("What [`Limits::", stringify!($set), "`] set, or its default.")]
        pub const fn $get(&self) -> $ty {
            self.$set
        }
    };
}

impl Limits {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    limit!(
        /// Linear memory of all modules together, in bytes (5020; `memory.grow` answers −1).
        memory_bytes, memory_limit_bytes, u64
    );
    limit!(
        /// Elements of each table (5020; `table.grow` answers −1).
        table_elements, table_limit_elements, u64
    );
    limit!(
        /// Table slots that the broker adds in the whole link (5019).
        broker_slots, broker_slots_limit, u64
    );
    limit!(
        /// User modules in the link (5020).
        modules, modules_limit, u64
    );
    limit!(
        /// Bytes of one module file (5024).
        module_bytes, module_limit_bytes, u64
    );
    limit!(
        /// C stack of a program that leaves its place to the broker (`-sMAIN_MODULE`), in bytes.
        stack_bytes, stack_limit_bytes, u64
    );
    limit!(
        /// Elements of all tables together (5020; `table.grow` answers −1).
        all_table_elements, all_table_elements_limit, u64
    );
    limit!(
        /// Instances in the link, helpers included; closed ones count until it is dropped (5020).
        instances, instances_limit, u64
    );
    limit!(
        /// Functions of one module (5024).
        functions, functions_limit, u64
    );
    limit!(
        /// Bytes of one function (5024).
        function_bytes, function_limit_bytes, u64
    );
    limit!(
        /// Locals times places where control joins, of a module's large functions together: what a
        /// compiler takes time and memory for (5024).
        join_cost, join_cost_limit, u64
    );
    limit!(
        /// The square of the depth of blocks, of a module's deep functions together (5024).
        nesting_cost, nesting_cost_limit, u64
    );
    limit!(
        /// Locals of all functions of one module (5024).
        locals, locals_limit, u64
    );
    limit!(
        /// Elements, data segments and computed constants of one module: what is compiled so that
        /// it can start (5024).
        startup_items, startup_items_limit, u64
    );
    limit!(
        /// Memories of one module (5020).
        module_memories, module_memories_limit, u64
    );
    limit!(
        /// Tables of one module (5020).
        module_tables, module_tables_limit, u64
    );
    limit!(
        /// Bytes of the longest name of an import or export (5020). The format itself ends at the
        /// default.
        name_bytes, name_limit_bytes, u64
    );
    limit!(
        /// Bytes of memory that a dynamic library may ask for, at most 2 GiB (5016).
        dylink_memory_bytes, dylink_memory_limit_bytes, u64
    );
    limit!(
        /// Alignment that a dynamic library may ask for, of its memory in bytes and of its part of
        /// the table in slots, at most 2^30 (5016).
        dylink_alignment, dylink_alignment_limit, u64
    );
    limit!(
        /// Entries of one list in the dylink section of a library, at most 100,000 (5016).
        dylink_entries, dylink_entries_limit, u64
    );
    limit!(
        /// Bytes of all different modules of the link; closed ones count until it is dropped, since
        /// the engine keeps their code (5020).
        all_module_bytes, all_module_bytes_limit, u64
    );
    limit!(
        /// Native stack that guest code may use, in bytes, rounded up to a power of two: how deep
        /// calls may go, over all modules (5002). Threads that run guests need it; see
        /// [`crate::run_on_guest_thread_with`].
        call_stack_bytes, call_stack_limit_bytes, u64
    );

    /// Fuel for the whole link: about one unit per wasm instruction (5011).
    #[must_use]
    pub const fn fuel(mut self, units: u64) -> Self {
        self.fuel = Some(units);
        self
    }

    /// The fuel given, if any.
    pub const fn fuel_limit(&self) -> Option<u64> {
        self.fuel
    }

    /// Time for one run, from the first guest instruction (5021).
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time given, if any.
    pub const fn timeout_limit(&self) -> Option<Duration> {
        self.timeout
    }
}
