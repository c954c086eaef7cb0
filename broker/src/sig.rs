//! Types of imports and exports as we print and compare them: WAT spelling, no engine behind them.
//!
//! Invariant: two types are equal exactly when their WAT is equal, so that an error that prints
//! both never shows the same text twice.

use std::fmt;

/// A value type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
    /// 128-bit vector.
    V128,
    /// A reference; the text is its WAT spelling (`funcref`, `externref`, `(ref null $3)` …).
    Ref(String),
}

/// The width of an address or of a table index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Width {
    /// 32 bits: memory32, table32.
    W32,
    /// 64 bits: memory64, table64.
    W64,
}

/// A function type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct FuncType {
    /// Parameters in order.
    pub params: Vec<ValType>,
    /// Results in order.
    pub results: Vec<ValType>,
}

/// A memory type; limits are in pages of 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemoryType {
    /// The type of its addresses.
    pub width: Width,
    /// Pages at the start.
    pub min_pages: u64,
    /// Pages at the most, if it says.
    pub max_pages: Option<u64>,
    /// Whether threads may share it.
    pub shared: bool,
}

/// A table type; limits are in slots.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableType {
    /// The type of its indices.
    pub width: Width,
    /// What it holds.
    pub element: ValType,
    /// Slots at the start.
    pub min_slots: u64,
    /// Slots at the most, if it says.
    pub max_slots: Option<u64>,
}

/// A global type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GlobalType {
    /// What it holds.
    pub value: ValType,
    /// Whether it can be written.
    pub mutable: bool,
}

/// The type of an import or export.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExternType {
    /// A function.
    Func(FuncType),
    /// A memory.
    Memory(MemoryType),
    /// A table.
    Table(TableType),
    /// A global.
    Global(GlobalType),
    /// An exception tag, by its parameters.
    Tag(FuncType),
}

impl Width {
    /// The value type of an address of this width.
    pub const fn val_type(self) -> ValType {
        match self {
            Self::W32 => ValType::I32,
            Self::W64 => ValType::I64,
        }
    }

    /// The smaller of two widths: the type of the size of a copy between two memories.
    pub fn narrower(self, other: Self) -> Self {
        self.min(other)
    }
}

impl ValType {
    /// The reference to any function.
    pub fn funcref() -> Self {
        Self::Ref("funcref".to_owned())
    }

    /// Whether it is an integer or a float.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::I32 | Self::I64 | Self::F32 | Self::F64)
    }

    /// Whether a function pointer or an address can have this type.
    pub fn is_pointer(&self) -> bool {
        matches!(self, Self::I32 | Self::I64)
    }
}

impl FuncType {
    /// A type from its parts.
    pub fn new(params: impl Into<Vec<ValType>>, results: impl Into<Vec<ValType>>) -> Self {
        Self { params: params.into(), results: results.into() }
    }

    /// Whether `other` differs from this type in nothing but the width of integers, which a wrapper
    /// can bridge.
    ///
    /// # Shape
    /// Same number of parameters and results; each pair equal, or both of `i32` and `i64`.
    pub fn same_but_for_width(&self, other: &Self) -> bool {
        let alike = |ours: &[ValType], theirs: &[ValType]| {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(a, b)| a == b || (a.is_pointer() && b.is_pointer()))
        };
        alike(&self.params, &other.params) && alike(&self.results, &other.results)
    }

    /// The type as a reader of a list wants it: `(i32, i32) → i32`.
    pub fn arrow(&self) -> String {
        let list = |types: &[ValType]| {
            types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        match self.results.len() {
            0 => format!("({})", list(&self.params)),
            1 => format!("({}) → {}", list(&self.params), list(&self.results)),
            _ => format!("({}) → ({})", list(&self.params), list(&self.results)),
        }
    }
}

impl TableType {
    /// Whether it holds plain `funcref`s, so that helpers can import it.
    pub fn is_funcref(&self) -> bool {
        self.element == ValType::funcref()
    }

    /// Whether it cannot grow.
    pub fn is_fixed(&self) -> bool {
        self.max_slots == Some(self.min_slots)
    }
}

