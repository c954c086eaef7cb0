//! The names of emscripten's interface between a program and its JavaScript: what a program
//! imports, and which of its exports its host calls.
//!
//! # Source
//! emscripten's `src/lib/lib*.js` (`src/library*.js` before 2024), and `system/lib` for what is
//! exported.

/// Answers the C stack pointer.
pub const STACK_SAVE: &str = "stackSave";
/// Sets the C stack pointer.
pub const STACK_RESTORE: &str = "stackRestore";
/// Answers the C stack pointer (later emscripten).
pub const EM_STACK_GET_CURRENT: &str = "emscripten_stack_get_current";
/// Sets the C stack pointer (later emscripten).
pub const EM_STACK_RESTORE: &str = "_emscripten_stack_restore";
/// `setThrew(threw, value)`: tells the code that called [`EM_INVOKE_PREFIX`] that it was left
/// early.
pub const SET_THREW: &str = "setThrew";
/// Sets the second result of a call (later emscripten, in place of [`super::SET_TEMP_RET_0`]).
pub const EM_TEMPRET_SET: &str = "_emscripten_tempret_set";
/// Start of exports that call a function pointer with 64-bit integers in halves.
pub const DYN_CALL_PREFIX: &str = "dynCall_";
/// Gives memory back to the C heap.
pub const FREE: &str = "free";
/// `__cxa_can_catch(caught type, thrown type, address of the object's address) → 0 or 1`.
pub const CXA_CAN_CATCH: &str = "__cxa_can_catch";
/// Whether a type is a pointer.
pub const CXA_IS_POINTER_TYPE: &str = "__cxa_is_pointer_type";
/// Begins to unwind the stack of a program that asyncify has rewritten.
pub const ASYNCIFY_START: &str = "asyncify_start_unwind";
/// Start of the export that holds the source of an EM_JS function; the rest is the import's name.
pub const EM_JS_PREFIX: &str = "__em_js__";

/// `emscripten_longjmp(buffer, value)` (emscripten before 2.0.22 or so).
pub const EM_LONGJMP: &str = "emscripten_longjmp";
/// `longjmp(buffer, value)` (older still).
pub const LONGJMP: &str = "longjmp";

/// Gives an exception's memory back.
pub const CXA_FREE_EXCEPTION: &str = "__cxa_free_exception";
/// Enters a handler; answers the caught object.
pub const CXA_BEGIN_CATCH: &str = "__cxa_begin_catch";
/// Leaves a handler.
pub const CXA_END_CATCH: &str = "__cxa_end_catch";
/// Throws what the innermost handler handles.
pub const CXA_RETHROW: &str = "__cxa_rethrow";
/// Start of the functions that look for the handler: `_2` has none to choose from, `_3` one,
/// and so on.
pub const CXA_FIND_MATCHING_CATCH: &str = "__cxa_find_matching_catch";
/// Goes on with unwinding after destructors.
pub const RESUME_EXCEPTION: &str = "__resumeException";
/// The caught object, as its handler sees it.
pub const CXA_GET_EXCEPTION_PTR: &str = "__cxa_get_exception_ptr";
/// How many exceptions are on their way.
pub const CXA_UNCAUGHT_EXCEPTIONS: &str = "__cxa_uncaught_exceptions";
/// What `std::current_exception` holds on to.
pub const CXA_CURRENT_PRIMARY_EXCEPTION: &str = "__cxa_current_primary_exception";
/// What `std::rethrow_exception` throws.
pub const CXA_RETHROW_PRIMARY_EXCEPTION: &str = "__cxa_rethrow_primary_exception";
/// The type of what the innermost handler handles.
pub const CXA_CURRENT_EXCEPTION_TYPE: &str = "__cxa_current_exception_type";
/// An exception that a function's specification forbids.
pub const CXA_CALL_UNEXPECTED: &str = "__cxa_call_unexpected";
/// One more holds on to an exception.
pub const CXA_INCREMENT_REFCOUNT: &str = "__cxa_increment_exception_refcount";
/// One less holds on to an exception.
pub const CXA_DECREMENT_REFCOUNT: &str = "__cxa_decrement_exception_refcount";
/// The number of a type in the choice of a handler.
pub const LLVM_EH_TYPEID_FOR: &str = "llvm_eh_typeid_for";

