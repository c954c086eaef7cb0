//! The shape of a module's code: what tells how long a compiler takes for it.
//!
//! A compiler keeps track of every local at every place where control joins, so that a function
//! costs about the product of the two: a module of 73 KB with one function of 10,000 locals and
//! 4,000 such places took more than a minute and 4 GiB. The largest function of PostgreSQL, built
//! for release, has a product of 86,000.

//!
//! It also walks up from every block to all that are around it: 20,000 blocks, each in the other,
//! take half a second, and five times as many fifteen.
//!
//! Locals are written as a count and cost each for itself: 100,000 functions of 50,000 locals are a
//! file of 800 KB, and take a quarter of an hour.
//!
//! What is written before a module starts is compiled, too: its segments and constant expressions
//! become one function, at 40 µs and 6 KB for each element.

use wasmparser::{
    BinaryReaderError, ConstExpr, DataKind, ElementItems, ElementKind, FunctionBody, Operator,
    Parser, Payload,
};

/// The shape of a module's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CodeShape {
    /// How many functions the module defines.
    pub n_functions: u64,
    /// Bytes of the largest function.
    pub max_body_bytes: u64,
    /// Locals of all functions together.
    pub n_locals: u64,
    /// Locals times places where control joins, of all functions together in which that is much
    /// (from 100,000).
    pub join_cost: u64,
    /// The square of the depth of blocks, of all functions together in which that is much (from
    /// 1,000,000).
    pub nesting_cost: u64,
    /// Elements, data segments, and what constant expressions compute.
    pub startup_items: u64,
}

/// A product of locals and places that takes no time worth counting.
const HARMLESS: u64 = 100_000;
/// A depth of blocks that takes no time worth counting.
const HARMLESS_DEPTH: u64 = 1_000;
/// Operators of a constant expression that are one value: it, and the end.
const VALUE_OPERATORS: u64 = 2;

/// Reads the shape of a valid module.
///
/// # Errors
/// None for what the validator accepted.
pub(super) fn of(bytes: &[u8]) -> Result<CodeShape, BinaryReaderError> {
    let mut shape = CodeShape::default();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        shape.startup_items += startup_items(&payload)?;
        let Payload::CodeSectionEntry(body) = payload else { continue };
        let n_bytes = body.range().len() as u64;
        shape.n_functions += 1;
        shape.max_body_bytes = shape.max_body_bytes.max(n_bytes);
        let n_locals = n_locals(&body)?;
        shape.n_locals += n_locals;
        // A place takes two bytes at least, and a block three, so that most functions need not be
        // walked through.
        if n_locals.saturating_mul(n_bytes / 2) >= HARMLESS || n_bytes / 3 >= HARMLESS_DEPTH {
            let Blocks { n_joins, depth } = blocks(&body)?;
            let much = |cost: u64, least| if cost < least { 0 } else { cost };
            let join_cost = much(n_locals.saturating_mul(n_joins), HARMLESS);
            let nesting_cost = much(depth * depth, HARMLESS_DEPTH * HARMLESS_DEPTH);
            shape.join_cost = shape.join_cost.saturating_add(join_cost);
            shape.nesting_cost = shape.nesting_cost.saturating_add(nesting_cost);
        }
    }
    Ok(shape)
}

fn n_locals(body: &FunctionBody<'_>) -> Result<u64, BinaryReaderError> {
    let mut n_locals = 0_u64;
    for locals in body.get_locals_reader()? {
        n_locals += u64::from(locals?.0);
    }
    Ok(n_locals)
}

/// The blocks of a function.
#[derive(Default)]
struct Blocks {
    /// Places where control comes from more than one side.
    n_joins: u64,
    /// How many are in each other.
    depth: u64,
}

fn blocks(body: &FunctionBody<'_>) -> Result<Blocks, BinaryReaderError> {
    let mut blocks = Blocks::default();
    let mut depth = 0_u64;
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::TryTable { .. } => {
                blocks.n_joins += 1;
                depth += 1;
                blocks.depth = blocks.depth.max(depth);
            }
            // The last one ends the function.
            Operator::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(blocks)
}

/// What a section makes a module do before it starts.
fn startup_items(section: &Payload<'_>) -> Result<u64, BinaryReaderError> {
    let mut n_items = 0;
    match section {
        Payload::GlobalSection(reader) => {
            for global in reader.clone() {
                n_items += computed(&global?.init_expr)?;
            }
        }
        Payload::ElementSection(reader) => {
            for element in reader.clone() {
                let element = element?;
                if let ElementKind::Active { offset_expr, .. } = &element.kind {
                    n_items += computed(offset_expr)?;
                }
                match element.items {
                    ElementItems::Functions(list) => n_items += u64::from(list.count()),
                    ElementItems::Expressions(_, list) => {
                        for expression in list {
                            n_items += 1 + computed(&expression?)?;
                        }
                    }
                }
            }
        }
        Payload::DataSection(reader) => {
            for data in reader.clone() {
                n_items += 1;
                if let DataKind::Active { offset_expr, .. } = &data?.kind {
                    n_items += computed(offset_expr)?;
                }
            }
        }
        _ => {}
    }
    Ok(n_items)
}

/// The operators of a constant expression beyond those of one value.
fn computed(expression: &ConstExpr<'_>) -> Result<u64, BinaryReaderError> {
    let mut n_operators = 0_u64;
    for operator in expression.get_operators_reader() {
        operator?;
        n_operators += 1;
    }
    Ok(n_operators.saturating_sub(VALUE_OPERATORS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(n_locals: usize, n_joins: usize) -> CodeShape {
        let locals = "(local i32)".repeat(n_locals);
        let joins = "(block)".repeat(n_joins);
        let wat = format!("(module (func) (func {locals} {joins}) (func {locals} {joins}))");
        of(&wat::parse_str(&wat).expect("a module")).expect("it is valid")
    }

    #[test]
    fn what_costs_a_compiler_is_summed() {
        let small = shape(999, 100);
        assert_eq!((small.n_functions, small.join_cost), (3, 0), "99,900 is nothing");
        assert!((300..500).contains(&small.max_body_bytes), "{small:?}");
        assert_eq!(shape(1_000, 100).join_cost, 200_000);
    }

    #[test]
    fn locals_are_summed() {
        assert_eq!(shape(7, 1).n_locals, 14);
    }

    #[test]
    fn blocks_in_each_other_are_counted() {
        let depth = |n: usize| {
            let (open, close) = ("(block ".repeat(n), ")".repeat(n));
            let wat = format!("(module (func {open}{close}) (func {open}{close} (block)))");
            of(&wat::parse_str(&wat).expect("a module")).expect("it is valid").nesting_cost
        };
        assert_eq!([999, 1_000, 2_000].map(depth), [0, 2_000_000, 8_000_000]);
    }

    #[test]
    fn what_is_done_before_the_start_is_counted() {
        let items = |wat: &str| {
            of(&wat::parse_str(wat).expect("a module")).expect("it is valid").startup_items
        };
        assert_eq!(items("(module (global i32 (i32.const 1)))"), 0, "one value");
        let sum = "(global i32 (i32.add (i32.const 1) (i32.const 2)))";
        assert_eq!(items(&format!("(module {sum})")), 2);
        let elements =
            "(table 3 funcref) (elem (i32.const 0) 0 0 0) (elem funcref (ref.null func))";
        assert_eq!(items(&format!("(module (func) {elements})")), 4);
        let data = r#"(memory 1) (data (i32.const 0) "a") (data "b")"#;
        assert_eq!(items(&format!("(module {data})")), 2);
    }
}
