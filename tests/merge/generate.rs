//! Pairs of modules, the same for the same number: main imports functions, globals, a memory and a
//! table of a side, and the side a function of main now and then.
//!
//! Every program ends: functions call those before them, loops count down, and what stands in a
//! table makes no indirect calls. Floats are never stored, because the bits of a NaN may differ.

/// Calls that one call of an export makes at most.
const MAX_CALLS: u64 = 2_000;
/// Functions of a module that make no calls, one of each of the first types.
const N_SIMPLE: usize = 3;
/// Calls of exports from outside.
const N_CALLS: usize = 12;

/// A type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    I32,
    I64,
    F64,
}

use Type::{F64, I32, I64};

impl Type {
    fn word(self) -> &'static str {
        match self {
            I32 => "i32",
            I64 => "i64",
            F64 => "f64",
        }
    }
}

/// The types of functions: parameters and results.
type Signature = (&'static [Type], &'static [Type]);
const SIGNATURES: [Signature; 5] = [
    (&[I32], &[I32]),
    (&[I32, I64], &[I64]),
    (&[F64, I32], &[F64]),
    (&[], &[I32]),
    (&[I64], &[I32, I64]),
];

/// A function that can be called from the text that is being written.
#[derive(Clone, Debug)]
struct Function {
    name: String,
    signature: usize,
    /// Calls that a call of it makes at most, itself among them.
    n_calls: u64,
}

/// A call of an export.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// `main` or `side`.
    pub(crate) module: &'static str,
    pub(crate) export: String,
    /// The bits of each argument.
    pub(crate) args: Vec<(Type, u64)>,
}

/// A pair, and what is done with it.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) main: String,
    pub(crate) side: String,
    pub(crate) calls: Vec<Call>,
    /// Whether main's first memory is its own.
    pub(crate) main_has_memory: bool,
}

/// Numbers that are the same each time.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        let mut numbers = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d);
        (0..8).for_each(|_| _ = numbers.next());
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What the body of a function may use.
struct Scope<'a> {
    numbers: &'a mut Numbers,
    params: &'static [Type],
    functions: &'a [Function],
    /// The name of a mutable `i32` global and of a mutable `i64` global.
    globals: [&'a str; 2],
    /// The name of a memory, and whether its addresses are 64 bits wide.
    memories: &'a [(&'a str, bool)],
    /// The name of a table of functions.
    table: Option<&'a str>,
    /// Calls that the function makes so far.
    n_calls: u64,
}