/// Start of the source of JavaScript that the program holds (`emscripten_run_script_int` …).
pub const EM_RUN_SCRIPT_PREFIX: &str = "emscripten_run_script";
/// Start of asynchronous JavaScript functions (EM_ASYNC_JS).
pub const EM_ASYNC_JS_PREFIX: &str = "__asyncjs__";
/// Sleeps; with asyncify, by leaving the program and coming back.
pub const EM_SLEEP: &str = "emscripten_sleep";
/// Leaves a fiber for another (asyncify).
pub const EM_FIBER_SWAP: &str = "emscripten_fiber_swap";
/// Lays the values of locals open to a garbage collector (asyncify).
pub const EM_SCAN_REGISTERS: &str = "emscripten_scan_registers";
/// Start of what C++ classes need to be seen by JavaScript (embind).
pub const EMBIND_PREFIX: &str = "_embind_";
/// Start of what C++ does with values of JavaScript (embind).
pub const EMVAL_PREFIX: &str = "_emval_";
/// Start of what gives the browser a function to call for each frame.
pub const EM_MAIN_LOOP_PREFIX: &str = "emscripten_set_main_loop";
/// Calls a function when the browser draws a frame.
pub const EM_ANIMATION_FRAME_PREFIX: &str = "emscripten_request_animation_frame";
/// Calls a function later.
pub const EM_ASYNC_CALL: &str = "emscripten_async_call";
/// Start of WebGL contexts.
pub const EM_WEBGL_PREFIX: &str = "emscripten_webgl_";
/// Start of WebGL functions that were asked for by name.
pub const EM_GL_PREFIX: &str = "emscripten_gl";
/// Start of OpenGL ES; a capital letter follows.
pub const GL_PREFIX: &str = "gl";
/// Start of EGL; a capital letter follows.
pub const EGL_PREFIX: &str = "egl";
/// Start of WebGPU; a capital letter follows.
pub const WGPU_PREFIX: &str = "wgpu";
/// Start of OpenAL; a capital letter follows.
pub const AL_PREFIX: &str = "al";
/// Start of SDL 1.
pub const SDL_PREFIX: &str = "SDL_";
/// Start of GLFW.
pub const GLFW_PREFIX: &str = "glfw";
/// Start of events of a page.
pub const EM_SET_PREFIX: &str = "emscripten_set_";
/// What the names of events of a page hold.
pub const EM_CALLBACK_PART: &str = "_callback";
/// Start of requests to servers.
pub const EM_FETCH: &str = "emscripten_start_fetch";
/// Start of sockets of a browser.
pub const EM_WEBSOCKET_PREFIX: &str = "emscripten_websocket_";
/// Starts a thread.
pub const PTHREAD_CREATE_JS: &str = "__pthread_create_js";
/// Start of what threads tell each other through JavaScript.
pub const EM_THREAD_PREFIX: &str = "_emscripten_thread_";
/// The same in older versions.
pub const EM_THREAD_OLD_PREFIX: &str = "__emscripten_thread_";
/// Start of what the first thread is told.
pub const EM_MAIN_THREAD_PREFIX: &str = "_emscripten_init_main_thread";
/// The same in older versions.
pub const EM_MAIN_THREAD_OLD_PREFIX: &str = "__emscripten_init_main_thread";
/// Start of messages to a thread.
pub const EM_MAILBOX_PREFIX: &str = "_emscripten_notify_mailbox";
/// Whether this thread may wait.
pub const EM_CHECK_BLOCKING: &str = "emscripten_check_blocking_allowed";

