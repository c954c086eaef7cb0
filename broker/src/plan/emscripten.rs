//! What emscripten programs ask of their host, and the types that each function may have.
//!
//! Invariant: `engine/emscripten.rs` has a body for every name here, for each of its types, and its
//! tests call each of them.
//!
//! # Source
//! emscripten's JavaScript library, from 3.1.6 on; compiler versions differ in types, and what a
//! module declares says which it was.

use super::reserved::letter;
use crate::names;
use crate::sig::{FuncType, ValType, Width};

/// A function of a fixed name. Where versions differ, it has a row for each.
struct Row {
    name: &'static str,
    /// Parameters: `p` pointer or size, `i` i32, `I` i64, `f` f32, `F` f64.
    params: &'static str,
    /// The results that occur, `-` for none.
    results: &'static str,
}

const fn row(name: &'static str, params: &'static str, results: &'static str) -> Row {
    Row { name, params, results }
}

const ROWS: &[Row] = &[
    row(names::EM_MEMCPY_BIG, "ppp", "p-"),
    row(names::EM_MEMCPY_JS, "ppp", "-p"),
    row(names::EM_RESIZE_HEAP, "p", "i"),
    row(names::EM_NOTIFY_MEMORY_GROWTH, "i", "-"),
    row(names::ABORT, "", "-"),
    // AssemblyScript: message, file, line, column.
    row(names::ABORT, "ppii", "-"),
    row(names::AS_SEED, "", "F"),
    row(names::EM_HANDLE_STACK_OVERFLOW, "p", "-"),
    row(names::EM_SEGFAULT, "", "-"),
    row(names::EM_ALIGNFAULT, "", "-"),
    row(names::ABORT_JS, "", "-"),
    row(names::SET_TEMP_RET_0, "i", "-"),
    row(names::GET_TEMP_RET_0, "", "i"),
    row(names::EM_GET_NOW, "", "F"),
    row(names::EM_DATE_NOW, "", "F"),
    row(names::EM_DATE_NOW_JS, "", "F"),
    row(names::EM_GET_NOW_IS_MONOTONIC, "", "i"),
    row(names::TIME, "p", "iI"),
    row(names::CLOCK_GETTIME, "ip", "i"),
    row(names::CLOCK_GETTIME_INNER, "ip", "i"),
    row(names::CLOCK_GETRES, "ip", "i"),
    row(names::GETTIMEOFDAY, "pp", "i"),
    row(names::CLOCK, "", "i"),
    row(names::STRFTIME, "pppp", "p"),
    row(names::STRPTIME, "ppp", "p"),
    row(names::STRFTIME_L, "ppppp", "p"),
    row(names::EM_GET_HEAP_MAX, "", "p"),
    row(names::GETENTROPY, "pp", "i"),
    row(names::ASSERT_FAIL, "ppip", "-"),
    row(names::EXIT, "i", "-"),
    row(names::EM_NOTIFY_MEMORY_GROWTH, "p", "-"),
    row(names::EM_THROW_LONGJMP, "", "-"),
    row(names::EM_LONGJMP, "pi", "-"),
    row(names::LONGJMP, "pi", "-"),
    row(names::CXA_ALLOCATE_EXCEPTION, "p", "p"),
    row(names::CXA_FREE_EXCEPTION, "p", "-"),
    row(names::CXA_THROW, "ppp", "-"),
    row(names::CXA_RETHROW, "", "-"),
    row(names::CXA_BEGIN_CATCH, "p", "p"),
    row(names::CXA_END_CATCH, "", "-"),
    row(names::RESUME_EXCEPTION, "p", "-"),
    row(names::CXA_GET_EXCEPTION_PTR, "p", "p"),
    row(names::CXA_UNCAUGHT_EXCEPTIONS, "", "i"),
    row(names::CXA_CURRENT_PRIMARY_EXCEPTION, "", "p"),
    row(names::CXA_RETHROW_PRIMARY_EXCEPTION, "p", "-"),
    row(names::CXA_CURRENT_EXCEPTION_TYPE, "", "p"),
    row(names::CXA_CALL_UNEXPECTED, "p", "-"),
    row(names::CXA_INCREMENT_REFCOUNT, "p", "-"),
    row(names::CXA_DECREMENT_REFCOUNT, "p", "-"),
    row(names::LLVM_EH_TYPEID_FOR, "p", "ip"),
    row(names::EM_MEMCPY_JS_PLAIN, "ppp", "-"),
    row(names::GMTIME_JS, "Ip", "-"),
    row(names::GMTIME_JS, "pp", "-"),
    row(names::LOCALTIME_JS, "Ip", "-"),
    row(names::LOCALTIME_JS, "pp", "-"),
    row(names::MKTIME_JS, "p", "Ii"),
    row(names::TIMEGM_JS, "p", "Ii"),
    row(names::TZSET_JS, "pppp", "-"),
    row(names::TZSET_JS, "ppp", "-"),
    row(names::ASCTIME_R, "pp", "p"),
    row(names::DIFFTIME, "ii", "F"),
    row(names::EM_CONSOLE_LOG, "p", "-"),
    row(names::EM_CONSOLE_WARN, "p", "-"),
    row(names::EM_CONSOLE_ERROR, "p", "-"),
    row(names::EM_OUT, "p", "-"),
    row(names::EM_ERR, "p", "-"),
    row(names::EM_DBG, "p", "-"),
    row(names::EM_OUT_JS, "p", "-"),
    row(names::EM_ERR_JS, "p", "-"),
    row(names::EM_DBG_JS, "p", "-"),
    row(names::EM_GET_CALLSTACK, "ipi", "i"),
    row(names::EM_RANDOM, "", "f"),
    row(names::SYSTEM, "p", "i"),
    row(names::EM_SYSTEM, "p", "i"),
    row(names::GETADDRINFO, "pppp", "i"),
    row(names::GETNAMEINFO, "pipipii", "i"),
    row(names::GETHOSTBYNAME, "p", "p"),
    row(names::EM_LOOKUP_NAME, "p", "i"),
    row(names::EM_EXIT_WITH_LIVE_RUNTIME, "", "-"),
    row(names::EM_UNWIND_TO_LOOP, "", "-"),
    row(names::EM_FORCE_EXIT, "i", "-"),
    row(names::WASI_PROC_EXIT, "i", "-"),
    row(names::EM_KEEPALIVE_CLEAR, "", "-"),
    row(names::EM_KEEPALIVE_PUSH, "", "-"),
    row(names::EM_KEEPALIVE_POP, "", "-"),
    row(names::EM_KEEPALIVE_CHECK, "", "i"),
    row(names::SETITIMER_JS, "iF", "i"),
    row(names::CALL_SIGHANDLER, "pi", "-"),
    row(names::EM_GET_PROGNAME, "pi", "-"),
    row(names::MAP_FILE, "pp", "i"),
    row(names::EM_SLEEP, "i", "-"),
    row(names::EM_HAS_ASYNCIFY, "", "i"),
    row(names::EM_NUM_CORES, "", "i"),
];

