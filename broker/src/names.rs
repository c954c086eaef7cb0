//! Every magic wasm name, once, with its source.
//!
//! Invariant: no other file of the library spells one of these as a literal; `tests/tidy.rs` checks
//! it. To add a name: 1. a constant here, or in `names/emscripten.rs`, with its source; 2. use it
//! in `plan/resolve.rs` or `plan/emscripten.rs`.

mod emscripten;

pub use emscripten::*;

/// The reserved import module of C toolchains and of the guest ABI.
pub const ENV: &str = "env";
/// GOT entries for data addresses (tool-conventions, `DynamicLinking.md`).
pub const GOT_MEM: &str = "GOT.mem";
/// GOT entries for function addresses (tool-conventions, `DynamicLinking.md`).
pub const GOT_FUNC: &str = "GOT.func";
/// WASI preview 1.
pub const WASI: &str = "wasi_snapshot_preview1";
/// The import module of release builds of emscripten, with minified names.
pub const MINIFIED_MODULE: &str = "a";
/// Start of the import module that gives any module the helpers of a peer (guest ABI).
pub const PEER_PREFIX: &str = "rb:";
/// Import module of what the lift pass turned from a definition into an import (ours).
pub const HOME: &str = "rb:home";

/// The name of the main module in every link (guest ABI).
pub const MAIN_MODULE: &str = "main";

/// Linear memory by convention (all toolchains).
pub const MEMORY: &str = "memory";
/// Function table by convention (LLVM, emscripten).
pub const FUNCTION_TABLE: &str = "__indirect_function_table";

/// Custom section of dynamic libraries (tool-conventions, `DynamicLinking.md`).
pub const DYLINK_0: &str = "dylink.0";
/// The legacy form of [`DYLINK_0`].
pub const DYLINK_LEGACY: &str = "dylink";
/// Address at which a position-independent module puts its data.
pub const MEMORY_BASE: &str = "__memory_base";
/// Slot at which a position-independent module puts its functions.
pub const TABLE_BASE: &str = "__table_base";
/// The same as an i32, for modules with a 64-bit memory and a 32-bit table (LLVM, wasm64).
pub const TABLE_BASE_32: &str = "__table_base32";
/// The lowest address of the C stack (LLVM).
pub const STACK_LOW: &str = "__stack_low";
/// One past the highest address of the C stack (LLVM).
pub const STACK_HIGH: &str = "__stack_high";
/// Where the C heap begins (LLVM).
pub const HEAP_BASE: &str = "__heap_base";
/// Where the memory that a program starts with ends (LLVM).
pub const HEAP_END: &str = "__heap_end";
/// Sets the bounds that checks of the C stack compare with (emscripten, `STACK_OVERFLOW_CHECK=2`).
pub const SET_STACK_LIMITS: &str = "__set_stack_limits";
/// Tells the C library where the stack is (emscripten).
pub const EM_STACK_SET_LIMITS: &str = "emscripten_stack_set_limits";
/// Lets the C library find out where the stack is (emscripten).
pub const EM_STACK_INIT: &str = "emscripten_stack_init";
/// One past the highest address of the stack, as the C library knows it (emscripten).
pub const EM_STACK_GET_BASE: &str = "emscripten_stack_get_base";
/// The lowest address of the stack, as the C library knows it (emscripten).
pub const EM_STACK_GET_END: &str = "emscripten_stack_get_end";
/// Start of the name under which a compiler without 64-bit integers in its host keeps the function
/// that it compiled (binaryen, `legalize-js-interface-export-originals`).
pub const ORIGINAL_PREFIX: &str = "orig$";
/// What relocates a library's data (tool-conventions, `DynamicLinking.md`).
pub const APPLY_DATA_RELOCS: &str = "__wasm_apply_data_relocs";
/// The same in older toolchains, data and globals together.
pub const APPLY_RELOCS: &str = "__wasm_apply_relocs";
/// What relocates a library's globals, where its start function does not.
pub const APPLY_GLOBAL_RELOCS: &str = "__wasm_apply_global_relocs";
/// What relocates thread-local data (LLVM).
pub const APPLY_TLS_RELOCS: &str = "__wasm_apply_tls_relocs";
/// Fills a block of thread-local data at an address (LLVM).
pub const INIT_TLS: &str = "__wasm_init_tls";
/// What runs in a library before any constructor does.
pub const PREPARING: &[&str] = &[
    APPLY_DATA_RELOCS,
    APPLY_RELOCS,
    APPLY_GLOBAL_RELOCS,
    APPLY_TLS_RELOCS,
    INIT_TLS,
    SET_STACK_LIMITS,
    EM_STACK_SET_LIMITS,
];
/// Bytes of a module's thread-local data (LLVM).
pub const TLS_SIZE: &str = "__tls_size";
/// Alignment in bytes of a module's thread-local data (LLVM).
pub const TLS_ALIGN: &str = "__tls_align";
/// Address of a module's thread-local data (LLVM).
pub const TLS_BASE: &str = "__tls_base";
/// What identifies a library to `__cxa_atexit` (C++ ABI).
pub const DSO_HANDLE: &str = "__dso_handle";
/// Functions that linkers export for loaders: no symbols of the program.
pub const LINKER_FUNCTIONS: [&str; 10] = [
    CALL_CTORS,
    INITIALIZE,
    START,
    APPLY_DATA_RELOCS,
    APPLY_RELOCS,
    APPLY_GLOBAL_RELOCS,
    APPLY_TLS_RELOCS,
    INIT_TLS,
    SET_STACK_LIMITS,
    "_emscripten_tls_init",
];
/// Globals that linkers export for loaders: no symbols of the program.
pub const LINKER_GLOBALS: [&str; 7] =
    [MEMORY_BASE, TABLE_BASE, TABLE_BASE_32, TLS_SIZE, TLS_ALIGN, TLS_BASE, DSO_HANDLE];