/// Start of system calls; each answers a number or the negative number of an error. What follows is
/// one of [`SYSCALL_OPENAT`] and its kin; any other is not supported.
pub const SYSCALL_PREFIX: &str = "__syscall_";
/// `openat`, a system call.
pub const SYSCALL_OPENAT: &str = "openat";
/// `open`, a system call.
pub const SYSCALL_OPEN: &str = "open";
/// `stat64`, a system call.
pub const SYSCALL_STAT: &str = "stat64";
/// `lstat64`, a system call.
pub const SYSCALL_LSTAT: &str = "lstat64";
/// `fstat64`, a system call.
pub const SYSCALL_FSTAT: &str = "fstat64";
/// `newfstatat`, a system call.
pub const SYSCALL_NEWFSTATAT: &str = "newfstatat";
/// `fstatat64`, a system call.
pub const SYSCALL_FSTATAT: &str = "fstatat64";
/// `fcntl64`, a system call.
pub const SYSCALL_FCNTL: &str = "fcntl64";
/// `ioctl`, a system call.
pub const SYSCALL_IOCTL: &str = "ioctl";
/// `dup`, a system call.
pub const SYSCALL_DUP: &str = "dup";
/// `dup3`, a system call.
pub const SYSCALL_DUP3: &str = "dup3";
/// `unlinkat`, a system call.
pub const SYSCALL_UNLINKAT: &str = "unlinkat";
/// `unlink`, a system call.
pub const SYSCALL_UNLINK: &str = "unlink";
/// `rmdir`, a system call.
pub const SYSCALL_RMDIR: &str = "rmdir";
/// `mkdirat`, a system call.
pub const SYSCALL_MKDIRAT: &str = "mkdirat";
/// `mkdir`, a system call.
pub const SYSCALL_MKDIR: &str = "mkdir";
/// `renameat`, a system call.
pub const SYSCALL_RENAMEAT: &str = "renameat";
/// `rename`, a system call.
pub const SYSCALL_RENAME: &str = "rename";
/// `linkat`, a system call.
pub const SYSCALL_LINKAT: &str = "linkat";
/// `link`, a system call.
pub const SYSCALL_LINK: &str = "link";
/// `symlinkat`, a system call.
pub const SYSCALL_SYMLINKAT: &str = "symlinkat";
/// `symlink`, a system call.
pub const SYSCALL_SYMLINK: &str = "symlink";
/// `readlinkat`, a system call.
pub const SYSCALL_READLINKAT: &str = "readlinkat";
/// `readlink`, a system call.
pub const SYSCALL_READLINK: &str = "readlink";
/// `getcwd`, a system call.
pub const SYSCALL_GETCWD: &str = "getcwd";
/// `chdir`, a system call.
pub const SYSCALL_CHDIR: &str = "chdir";
/// `fchdir`, a system call.
pub const SYSCALL_FCHDIR: &str = "fchdir";
/// `getdents64`, a system call.
pub const SYSCALL_GETDENTS: &str = "getdents64";
/// `faccessat`, a system call.
pub const SYSCALL_FACCESSAT: &str = "faccessat";
/// `access`, a system call.
pub const SYSCALL_ACCESS: &str = "access";
/// `ftruncate64`, a system call.
pub const SYSCALL_FTRUNCATE: &str = "ftruncate64";
/// `truncate64`, a system call.
pub const SYSCALL_TRUNCATE: &str = "truncate64";
/// `fadvise64`, a system call.
pub const SYSCALL_FADVISE: &str = "fadvise64";
/// `fadvise64_64`, a system call.
pub const SYSCALL_FADVISE_OLD: &str = "fadvise64_64";
/// `fallocate`, a system call.
pub const SYSCALL_FALLOCATE: &str = "fallocate";
/// `chmod`, a system call.
pub const SYSCALL_CHMOD: &str = "chmod";
/// `fchmod`, a system call.
pub const SYSCALL_FCHMOD: &str = "fchmod";
/// `fchmodat`, a system call.
pub const SYSCALL_FCHMODAT: &str = "fchmodat";
/// `fchmodat2`, a system call.
pub const SYSCALL_FCHMODAT2: &str = "fchmodat2";
/// `chown32`, a system call.
pub const SYSCALL_CHOWN: &str = "chown32";
/// `lchown32`, a system call.
pub const SYSCALL_LCHOWN: &str = "lchown32";
/// `fchown32`, a system call.
pub const SYSCALL_FCHOWN: &str = "fchown32";
/// `fchownat`, a system call.
pub const SYSCALL_FCHOWNAT: &str = "fchownat";
/// `utimensat`, a system call.
pub const SYSCALL_UTIMENSAT: &str = "utimensat";
/// `poll`, a system call.
pub const SYSCALL_POLL: &str = "poll";
/// `_newselect`, a system call.
pub const SYSCALL_NEWSELECT: &str = "_newselect";
/// `fdatasync`, a system call.
pub const SYSCALL_FDATASYNC: &str = "fdatasync";
/// `sync`, a system call.
pub const SYSCALL_SYNC: &str = "sync";
/// `uname`, a system call.
pub const SYSCALL_UNAME: &str = "uname";
/// `ugetrlimit`, a system call.
pub const SYSCALL_UGETRLIMIT: &str = "ugetrlimit";
/// `prlimit64`, a system call.
pub const SYSCALL_PRLIMIT: &str = "prlimit64";
/// `statfs64`, a system call.
pub const SYSCALL_STATFS: &str = "statfs64";
/// `fstatfs64`, a system call.
pub const SYSCALL_FSTATFS: &str = "fstatfs64";
/// `umask`, a system call.
pub const SYSCALL_UMASK: &str = "umask";
/// `getpid`, a system call.
pub const SYSCALL_GETPID: &str = "getpid";
/// `getppid`, a system call.
pub const SYSCALL_GETPPID: &str = "getppid";
/// `getuid32`, a system call.
pub const SYSCALL_GETUID: &str = "getuid32";
/// `getgid32`, a system call.
pub const SYSCALL_GETGID: &str = "getgid32";
/// `geteuid32`, a system call.
pub const SYSCALL_GETEUID: &str = "geteuid32";
/// `getegid32`, a system call.
pub const SYSCALL_GETEGID: &str = "getegid32";
/// `socket`, a system call.
pub const SYSCALL_SOCKET: &str = "socket";
/// Maps a file into memory; versions differ in parameters.
pub const MMAP_JS: &str = "_mmap_js";
/// Ends what [`MMAP_JS`] began.
pub const MUNMAP_JS: &str = "_munmap_js";
/// Writes what [`MMAP_JS`] mapped back to its file.
pub const MSYNC_JS: &str = "_msync_js";
/// Broken-down local time to seconds since 1970; versions differ in the result.
pub const MKTIME_JS: &str = "_mktime_js";
/// Seconds since 1970 to broken-down UTC; versions pass the seconds or their address.
pub const GMTIME_JS: &str = "_gmtime_js";
/// The same to local time.
pub const LOCALTIME_JS: &str = "_localtime_js";
/// Broken-down UTC to seconds since 1970.
pub const TIMEGM_JS: &str = "_timegm_js";
/// What the time zone is; the names go to an array of pointers (3 parameters) or to two buffers
/// (4).
pub const TZSET_JS: &str = "_tzset_js";
/// A broken-down time as text.
pub const ASCTIME_R: &str = "__asctime_r";
/// Seconds between two times.
pub const DIFFTIME: &str = "difftime";
/// Prints a line.
pub const EM_CONSOLE_LOG: &str = "emscripten_console_log";
/// Prints a line to stderr.
pub const EM_CONSOLE_WARN: &str = "emscripten_console_warn";
/// Prints a line to stderr.
pub const EM_CONSOLE_ERROR: &str = "emscripten_console_error";
/// Prints a line.
pub const EM_OUT: &str = "emscripten_out";
/// Prints a line to stderr.
pub const EM_ERR: &str = "emscripten_err";
/// Prints a line to stderr.
pub const EM_DBG: &str = "emscripten_dbg";
/// Prints a line (older).
pub const EM_OUT_JS: &str = "_emscripten_out";
/// Prints a line to stderr (older).
pub const EM_ERR_JS: &str = "_emscripten_err";
/// Prints a line to stderr (older).
pub const EM_DBG_JS: &str = "_emscripten_dbg";
/// The call stack as text.
pub const EM_GET_CALLSTACK: &str = "emscripten_get_callstack";
/// A random number from 0 to 1.
pub const EM_RANDOM: &str = "emscripten_random";
/// Runs a command of the operating system.
pub const SYSTEM: &str = "system";
/// The same (later emscripten).
pub const EM_SYSTEM: &str = "_emscripten_system";
/// Looks up an address in the network.
pub const GETADDRINFO: &str = "getaddrinfo";
/// Looks up a name in the network.
pub const GETNAMEINFO: &str = "getnameinfo";
/// Looks up a host.
pub const GETHOSTBYNAME: &str = "gethostbyname";
/// Looks up a host (later emscripten).
pub const EM_LOOKUP_NAME: &str = "_emscripten_lookup_name";
/// Ends `main` without its handlers.
pub const EM_EXIT_WITH_LIVE_RUNTIME: &str = "emscripten_exit_with_live_runtime";
/// Ends the call from outside.
pub const EM_UNWIND_TO_LOOP: &str = "emscripten_unwind_to_js_event_loop";
/// Ends the program.
pub const EM_FORCE_EXIT: &str = "emscripten_force_exit";
/// Forgets what keeps the program alive after `main`.
pub const EM_KEEPALIVE_CLEAR: &str = "_emscripten_runtime_keepalive_clear";
/// One more reason to stay alive after `main`.
pub const EM_KEEPALIVE_PUSH: &str = "emscripten_runtime_keepalive_push";
/// One less.
pub const EM_KEEPALIVE_POP: &str = "emscripten_runtime_keepalive_pop";
/// Whether there is a reason to stay alive.
pub const EM_KEEPALIVE_CHECK: &str = "emscripten_runtime_keepalive_check";
/// Asks for a signal later.
pub const SETITIMER_JS: &str = "_setitimer_js";
/// Writes the program's name (emscripten, before 3.1.20 or so).
pub const EM_GET_PROGNAME: &str = "_emscripten_get_progname";
/// Maps the memory of this process by its path, which there is none of.
pub const MAP_FILE: &str = "__map_file";
/// Calls a handler of signals.
pub const CALL_SIGHANDLER: &str = "__call_sighandler";
/// `emscripten_memcpy_js(dest, src, n)` (3.1.45 to 3.1.47 or so).
pub const EM_MEMCPY_JS_PLAIN: &str = "emscripten_memcpy_js";
/// Whether the program can be left and come back to.
pub const EM_HAS_ASYNCIFY: &str = "emscripten_has_asyncify";
/// How many processors there are.
pub const EM_NUM_CORES: &str = "emscripten_num_logical_cores";
/// Where `errno` is (an export).
pub const ERRNO_LOCATION: &str = "__errno_location";
/// `emscripten_builtin_memalign(align, n)`: room on the heap (an export).
pub const EM_MEMALIGN: &str = "emscripten_builtin_memalign";
/// `strptime(text, format, tm) → where it stopped`.
pub const STRPTIME: &str = "strptime";
/// [`super::CLOCK_GETTIME`] by the name that the library itself uses.
pub const CLOCK_GETTIME_INNER: &str = "__clock_gettime";
