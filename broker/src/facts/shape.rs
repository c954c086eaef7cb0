//! The shape of a module's code: what tells how long a compiler takes for it.
//!
//! A compiler keeps track of every local at every place where control joins, so that a function
//! costs about the product of the two: a module of 73 KB with one function of 10,000 locals and
//! 4,000 such places took more than a minute and 4 GiB. The largest function of PostgreSQL, built
//! for release, has a product of 86,000.

use wasmparser::{BinaryReaderError, FunctionBody, Operator, Parser, Payload};

/// The shape of a module's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CodeShape {
    /// How many functions the module defines.
    pub n_functions: u64,
    /// Bytes of the largest function.
    pub max_body_bytes: u64,
    /// Locals times places where control joins, of all functions together in which that is much
    /// (from 100,000).
    pub join_cost: u64,
}

/// A product of locals and places that takes no time worth counting.
const HARMLESS: u64 = 100_000;

/// Reads the shape of a valid module.
///
/// # Errors
/// None for what the validator accepted.
pub(super) fn of(bytes: &[u8]) -> Result<CodeShape, BinaryReaderError> {
    let mut shape = CodeShape::default();
    for payload in Parser::new(0).parse_all(bytes) {
        let Payload::CodeSectionEntry(body) = payload? else { continue };
        let n_bytes = body.range().len() as u64;
        shape.n_functions += 1;
        shape.max_body_bytes = shape.max_body_bytes.max(n_bytes);
        let n_locals = n_locals(&body)?;
        // A place takes two bytes at least, so that most functions need not be walked through.
        if n_locals.saturating_mul(n_bytes / 2) >= HARMLESS {
            let product = n_locals.saturating_mul(n_joins(&body)?);
            let cost = if product < HARMLESS { 0 } else { product };
            shape.join_cost = shape.join_cost.saturating_add(cost);
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

/// Places of a function where control comes from more than one side.
fn n_joins(body: &FunctionBody<'_>) -> Result<u64, BinaryReaderError> {
    let mut n_joins = 0;
    for operator in body.get_operators_reader()? {
        n_joins += match operator? {
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::TryTable { .. } => 1,
            _ => 0,
        };
    }
    Ok(n_joins)
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
}