/// Entry of a WASI command.
pub const START: &str = "_start";
/// Initialiser of a WASI reactor.
pub const INITIALIZE: &str = "_initialize";
/// Constructors of an LLVM module.
pub const CALL_CTORS: &str = "__wasm_call_ctors";
/// C entry as emscripten exports it.
pub const C_MAIN: &str = "main";
/// C entry with arguments as clang mangles it.
pub const C_MAIN_ARGC_ARGV: &str = "__main_argc_argv";
/// C entry without arguments as clang mangles it.
pub const C_MAIN_VOID: &str = "__original_main";
/// Flushes every stdio stream when called with 0 (C).
pub const FFLUSH: &str = "fflush";
/// Runs `atexit` handlers and static destructors (emscripten, `EXIT_RUNTIME=1`).
pub const FUNCS_ON_EXIT: &str = "__funcs_on_exit";
/// Flushes and closes every stdio stream at the end (emscripten, `EXIT_RUNTIME=1`).
pub const STDIO_EXIT: &str = "__stdio_exit";
/// Runs a module's static destructors (LLVM).
pub const CALL_DTORS: &str = "__wasm_call_dtors";
/// Registers what is called with an argument when a library or the program ends (C++ ABI).
pub const CXA_ATEXIT: &str = "__cxa_atexit";
/// The same for a thread.
pub const CXA_THREAD_ATEXIT: &str = "__cxa_thread_atexit";
/// Registers what is called when the program ends (C).
pub const ATEXIT: &str = "atexit";
/// What registers something for the end.
pub const AT_EXIT_FUNCTIONS: [&str; 3] = [CXA_ATEXIT, CXA_THREAD_ATEXIT, ATEXIT];
/// The C heap.
pub const MALLOC: &str = "malloc";
/// Moves the C stack pointer down and answers it (emscripten).
pub const STACK_ALLOC: &str = "stackAlloc";
/// The C stack pointer (LLVM).
pub const STACK_POINTER: &str = "__stack_pointer";

