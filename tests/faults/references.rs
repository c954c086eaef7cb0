//! The five links into which faults are put. Each main exports `go`, which answers [`ANSWER`], or
//! [`REFUSED`] where its own `memory.grow` or `table.grow` was refused; and `untouched`, which
//! answers 1 as long as nobody wrote where nobody may. `env.tick` is called again and again in
//! between, and may fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wasm_broker::{Broker, Capture, Code, Error, Limits, LinkBuilder, Module, Stdio, WasiOptions};

pub(crate) const ANSWER: i32 = 42;
pub(crate) const REFUSED: i32 = -1;

/// What `env.tick` says where it fails.
pub(crate) const TICK_FAILED: &str = "the clock stopped";

/// How `env.tick` fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tick {
    Errs,
    Panics,
}

/// One link.
pub(crate) struct Reference {
    pub(crate) name: &'static str,
    /// Main, then the sides.
    texts: &'static [(&'static str, &'static str)],
    /// Opened while the link runs.
    late: (&'static str, &'static str),
}

impl Reference {
    /// The link, with an `env.tick` that fails the `fails_at`-th time.
    pub(crate) fn builder(
        &self,
        broker: &Broker,
        limits: Limits,
        fails_at: Option<(u64, Tick)>,
    ) -> LinkBuilder<()> {
        let mut modules = self.texts.iter().map(|(name, text)| (*name, module(text)));
        let (name, main) = modules.next().expect("there is a main");
        let builder = modules
            .fold(broker.main(name, main), |builder, (name, module)| builder.side(name, module));
        let n_ticks = Arc::new(AtomicU64::new(0));
        let capture = Capture::new(1 << 10, Vec::new());
        builder
            .limits(limits)
            .wasi_for(None, WasiOptions::new().stdio(Stdio::Capture(capture)))
            .host("env", "tick", move |_, (): ()| {
                let n_before = n_ticks.fetch_add(1, Ordering::Relaxed);
                match fails_at {
                    Some((at, Tick::Errs)) if at == n_before => {
                        Err(Error::new(Code::CallError, TICK_FAILED))
                    }
                    // Without the message of a panic, which would be printed for each.
                    Some((at, Tick::Panics)) if at == n_before => {
                        std::panic::resume_unwind(Box::new(TICK_FAILED))
                    }
                    _ => Ok(()),
                }
            })
    }

    /// What can be opened while the link runs.
    pub(crate) fn late(&self) -> (&'static str, Module) {
        (self.late.0, module(self.late.1))
    }
}

fn module(text: &str) -> Module {
    Module::from_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const ISOLATED: (&str, &str) = (
    "late",
    r#"(module
        (import "env" "tick" (func $tick))
        (import "rb:main" "memcpy_from" (func $fetch (param i32 i32 i32)))
        (import "rb:main" "addFnPtr_to" (func $give (param i32) (result i32)))
        (memory 2) (table 3 funcref) (elem (i32.const 1) $one)
        (func $one (param i32) (result i32) (i32.const 1))
        (func (export "__wasm_call_ctors") (call $tick)
            (call $fetch (i32.const 0) (i32.const 0) (i32.const 8)))
        (func (export "answer") (result i32)
            (i32.add (call $give (i32.const 1)) (i32.const 0)) drop (i32.const 42)))"#,
);

const LIBRARY: (&str, &str) = (
    "late",
    r#"(module
        (@dylink.0 (mem-info (memory 70000 4) (table 2 0)))
        (import "env" "memory" (memory 1))
        (import "env" "__indirect_function_table" (table 1 funcref))
        (import "env" "__memory_base" (global $memory_base i32))
        (import "env" "__table_base" (global $table_base i32))
        (import "env" "tick" (func $tick))
        (import "GOT.func" "answer" (global $answer_slot (mut i32)))
        (elem (global.get $table_base) $one $one)
        (data (global.get $memory_base) "late")
        (func $one (param i32) (result i32) (i32.const 1))
        (func (export "__wasm_call_ctors") (call $tick))
        (func (export "answer") (result i32)
            (drop (global.get $answer_slot)) (i32.const 42)))"#,
);