/// The names that there are, for did-you-mean.
pub(crate) fn names() -> impl Iterator<Item = String> {
    ROWS.iter().map(|row| row.name.to_owned())
}

/// The types that this function may have in a module whose memory has this width and which declares
/// that type; none for an unknown name. The first is the one to show.
pub(super) fn types(name: &str, width: Width, declared: &FuncType) -> Vec<FuncType> {
    if let Some(ty) = of_family(name, width, declared) {
        return vec![ty];
    }
    let rows = ROWS.iter().filter(|row| row.name == name);
    rows.flat_map(|row| types_of(row, width)).collect()
}

/// The types of a row in a module whose memory has this width.
fn types_of(row: &Row, width: Width) -> impl Iterator<Item = FuncType> {
    let value = move |c: char| if c == 'p' { width.val_type() } else { letter(c) };
    let params: Vec<_> = row.params.chars().map(value).collect();
    row.results.chars().map(move |result| {
        let results = if result == '-' { vec![] } else { vec![value(result)] };
        FuncType::new(params.clone(), results)
    })
}

/// Every function of a fixed name with each of its types, for a test of their bodies.
#[cfg(all(test, feature = "engine"))]
pub(crate) fn functions(width: Width) -> Vec<(String, FuncType)> {
    let types = |row: &'static Row| types_of(row, width).map(|ty| (row.name.to_owned(), ty));
    ROWS.iter().flat_map(types).collect()
}

/// The type of a function that is made on demand, by the start of its name: the declared one where
/// it is of the family's kind.
fn of_family(name: &str, width: Width, declared: &FuncType) -> Option<FuncType> {
    let pointer = width.val_type();
    let or = |fits: bool, other: FuncType| if fits { declared.clone() } else { other };
    if name.starts_with(names::EM_INVOKE_PREFIX) {
        let fits = declared.params.first().is_some_and(ValType::is_pointer);
        return Some(or(fits, FuncType::new([pointer], [])));
    }
    if is_find_matching_catch(name) {
        let fits = declared.params.iter().chain(&declared.results).all(|ty| *ty == pointer);
        return Some(or(fits && declared.results.len() == 1, FuncType::new([], [pointer])));
    }
    if name.starts_with(names::SYSCALL_PREFIX)
        || [names::MMAP_JS, names::MUNMAP_JS, names::MSYNC_JS].contains(&name)
    {
        let fits = declared.params.iter().chain(&declared.results).all(ValType::is_pointer);
        let params = declared.params.iter().filter(|ty| ty.is_pointer()).cloned();
        let usual = FuncType::new(params.collect::<Vec<_>>(), [ValType::I32]);
        return Some(or(fits && declared.results.len() == 1, usual));
    }
    None
}

/// `__cxa_find_matching_catch` with any number behind it, or with none.
fn is_find_matching_catch(name: &str) -> bool {
    let number = name.strip_prefix(names::CXA_FIND_MATCHING_CATCH);
    number.is_some_and(|number| {
        let digits = number.strip_prefix('_').unwrap_or("0");
        number.is_empty() || (!digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()))
    })
}
