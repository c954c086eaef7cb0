//! Active segments: what a module writes into memories and tables when it is instantiated.

use wasmparser::{
    ConstExpr, DataKind, DataSectionReader, ElementItems, ElementKind, ElementSectionReader,
    Operator,
};

/// What a module writes when it is instantiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveSegment {
    /// Into what.
    pub into: SegmentTarget,
    /// Where its first byte or element goes.
    pub offset: SegmentOffset,
    /// How many bytes or elements.
    pub n_items: u64,
}

/// A memory or table, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentTarget {
    /// A memory.
    Memory(u32),
    /// A table.
    Table(u32),
}

/// Where a segment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentOffset {
    /// This address or slot.
    Number(u64),
    /// So many behind what this global holds.
    Global {
        /// Its index.
        global_idx: u32,
        /// How many.
        plus: u64,
    },
    /// Only the module can tell.
    Unknown,
}

/// The active data segments.
///
/// # Errors
/// None for what the validator accepted.
pub(super) fn of_data(reader: DataSectionReader<'_>) -> wasmparser::Result<Vec<ActiveSegment>> {
    let mut segments = Vec::new();
    for data in reader {
        let data = data?;
        if let DataKind::Active { memory_index, offset_expr } = data.kind {
            let into = SegmentTarget::Memory(memory_index);
            let n_items = data.data.len() as u64;
            segments.push(ActiveSegment { into, offset: offset(&offset_expr), n_items });
        }
    }
    Ok(segments)
}

/// The active element segments.
///
/// # Errors
/// None for what the validator accepted.
pub(super) fn of_elements(
    reader: ElementSectionReader<'_>,
) -> wasmparser::Result<Vec<ActiveSegment>> {
    let mut segments = Vec::new();
    for element in reader {
        let element = element?;
        if let ElementKind::Active { table_index, offset_expr } = element.kind {
            let into = SegmentTarget::Table(table_index.unwrap_or(0));
            let n_items = match element.items {
                ElementItems::Functions(list) => list.count(),
                ElementItems::Expressions(_, list) => list.count(),
            };
            let offset = offset(&offset_expr);
            segments.push(ActiveSegment { into, offset, n_items: n_items.into() });
        }
    }
    Ok(segments)
}

fn offset(expr: &ConstExpr<'_>) -> SegmentOffset {
    /// A global, a number, their sum, and the end.
    const MAX_OPERATORS: usize = 4;
    let operators = expr.get_operators_reader().into_iter().take(MAX_OPERATORS);
    let Ok(operators) = operators.collect::<Result<Vec<_>, _>>() else {
        return SegmentOffset::Unknown;
    };
    let number = |operator: &Operator<'_>| match operator {
        Operator::I32Const { value } => Some(u64::from(value.cast_unsigned())),
        Operator::I64Const { value } => Some(value.cast_unsigned()),
        _ => None,
    };
    match operators.as_slice() {
        [first, Operator::End] => match first {
            Operator::GlobalGet { global_index } => {
                SegmentOffset::Global { global_idx: *global_index, plus: 0 }
            }
            other => number(other).map_or(SegmentOffset::Unknown, SegmentOffset::Number),
        },
        [
            Operator::GlobalGet { global_index },
            n,
            Operator::I32Add | Operator::I64Add,
            Operator::End,
        ] => match number(n) {
            Some(plus) => SegmentOffset::Global { global_idx: *global_index, plus },
            None => SegmentOffset::Unknown,
        },
        _ => SegmentOffset::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ModuleFacts;

    #[test]
    fn active_segments_say_where_they_go() {
        let wat = r#"(module (import "env" "base" (global i32)) (memory 1) (table 9 funcref)
            (global $own i32 (i32.const 3))
            (func) (data (i32.const -1) "ab") (data "passive") (data (global.get 0) "")
            (data (i32.add (global.get 0) (i32.const 4)) "c")
            (data (i32.mul (global.get 0) (i32.const 4)) "d")
            (elem (i32.const 2) 0 0) (elem func 0))"#;
        let bytes = wat::parse_str(wat).expect("a module");
        let segments = ModuleFacts::of(&bytes).expect("facts").active_segments;
        let offsets: Vec<_> = segments.iter().map(|it| (it.offset, it.n_items)).collect();
        let global = |plus| SegmentOffset::Global { global_idx: 0, plus };
        let expected = [
            (SegmentOffset::Number(2), 2),
            (SegmentOffset::Number(0xffff_ffff), 2),
            (global(0), 0),
            (global(4), 1),
            (SegmentOffset::Unknown, 1),
        ];
        assert_eq!(offsets, expected);
    }
}