/// `rb_dlopen(name) → library id`, for main (guest ABI).
pub const RB_DLOPEN: &str = "rb_dlopen";
/// `rb_dlsym(id, name) → function pointer`, for main (guest ABI).
pub const RB_DLSYM: &str = "rb_dlsym";
/// `rb_bridge(id, name) → function pointer`, for main (guest ABI).
pub const RB_BRIDGE: &str = "rb_bridge";
/// `rb_log_enabled() → 0 or 1`, for main (guest ABI).
pub const RB_LOG_ENABLED: &str = "rb_log_enabled";
/// Hands out accessor and bridge functions by name (guest ABI, accessor).
pub const ACCESSOR_BRIDGE: &str = "rbBridge";
/// The same with the fallback bridge (guest ABI, accessor).
pub const ACCESSOR_BRIDGE_FB: &str = "rbBridgeFb";
/// The two exports of an accessor that hand out pointers to functions of any module.
pub const ACCESSOR_BRIDGES: [&str; 2] = [ACCESSOR_BRIDGE, ACCESSOR_BRIDGE_FB];

/// Start of the names under which a side imports main's accessor (guest ABI).
pub const MAIN_ACCESSOR_PREFIX: &str = "main_";
/// Start of the bridge functions that go from main to a side (guest ABI).
pub const MAIN_TO_SIDE: &str = "mts_";
/// Start of the bridge functions that go from a side to main (guest ABI).
pub const SIDE_TO_MAIN: &str = "stm_";
/// End of a bridge name that asks for the fallback (guest ABI).
pub const FALLBACK_SUFFIX: &str = "_fb";
/// Copies between two memories; the fixed sizes add a digit (guest ABI).
pub const MEMCPY: &str = "memcpy";
/// Re-homes a function pointer (guest ABI).
pub const ADD_FN_PTR: &str = "addFnPtr";
/// Copy into the importer from its peer (guest ABI, `rb:<peer>`).
pub const MEMCPY_FROM: &str = "memcpy_from";
/// Copy from the importer to its peer (guest ABI, `rb:<peer>`).
pub const MEMCPY_TO: &str = "memcpy_to";
/// Re-homes a pointer of the peer (guest ABI, `rb:<peer>`).
pub const ADD_FN_PTR_FROM: &str = "addFnPtr_from";
/// Re-homes a pointer of the importer (guest ABI, `rb:<peer>`).
pub const ADD_FN_PTR_TO: &str = "addFnPtr_to";

/// What the re-homing helper exports (`bridge-wat`).
pub const REHOME: &str = "rehome";
/// Import module of the fixed id of a table, and of the source table, in the re-homing helper.
pub const FROM: &str = "from";
/// Import module of the destination table in the re-homing helper.
pub const TO: &str = "to";
/// Import module of the main memory or accessor in a bridge (`bridge-wat`).
pub const MAIN_ROLE: &str = "main";
/// Import module of the side memory or accessor in a bridge (`bridge-wat`).
pub const SIDE_ROLE: &str = "side";
/// Import module of the slot ledger in the re-homing helper (`bridge-wat`).
pub const LEDGER: &str = "ledger";
/// The live slot of a table that holds an identity, or 0 (ledger).
pub const LEDGER_FIND: &str = "find";
/// The identity that a slot holds (ledger).
pub const LEDGER_ORIGIN: &str = "origin";
/// Gives out the oldest free slot of a table (ledger).
pub const LEDGER_TAKE: &str = "take";
/// Registers slots by which a table has grown (ledger).
pub const LEDGER_GROWN: &str = "grown";
/// How many more slots may be added (ledger).
pub const LEDGER_ROOM: &str = "room";
/// Whether a slot was never ours (0), is free (1) or live (2) (ledger).
pub const LEDGER_STATE: &str = "state";
/// Takes a slot back (ledger).
pub const LEDGER_RELEASE: &str = "release";
/// Forgets all slots of a table (ledger).
pub const LEDGER_DROP_TABLE: &str = "drop_table";
/// One record of the ledger.
pub const LEDGER_RECORD: &str = "record";
/// How many records the ledger has.
pub const LEDGER_N_RECORDS: &str = "n_records";
/// The memory in which the re-homers of a link remember what they found (ledger).
pub const LEDGER_MEMO: &str = "memo";
/// Changes whenever a slot loses its identity, so that older memos do not count (ledger).
pub const LEDGER_GENERATION: &str = "generation";
/// Whether the host looks at every pointer that is re-homed (ledger).
pub const LEDGER_CHECKED: &str = "checked";
/// What the re-homing helper asks of the ledger.
pub const LEDGER_EXPORTS: [&str; 9] = [
    LEDGER_FIND,
    LEDGER_ORIGIN,
    LEDGER_TAKE,
    LEDGER_GROWN,
    LEDGER_ROOM,
    LEDGER_STATE,
    LEDGER_MEMO,
    LEDGER_GENERATION,
    LEDGER_CHECKED,
];
/// Import of a table in our helpers.
pub const TABLE: &str = "table";
/// Import of a table's id in the re-homing helper.
pub const TABLE_ID: &str = "id";
/// Import by which a helper reports a fault on its cold path.
pub const FAULT: &str = "fault";
/// Import by which the re-homing helper shows a pointer to the host.
pub const CHECK: &str = "check";
/// Begins the names of exports that the lift pass adds: references to host functions.
pub const HOST_REFERENCE: &str = "rb:reference:";
/// Import of the link's slot limit in the ledger.
pub const MAX_SLOTS: &str = "max_slots";