impl ExternType {
    /// The word for its kind: `func`, `memory`, `table`, `global`, `tag`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Func(_) => "func",
            Self::Memory(_) => "memory",
            Self::Table(_) => "table",
            Self::Global(_) => "global",
            Self::Tag(_) => "tag",
        }
    }

    /// The function type, if it is one.
    pub const fn as_func(&self) -> Option<&FuncType> {
        match self {
            Self::Func(ty) => Some(ty),
            _ => None,
        }
    }

    /// The type as a reader of a list wants it: functions with an arrow, the rest as WAT.
    pub fn brief(&self) -> String {
        match self {
            Self::Func(ty) => ty.arrow(),
            other => other.to_string(),
        }
    }

    /// Whether something of type `self` may be given where `wanted` is imported.
    ///
    /// # Source
    /// Core specification, "External types, matching": functions, globals and tags by equality,
    /// limits by inclusion.
    pub fn satisfies(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Memory(have), Self::Memory(want)) => {
                have.width == want.width
                    && have.shared == want.shared
                    && limits_fit(
                        (have.min_pages, have.max_pages),
                        (want.min_pages, want.max_pages),
                    )
            }
            (Self::Table(have), Self::Table(want)) => {
                have.width == want.width
                    && have.element == want.element
                    && limits_fit(
                        (have.min_slots, have.max_slots),
                        (want.min_slots, want.max_slots),
                    )
            }
            _ => self == wanted,
        }
    }
}

fn limits_fit(have: (u64, Option<u64>), want: (u64, Option<u64>)) -> bool {
    let max_fits = match (have.1, want.1) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(have), Some(want)) => have <= want,
    };
    have.0 >= want.0 && max_fits
}

impl fmt::Display for ValType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::V128 => "v128",
            Self::Ref(text) => text,
        })
    }
}

impl fmt::Display for Width {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.val_type().fmt(f)
    }
}

impl fmt::Display for FuncType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(func")?;
        write_signature(f, self)?;
        f.write_str(")")
    }
}

impl fmt::Display for MemoryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(memory")?;
        write_limits(f, self.width, self.min_pages, self.max_pages)?;
        f.write_str(if self.shared { " shared)" } else { ")" })
    }
}

impl fmt::Display for TableType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(table")?;
        write_limits(f, self.width, self.min_slots, self.max_slots)?;
        write!(f, " {})", self.element)
    }
}

impl fmt::Display for GlobalType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mutable {
            true => write!(f, "(global (mut {}))", self.value),
            false => write!(f, "(global {})", self.value),
        }
    }
}

impl fmt::Display for ExternType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Func(ty) => ty.fmt(f),
            Self::Memory(ty) => ty.fmt(f),
            Self::Table(ty) => ty.fmt(f),
            Self::Global(ty) => ty.fmt(f),
            Self::Tag(ty) => {
                f.write_str("(tag")?;
                write_signature(f, ty)?;
                f.write_str(")")
            }
        }
    }
}

fn write_signature(f: &mut fmt::Formatter<'_>, ty: &FuncType) -> fmt::Result {
    for (word, types) in [("param", &ty.params), ("result", &ty.results)] {
        if !types.is_empty() {
            write!(f, " ({word}")?;
            types.iter().try_for_each(|ty| write!(f, " {ty}"))?;
            f.write_str(")")?;
        }
    }
    Ok(())
}

fn write_limits(
    f: &mut fmt::Formatter<'_>,
    width: Width,
    min: u64,
    max: Option<u64>,
) -> fmt::Result {
    if width == Width::W64 {
        f.write_str(" i64")?;
    }
    write!(f, " {min}")?;
    max.map_or(Ok(()), |max| write!(f, " {max}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(min_pages: u64, max_pages: Option<u64>) -> ExternType {
        ExternType::Memory(MemoryType { width: Width::W32, min_pages, max_pages, shared: false })
    }

    #[test]
    fn types_print_as_wat() {
        let func = FuncType::new([ValType::I32, ValType::F64], [ValType::I64]);
        assert_eq!(func.to_string(), "(func (param i32 f64) (result i64))");
        assert_eq!(func.arrow(), "(i32, f64) → i64");
        assert_eq!(memory(1, Some(2)).to_string(), "(memory 1 2)");
        let table = TableType {
            width: Width::W64,
            element: ValType::funcref(),
            min_slots: 3,
            max_slots: None,
        };
        assert_eq!(table.to_string(), "(table i64 3 funcref)");
    }

    #[test]
    fn limits_match_by_inclusion() {
        let cases = [
            (memory(1, None), memory(1, None), true),
            (memory(2, None), memory(1, None), true),
            (memory(0, None), memory(1, None), false),
            (memory(1, None), memory(1, Some(2)), false),
            (memory(1, Some(2)), memory(1, Some(2)), true),
            (memory(1, Some(3)), memory(1, Some(2)), false),
            (memory(1, Some(3)), memory(1, None), true),
        ];
        for (have, want, fits) in cases {
            assert_eq!(have.satisfies(&want), fits, "{have} for {want}");
        }
    }

    #[test]
    fn only_integers_differ_in_width() {
        let wide = FuncType::new([ValType::I64], [ValType::I64]);
        let narrow = FuncType::new([ValType::I32], [ValType::I32]);
        let float = FuncType::new([ValType::F32], [ValType::I32]);
        assert!(wide.same_but_for_width(&narrow));
        assert!(!float.same_but_for_width(&narrow));
    }
}