pub(crate) const REFERENCES: &[Reference] = &[
    Reference {
        name: "bridge",
        texts: &[
            (
                "main",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "side" "sum" (func $sum (param i32 i32) (result i32)))
                    (memory (export "memory") 2) (table 2 funcref)
                    (data (i32.const 64) "\08\09\0a\0f")
                    (func $start (call $tick)) (start $start)
                    (func (export "untouched") (result i32)
                        (i32.eqz (i32.load (i32.const 70000))))
                    (func (export "go") (result i32)
                        (call $tick)
                        (call $sum (i32.const 64) (i32.const 4))
                        (call $tick)))"#,
            ),
            (
                "side",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "env" "mts_memcpy" (func $fetch (param i32 i32 i32)))
                    (import "env" "stm_memcpy_fb" (func $store (param i32 i32 i32)))
                    (memory 1) (table 2 funcref)
                    (func (export "__wasm_call_ctors") (call $tick))
                    (func (export "sum") (param $from i32) (param $n i32) (result i32)
                        (local $sum i32)
                        (if (i32.eq (memory.grow (i32.const 2)) (i32.const -1))
                            (then (return (i32.const -1))))
                        (call $fetch (i32.const 70000) (local.get $from) (local.get $n))
                        (call $tick)
                        (call $store (i32.const 4096) (i32.const 70000) (local.get $n))
                        (loop $next
                            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                            (local.set $sum (i32.add (local.get $sum)
                                (i32.load8_u offset=70000 (local.get $n))))
                            (br_if $next (local.get $n)))
                        (local.get $sum)))"#,
            ),
        ],
        late: ISOLATED,
    },
    Reference {
        name: "pointers",
        texts: &[
            (
                "main",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "rb:side" "addFnPtr_to" (func $give (param i32) (result i32)))
                    (import "rb:side" "addFnPtr_from" (func $take (param i32) (result i32)))
                    (import "side" "apply" (func $apply (param i32 i32) (result i32)))
                    (type $unary (func (param i32) (result i32)))
                    (memory (export "memory") 1)
                    (table $table (export "__indirect_function_table") 4 funcref)
                    (elem (i32.const 1) $twice)
                    (func $twice (param i32) (result i32)
                        (call $tick) (i32.shl (local.get 0) (i32.const 1)))
                    (func (export "untouched") (result i32)
                        (i32.and (i32.eqz (i32.load (i32.const 0)))
                            (ref.is_null (table.get $table (i32.const 3)))))
                    (func (export "go") (result i32)
                        (if (i32.eq (table.grow $table (ref.null func) (i32.const 8))
                                (i32.const -1))
                            (then (return (i32.const -1))))
                        (call $tick)
                        (call_indirect (type $unary)
                            (call $apply (call $give (i32.const 1)) (i32.const 10))
                            (call $take (i32.const 2)))))"#,
            ),
            (
                "side",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (type $unary (func (param i32) (result i32)))
                    (memory 1) (table 3 funcref) (elem (i32.const 2) $add)
                    (func $add (param i32) (result i32)
                        (i32.add (local.get 0) (i32.const 22)))
                    (func (export "apply") (param $f i32) (param $n i32) (result i32)
                        (call $tick)
                        (call_indirect (type $unary) (local.get $n) (local.get $f))))"#,
            ),
        ],
        late: ISOLATED,
    },
    Reference {
        name: "wasi",
        texts: &[
            (
                "main",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "side" "say" (func $say (result i32)))
                    (import "wasi_snapshot_preview1" "fd_write"
                        (func $fd_write (param i32 i32 i32 i32) (result i32)))
                    (memory (export "memory") 1) (table 2 funcref)
                    (data (i32.const 0) "\10\00\00\00\05\00\00\00") (data (i32.const 16) "main\n")
                    (func (export "_initialize") (call $tick))
                    (func (export "untouched") (result i32)
                        (i32.eqz (i32.load (i32.const 4096))))
                    (func (export "go") (result i32)
                        (call $tick)
                        (if (call $fd_write
                                (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))
                            (then (unreachable)))
                        (i32.add (call $say) (i32.load (i32.const 8)))))"#,
            ),
            (
                "side",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "wasi_snapshot_preview1" "fd_write"
                        (func $fd_write (param i32 i32 i32 i32) (result i32)))
                    (memory 1)
                    (data (i32.const 0) "\10\00\00\00\05\00\00\00") (data (i32.const 16) "side\n")
                    (func (export "say") (result i32)
                        (call $tick)
                        (if (call $fd_write
                                (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))
                            (then (unreachable)))
                        (i32.add (i32.const 32) (i32.load (i32.const 8)))))"#,
            ),
        ],
        late: ISOLATED,
    },
    Reference {
        name: "dylink",
        texts: &[
            (
                "main",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "env" "seven" (func $seven (result i32)))
                    (memory (export "memory") 1)
                    (table (export "__indirect_function_table") 2 funcref)
                    (global $heap (mut i32) (i32.const 2048))
                    (func (export "malloc") (param $n_bytes i32) (result i32)
                        (local $addr i32)
                        (call $tick)
                        (local.set $addr (global.get $heap))
                        (global.set $heap (i32.add (global.get $heap)
                            (i32.and (i32.add (local.get $n_bytes) (i32.const 15))
                                (i32.const -16))))
                        (if (i32.gt_u (global.get $heap)
                                (i32.shl (memory.size) (i32.const 16)))
                            (then (if (i32.eq (memory.grow (i32.const 2)) (i32.const -1))
                                (then (global.set $heap (local.get $addr))
                                    (return (i32.const 0))))))
                        (local.get $addr))
                    (func (export "free") (param i32) (call $tick))
                    (func (export "untouched") (result i32)
                        (i32.eqz (i32.load (i32.const 1024))))
                    (func (export "go") (result i32)
                        (call $tick) (i32.mul (call $seven) (i32.const 6))))"#,
            ),
            (
                "side",
                r#"(module
                    (@dylink.0 (mem-info (memory 100 4) (table 1 0)))
                    (import "env" "memory" (memory 1))
                    (import "env" "__indirect_function_table" (table 1 funcref))
                    (import "env" "__memory_base" (global $memory_base i32))
                    (import "env" "__table_base" (global $table_base i32))
                    (import "env" "tick" (func $tick))
                    (import "GOT.func" "seven" (global $seven_slot (mut i32)))
                    (type $number (func (result i32)))
                    (data (global.get $memory_base) "\07\00\00\00")
                    (elem (global.get $table_base) $load)
                    (func $load (result i32) (i32.load (global.get $memory_base)))
                    (func (export "__wasm_call_ctors") (call $tick))
                    (func (export "seven") (result i32)
                        (call $tick)
                        (drop (global.get $seven_slot))
                        (call_indirect (type $number) (global.get $table_base))))"#,
            ),
        ],
        late: LIBRARY,
    },
    Reference {
        name: "emscripten",
        texts: &[
            (
                "main",
                r#"(module
                    (import "env" "tick" (func $tick))
                    (import "env" "invoke_ii" (func $invoke_ii (param i32 i32) (result i32)))
                    (import "env" "_emscripten_throw_longjmp" (func $throw))
                    (import "side" "down" (func $down (param i32) (result i32)))
                    (memory (export "memory") 1)
                    (global $stack (mut i32) (i32.const 65536))
                    (global $threw (mut i32) (i32.const 0))
                    (table (export "__indirect_function_table") 3 funcref)
                    (elem (i32.const 1) $jump $fine)
                    (func (export "stackSave") (result i32) (global.get $stack))
                    (func (export "stackRestore") (param $top i32)
                        (global.set $stack (local.get $top)))
                    (func (export "setThrew") (param $threw i32) (param $value i32)
                        (global.set $threw (local.get $threw)))
                    (func $jump (param i32) (result i32)
                        (global.set $stack (i32.sub (global.get $stack) (i32.const 16)))
                        (call $tick) (call $throw) (i32.const 0))
                    (func $fine (param $n i32) (result i32)
                        (call $tick) (call $down (local.get $n)))
                    (func (export "up") (param $n i32) (result i32)
                        (call $tick) (call $down (i32.sub (local.get $n) (i32.const 1))))
                    (func (export "untouched") (result i32)
                        (i32.eqz (i32.load (i32.const 512))))
                    (func (export "go") (result i32)
                        (drop (call $invoke_ii (i32.const 1) (i32.const 0)))
                        (i32.add
                            (i32.add (global.get $threw)
                                (i32.shr_u (global.get $stack) (i32.const 16)))
                            (call $invoke_ii (i32.const 2) (i32.const 3)))))"#,
            ),
            (
                "side",
                r#"(module
                    (import "main" "up" (func $up (param i32) (result i32)))
                    (func (export "down") (param $n i32) (result i32)
                        (if (result i32) (local.get $n)
                            (then (i32.add (i32.const 10) (call $up (local.get $n))))
                            (else (i32.const 10)))))"#,
            ),
        ],
        late: ISOLATED,
    },
];