/// What the helper that owns an exception tag exports it as.
pub const TAG: &str = "tag0";
/// What a wrapper imports and exports.
pub const WRAPPED: &str = "wrapped";

/// `emscripten_memcpy_big(dest, src, n)` (emscripten before 3.1.45 or so).
pub const EM_MEMCPY_BIG: &str = "emscripten_memcpy_big";
/// `_emscripten_memcpy_js(dest, src, n)` (later emscripten).
pub const EM_MEMCPY_JS: &str = "_emscripten_memcpy_js";
/// `emscripten_resize_heap(bytes) → 0 or 1`.
pub const EM_RESIZE_HEAP: &str = "emscripten_resize_heap";
/// `emscripten_notify_memory_growth(memory)`.
pub const EM_NOTIFY_MEMORY_GROWTH: &str = "emscripten_notify_memory_growth";
/// `abort()`.
pub const ABORT: &str = "abort";
/// `_abort_js()` (later emscripten).
pub const ABORT_JS: &str = "_abort_js";
/// The upper half of a 64-bit result, for engines without i64 in imports (emscripten).
pub const SET_TEMP_RET_0: &str = "setTempRet0";
/// Reads what [`SET_TEMP_RET_0`] set.
pub const GET_TEMP_RET_0: &str = "getTempRet0";
/// Milliseconds since some start, monotonic.
pub const EM_GET_NOW: &str = "emscripten_get_now";
/// Milliseconds since 1970.
pub const EM_DATE_NOW: &str = "emscripten_date_now";
/// Milliseconds since 1970 (later emscripten).
pub const EM_DATE_NOW_JS: &str = "_emscripten_date_now";
/// Whether [`EM_GET_NOW`] is monotonic.
pub const EM_GET_NOW_IS_MONOTONIC: &str = "_emscripten_get_now_is_monotonic";
/// Seconds since 1970 (`time_t time(time_t*)`).
pub const TIME: &str = "time";
/// `clock_gettime(clock, timespec) → 0 or −1` (emscripten before 3.1.16 or so, 32-bit `time_t`).
pub const CLOCK_GETTIME: &str = "clock_gettime";
/// `clock_getres(clock, timespec) → 0 or −1`.
pub const CLOCK_GETRES: &str = "clock_getres";
/// `gettimeofday(timeval, 0) → 0`.
pub const GETTIMEOFDAY: &str = "gettimeofday";
/// Processor time used, in microseconds.
pub const CLOCK: &str = "clock";
/// `strftime(text, max, format, tm) → n`.
pub const STRFTIME: &str = "strftime";
/// `strftime_l(text, max, format, tm, locale) → n`; the C++ library's time facet asks for it.
pub const STRFTIME_L: &str = "strftime_l";
/// Bytes to which the memory may grow.
pub const EM_GET_HEAP_MAX: &str = "emscripten_get_heap_max";
/// `getentropy(buffer, n) → 0 or −1`.
pub const GETENTROPY: &str = "getentropy";
/// `__assert_fail(condition, file, line, function)`.
pub const ASSERT_FAIL: &str = "__assert_fail";
/// The stack ran over (emscripten, `ASSERTIONS=2`).
pub const EM_HANDLE_STACK_OVERFLOW: &str = "__handle_stack_overflow";
/// An address that was never given out (emscripten, `SAFE_HEAP=1`).
pub const EM_SEGFAULT: &str = "segfault";
/// An address that is not aligned (emscripten, `SAFE_HEAP=1`).
pub const EM_ALIGNFAULT: &str = "alignfault";
/// A number to start a random generator from (AssemblyScript).
pub const AS_SEED: &str = "seed";
/// Start of calls that catch exceptions in JavaScript (emscripten).
pub const EM_INVOKE_PREFIX: &str = "invoke_";
/// Start of what `setjmp` needs of JavaScript (emscripten).
pub const EM_THROW_LONGJMP: &str = "_emscripten_throw_longjmp";
/// Start of inline JavaScript (emscripten, `EM_ASM`).
pub const EM_ASM_PREFIX: &str = "emscripten_asm_const_";
/// `exit(status)` where it is left to the host.
pub const EXIT: &str = "exit";