impl Scope<'_> {
    /// An expression of a type.
    fn expression(&mut self, ty: Type, depth: usize) -> String {
        if depth == 0 || self.numbers.one_in(6) {
            return self.leaf(ty);
        }
        let mut sub = |ty| self.expression(ty, depth - 1);
        let two =
            |op: &str, ty: Type, a: String, b: String| format!("({}.{op} {a} {b})", ty.word());
        let (a, b, i32_value) = (sub(ty), sub(ty), sub(I32));
        match (self.numbers.below(12), ty) {
            (0, _) => format!("(if (result {}) {i32_value} (then {a}) (else {b}))", ty.word()),
            (1, _) => format!("(select {a} {b} {i32_value})"),
            (2 | 3, _) => self.call(ty, depth),
            (4, I32 | I64) => {
                let op = ["load8_s", "load16_u", "load"][self.numbers.below(3)];
                let (memory, addr) = self.address(depth);
                format!("({}.{op} {memory} {addr})", ty.word())
            }
            (5, _) if self.table.is_some() => self.indirect(ty, depth),
            (6, I32) => format!("(i32.wrap_i64 {})", self.expression(I64, depth - 1)),
            (6, I64) => format!("(i64.extend_i32_s {i32_value})"),
            (6, F64) => format!("(f64.convert_i32_s {i32_value})"),
            (7, I32) => format!("(i32.trunc_sat_f64_s {})", self.expression(F64, depth - 1)),
            (8, I32 | I64) if self.numbers.one_in(12) => two("div_s", ty, a, b),
            (9, I32) => {
                format!("(i64.lt_s {} {})", self.expression(I64, depth - 1), self.leaf(I64))
            }
            (_, F64) => {
                let op = *self.numbers.pick(&["add", "sub", "mul", "div", "min"]);
                two(op, ty, a, b)
            }
            _ => {
                let ops = ["add", "sub", "mul", "and", "or", "xor", "shl", "shr_u", "rotl"];
                let op = *self.numbers.pick(&ops);
                two(op, ty, a, b)
            }
        }
    }

    fn leaf(&mut self, ty: Type) -> String {
        let fitting: Vec<_> =
            (0..self.params.len()).filter(|idx| self.params[*idx] == ty).collect();
        if !fitting.is_empty() && !self.numbers.one_in(3) {
            return format!("(local.get {})", self.numbers.pick(&fitting));
        }
        match ty {
            I32 | I64 if self.numbers.one_in(3) => {
                format!("(global.get {})", self.globals[usize::from(ty == I64)])
            }
            F64 => format!("(f64.const {})", self.numbers.below(2_000) as f64 / 8.0 - 100.0),
            _ => {
                let small = self.numbers.below(64) as i64 - 8;
                let edge = *self.numbers.pick(&[small, small, small, 0x7fff_ffff, -0x8000_0000]);
                format!("({}.const {edge})", ty.word())
            }
        }
    }

    /// The memory's name and an address: nearly always inside.
    fn address(&mut self, depth: usize) -> (String, String) {
        let (name, is_wide) = *self.numbers.pick(self.memories);
        let addr = self.expression(I32, depth - 1);
        let addr = match self.numbers.one_in(150) {
            true => addr,
            false => format!("(i32.and {addr} (i32.const 0xfff8))"),
        };
        let addr = if is_wide { format!("(i64.extend_i32_u {addr})") } else { addr };
        (name.to_owned(), addr)
    }

    fn arguments(&mut self, signature: usize, depth: usize) -> String {
        let params = SIGNATURES[signature].0;
        let args: Vec<_> = params.iter().map(|ty| self.expression(*ty, depth - 1)).collect();
        args.join(" ")
    }

    fn call(&mut self, ty: Type, depth: usize) -> String {
        let fits = |it: &&Function| {
            SIGNATURES[it.signature].1.contains(&ty) && self.n_calls + it.n_calls <= MAX_CALLS
        };
        let fitting: Vec<_> = self.functions.iter().filter(fits).cloned().collect();
        if fitting.is_empty() {
            return self.leaf(ty);
        }
        let Function { name, signature, n_calls } = self.numbers.pick(&fitting).clone();
        self.n_calls += n_calls;
        let call = format!("(call {name} {})", self.arguments(signature, depth));
        match (SIGNATURES[signature].1, ty) {
            ([_], _) => call,
            (_, I32) => format!("(block (result i32) {call} drop)"),
            _ => format!("(block (result i64) {call} (local.set $last) drop (local.get $last))"),
        }
    }

    fn indirect(&mut self, ty: Type, depth: usize) -> String {
        let signature = match ty {
            I32 => 0,
            I64 => 1,
            F64 => 2,
        };
        let args = self.arguments(signature, depth);
        let table = self.table.expect("it was looked for");
        let slot = match self.numbers.below(50) {
            0 => self.expression(I32, depth - 1),
            1 => format!("(i32.const {})", self.numbers.below(6)),
            _ => format!("(i32.const {signature})"),
        };
        format!("(call_indirect {table} (type $t{signature}) {args} {slot})")
    }

    /// A statement without a result.
    fn statement(&mut self) -> String {
        if !self.numbers.one_in(4) {
            return self.simple_statement();
        }
        let n_rounds = 1 + self.numbers.below(9);
        // A round makes no calls: what a call makes is counted once.
        let functions = std::mem::take(&mut self.functions);
        let inner = self.simple_statement();
        self.functions = functions;
        format!(
            "(local.set $rounds (i32.const {n_rounds})) (loop $again {inner} (br_if $again \
             (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))"
        )
    }

    fn simple_statement(&mut self) -> String {
        const DEPTH: usize = 3;
        let ty = *self.numbers.pick(&[I32, I64]);
        match self.numbers.below(5) {
            0 | 1 => {
                let (memory, addr) = self.address(DEPTH);
                format!("({}.store {memory} {addr} {})", ty.word(), self.expression(ty, DEPTH))
            }
            2 | 3 => {
                let global = self.globals[usize::from(ty == I64)];
                format!("(global.set {global} {})", self.expression(ty, DEPTH))
            }
            _ => format!("(drop {})", self.expression(ty, DEPTH)),
        }
    }

    /// A whole function.
    fn function(&mut self, name: &str, export: &str, signature: usize) -> String {
        let results = SIGNATURES[signature].1;
        self.params = SIGNATURES[signature].0;
        self.n_calls = 1;
        let mut text = format!(
            "\n(func {name} (export \"{export}\") (type $t{signature}) \
             (local $rounds i32) (local $last i64)"
        );
        for _ in 0..self.numbers.below(4) {
            text += &format!("\n  {}", self.statement());
        }
        for ty in results {
            text += &format!("\n  {}", self.expression(*ty, 4));
        }
        text + ")"
    }
}

/// The types of functions as declarations.
fn types() -> String {
    let words = |types: &[Type]| types.iter().map(|ty| ty.word()).collect::<Vec<_>>().join(" ");
    let declared = SIGNATURES.iter().enumerate().map(|(idx, (params, results))| {
        let (params, results) = (words(params), words(results));
        format!("(type $t{idx} (func (param {params}) (result {results})))\n")
    });
    declared.collect()
}

/// Functions of a module: the first make no calls and stand in its table; the others do.
fn functions(scope: &mut Scope<'_>, prefix: &str, known: &[Function]) -> (String, Vec<Function>) {
    let (mut text, mut made) = (String::new(), Vec::new());
    let table = scope.table.take();
    for idx in 0..N_SIMPLE + 2 + scope.numbers.below(4) {
        let signature = match idx < N_SIMPLE {
            true => idx,
            false => scope.numbers.below(SIGNATURES.len()),
        };
        let callable: Vec<_> = match idx < N_SIMPLE {
            true => Vec::new(),
            false => known.iter().chain(&made).cloned().collect(),
        };
        let name = format!("${prefix}{idx}");
        let mut scope = Scope {
            numbers: &mut *scope.numbers,
            functions: &callable,
            table: table.filter(|_| idx >= N_SIMPLE),
            ..*scope
        };
        text += &scope.function(&name, &name[1..], signature);
        made.push(Function { name, signature, n_calls: scope.n_calls });
    }
    scope.table = table;
    (text, made)
}