/// `dlopen(name, flags)` where it is left to the host (emscripten before 2.0.27 or so).
pub const DLOPEN: &str = "dlopen";
/// `dlsym(handle, name)` where it is left to the host.
pub const DLSYM: &str = "dlsym";
/// `dlclose(handle)` where it is left to the host.
pub const DLCLOSE: &str = "dlclose";
/// `dlerror()` where it is left to the host.
pub const DLERROR: &str = "dlerror";
/// Opens the library of a `struct dso` (emscripten); with a name and flags in between versions.
pub const EM_DLOPEN: &str = "_dlopen_js";
/// The same for later, with what to call then.
pub const EM_DLOPEN_ASYNC: &str = "_emscripten_dlopen_js";
/// Looks a symbol up (emscripten).
pub const EM_DLSYM: &str = "_dlsym_js";
/// Closes a library (emscripten).
pub const EM_DLCLOSE: &str = "_dlclose_js";
/// Tells which `struct dso` is the program's own (emscripten).
pub const EM_DLINIT: &str = "_dlinit";
/// The libraries that a program is to load by itself when it starts.
pub const EM_GET_DYNAMIC_LIBRARIES: &str = "_emscripten_get_dynamic_libraries_js";
/// Keeps a text for `dlerror` (musl).
pub const EM_DL_SET_ERROR: &str = "__dl_seterr";
/// What programs ask of their host to load libraries: name, and the numbers of parameters that
/// occur, each a pointer or an integer as wide as one.
pub const LOADER_FUNCTIONS: [(&str, &[usize]); 10] = [
    (DLOPEN, &[2]),
    (DLSYM, &[2]),
    (DLCLOSE, &[1]),
    (DLERROR, &[0]),
    (EM_DLOPEN, &[1, 2]),
    (EM_DLOPEN_ASYNC, &[3, 4]),
    (EM_DLSYM, &[2, 3]),
    (EM_DLCLOSE, &[1]),
    (EM_DLINIT, &[1]),
    (EM_GET_DYNAMIC_LIBRARIES, &[0]),
];

/// Makes room for a C++ exception (C++ ABI).
pub const CXA_ALLOCATE_EXCEPTION: &str = "__cxa_allocate_exception";
/// Throws a C++ exception (C++ ABI).
pub const CXA_THROW: &str = "__cxa_throw";