/// The pair of a number.
pub(crate) fn pair(number: u64) -> Pair {
    let mut numbers = Numbers::new(number);
    let side_is_wide = numbers.one_in(4);
    let [calls_back, shares_memory, main_has_memory, shares_table] =
        [4, 2, 2, 2].map(|n| numbers.one_in(n));
    let main_has_memory = main_has_memory || !shares_memory;
    let (side_text, side_functions) = side(&mut numbers, side_is_wide, calls_back);
    let width = if side_is_wide { "i64" } else { "i32" };
    let mut text = format!("(module\n{}", types());
    let imported: Vec<_> = side_functions.iter().filter(|_| !numbers.one_in(3)).cloned().collect();
    for Function { name, signature, .. } in &imported {
        let export = &name[1..];
        text += &format!("(import \"side\" \"{export}\" (func {name} (type $t{signature})))\n");
    }
    text += "(import \"side\" \"x\" (global $x (mut i32)))\n";
    text += "(import \"side\" \"y\" (global $y i64))\n";
    let mut memories = Vec::new();
    if shares_memory {
        text += &format!("(import \"side\" \"memory\" (memory $theirs {width} 1))\n");
        memories.push(("$theirs", side_is_wide));
    }
    let table = match shares_table {
        true => "(import \"side\" \"table\" (table $table 4 funcref))\n",
        false => "(table $table 8 funcref)\n",
    };
    text += table;
    if main_has_memory {
        text += "(memory $own (export \"own\") 1 2)\n(data (memory $own) (i32.const 8) \"main\")\n";
        memories.push(("$own", false));
    }
    text += "(global $z (mut i64) (i64.const 5))\n";
    let mut scope = Scope {
        numbers: &mut numbers,
        params: &[],
        functions: &[],
        globals: ["$x", "$z"],
        memories: &memories,
        table: Some("$table"),
        n_calls: 0,
    };
    let (functions, made) = functions(&mut scope, "m", &imported);
    let at = if shares_table { 3 } else { 0 };
    text += &format!("(elem (table $table) (i32.const {at}) func $m0 $m1 $m2)\n");
    text += "(func (export \"x_of_main\") (result i32) (global.get $x))\n";
    text += &format!("(func (export \"z\") (result i64) (global.get $z)){functions})");
    let calls = calls(&mut numbers, &made, &side_functions);
    Pair { main: text, side: side_text, calls, main_has_memory: !shares_memory }
}

fn side(numbers: &mut Numbers, is_wide: bool, calls_back: bool) -> (String, Vec<Function>) {
    let width = if is_wide { "i64" } else { "i32" };
    let mut text = format!("(module\n{}", types());
    let mut known = Vec::new();
    if calls_back {
        text += "(import \"main\" \"m0\" (func $m0 (type $t0)))\n";
        known.push(Function { name: "$m0".to_owned(), signature: 0, n_calls: 1 });
    }
    text += &format!(
        "(memory $memory (export \"memory\") {width} 1 2)\n\
         (data ({width}.const 16) \"side\\01\\02\\fe\\ff\")\n\
         (table $table (export \"table\") 6 funcref)\n\
         (elem (table $table) (i32.const 0) func $s0 $s1 $s2)\n\
         (global $x (export \"x\") (mut i32) (i32.const {}))\n\
         (global $y (export \"y\") i64 (i64.const 11))\n\
         (global $w (mut i64) (i64.const -3))",
        numbers.below(100)
    );
    let mut scope = Scope {
        numbers,
        params: &[],
        functions: &[],
        globals: ["$x", "$w"],
        memories: &[("$memory", is_wide)],
        table: Some("$table"),
        n_calls: 0,
    };
    let (functions, made) = functions(&mut scope, "s", &known);
    (text + &functions + ")", made)
}

/// Calls of both modules' exports.
fn calls(numbers: &mut Numbers, main: &[Function], side: &[Function]) -> Vec<Call> {
    let calls = (0..N_CALLS).map(|_| {
        let (module, functions) = match numbers.one_in(4) {
            true => ("side", side),
            false => ("main", main),
        };
        let Function { name, signature, .. } = numbers.pick(functions).clone();
        let args = SIGNATURES[signature].0.iter().map(|ty| {
            let small = numbers.below(300) as i64 - 20;
            (
                *ty,
                match ty {
                    I32 => u64::from((small as i32).cast_unsigned()),
                    I64 => small.cast_unsigned(),
                    F64 => (small as f64 / 4.0).to_bits(),
                },
            )
        });
        Call { module, export: name[1..].to_owned(), args: args.collect() }
    });
    calls.collect()
}