/// The twelve typed getters and setters of an accessor, with the value they move (guest ABI).
pub const ACCESSOR_FUNCTIONS: [&str; 12] = [
    "getI8", "getI16", "getI32", "getI64", "getF32", "getF64", "setI8", "setI16", "setI32",
    "setI64", "setF32", "setF64",
];
/// Setters of several values by one call, head and tail of a range apart (our accessor, for our
/// fallback).
pub const WIDE_SETTERS: [&str; 4] = ["setI16x2", "setI32x2", "setF64x4", "setV128x8"];
/// What the fallback asks of the destination's accessor.
pub const FALLBACK_CALLS: [&str; 10] = [
    "getI8",
    "getI64",
    "setI8",
    "setI16",
    "setI32",
    "setI64",
    "setI16x2",
    "setI32x2",
    "setF64x4",
    "setV128x8",
];
/// The sizes in bytes of the fixed-size copies (guest ABI).
pub const FIXED_COPY_SIZES: [u64; 4] = [1, 2, 4, 8];

/// The calls of WASI preview 1: name, then one letter per parameter (`i` i32, `I` i64). All but
/// [`WASI_PROC_EXIT`] answer an i32.
pub const WASI_FUNCTIONS: [(&str, &str); 46] = [
    ("args_get", "ii"),
    ("args_sizes_get", "ii"),
    ("environ_get", "ii"),
    ("environ_sizes_get", "ii"),
    ("clock_res_get", "ii"),
    ("clock_time_get", "iIi"),
    ("fd_advise", "iIIi"),
    ("fd_allocate", "iII"),
    ("fd_close", "i"),
    ("fd_datasync", "i"),
    ("fd_fdstat_get", "ii"),
    ("fd_fdstat_set_flags", "ii"),
    ("fd_fdstat_set_rights", "iII"),
    ("fd_filestat_get", "ii"),
    ("fd_filestat_set_size", "iI"),
    ("fd_filestat_set_times", "iIIi"),
    ("fd_pread", "iiiIi"),
    ("fd_prestat_get", "ii"),
    ("fd_prestat_dir_name", "iii"),
    ("fd_pwrite", "iiiIi"),
    (WASI_FD_READ, "iiii"),
    ("fd_readdir", "iiiIi"),
    ("fd_renumber", "ii"),
    ("fd_seek", "iIii"),
    ("fd_sync", "i"),
    ("fd_tell", "ii"),
    ("fd_write", "iiii"),
    ("path_create_directory", "iii"),
    ("path_filestat_get", "iiiii"),
    ("path_filestat_set_times", "iiiiIIi"),
    ("path_link", "iiiiiii"),
    (WASI_PATH_OPEN, "iiiiiIIii"),
    ("path_readlink", "iiiiii"),
    ("path_remove_directory", "iii"),
    ("path_rename", "iiiiii"),
    ("path_symlink", "iiiii"),
    ("path_unlink_file", "iii"),
    (WASI_POLL_ONEOFF, "iiii"),
    (WASI_PROC_EXIT, "i"),
    ("proc_raise", "i"),
    ("random_get", "ii"),
    ("sched_yield", ""),
    ("sock_accept", "iii"),
    ("sock_recv", "iiiiii"),
    ("sock_send", "iiiii"),
    ("sock_shutdown", "ii"),
];
/// Opens a file: may wait, where that is a pipe (WASI preview 1).
pub const WASI_PATH_OPEN: &str = "path_open";
/// Waits for something to happen (WASI preview 1).
pub const WASI_POLL_ONEOFF: &str = "poll_oneoff";
/// Reads from a file or stream, and waits for it (WASI preview 1).
pub const WASI_FD_READ: &str = "fd_read";
/// Ends the program (WASI preview 1).
pub const WASI_PROC_EXIT: &str = "proc_exit";

/// The name under which a home helper exports its memory number `idx`.
pub fn home_memory(idx: usize) -> String {
    format!("{MEMORY}{idx}")
}

/// The name under which a home helper exports its table number `idx`.
pub fn home_table(idx: usize) -> String {
    format!("{TABLE}{idx}")
}

/// Whether a module of this name cannot be a user's module (5014).
pub fn is_reserved_module(name: &str) -> bool {
    [ENV, GOT_MEM, GOT_FUNC, WASI].contains(&name) || name.starts_with(PEER_PREFIX)
}
