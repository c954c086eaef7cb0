//! Values of untyped calls.

use super::untyped::FuncRef;
use crate::error::{Code, Error, Result, quoted};
use crate::sig::ValType;
use std::fmt;

/// A value of an untyped call.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Val {
    /// 32-bit integer.
    I32(i32),
    /// 64-bit integer.
    I64(i64),
    /// 32-bit float.
    F32(f32),
    /// 64-bit float.
    F64(f64),
    /// 128-bit vector.
    V128(u128),
    /// A null reference of any type.
    NullRef,
    /// A function. It belongs to the link that handed it out.
    FuncRef(FuncRef),
    /// A reference to something else, which can be shown but not passed.
    SomeRef,
}

impl Val {
    /// Reads a value as a person writes it: decimal, `0x` hexadecimal, negative, `_` between
    /// digits, floats, `inf`, `nan`. A vector is one number of 128 bits.
    ///
    /// # Errors
    /// 5007 with the type that was expected.
    ///
    /// # Example
    /// ```
    /// use wasm_broker::{Val, ValType};
    /// assert_eq!(Val::parse("-5", &ValType::I32)?, Val::I32(-5));
    /// assert_eq!(Val::parse("0xffffffff", &ValType::I32)?, Val::I32(-1));
    /// # Ok::<(), wasm_broker::Error>(())
    /// ```
    pub fn parse(text: &str, ty: &ValType) -> Result<Self> {
        let parsed = match ty {
            ValType::I32 => integer(text)
                .filter(|n| (i128::from(i32::MIN)..=i128::from(u32::MAX)).contains(n))
                .map(|n| Self::I32(n as i32)),
            ValType::I64 => integer(text)
                .filter(|n| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(n))
                .map(|n| Self::I64(n as i64)),
            ValType::F32 => (text.parse().ok().or_else(|| integer(text).map(|n| n as f32)))
                .filter(|x: &f32| x.is_finite() || names_no_number(text))
                .map(Self::F32),
            ValType::F64 => (text.parse().ok().or_else(|| integer(text).map(|n| n as f64)))
                .filter(|x: &f64| x.is_finite() || names_no_number(text))
                .map(Self::F64),
            ValType::V128 => vector(text).map(Self::V128),
            ValType::Ref(_) => (text == "null").then_some(Self::NullRef),
        };
        parsed.ok_or_else(|| {
            let text = format!("{} is not a value of type {ty}", quoted(text));
            Error::new(Code::TypeError, text).help(match ty {
                ValType::Ref(_) => "only `null` can be passed for a reference",
                ValType::V128 => "write a number of up to 128 bits: `42`, `-5`, `0x2a`",
                ValType::F32 | ValType::F64 => {
                    "write a number in range: `1.5`, `-2e3`, `inf`, `nan`"
                }
                _ => "write a number in range: `42`, `-5`, `0x2a`",
            })
        })
    }

    pub(super) fn to_wasmtime(self, ty: &wasmtime::ValType) -> wasmtime::Val {
        match self {
            Self::I32(n) => wasmtime::Val::I32(n),
            Self::I64(n) => wasmtime::Val::I64(n),
            Self::F32(x) => wasmtime::Val::F32(x.to_bits()),
            Self::F64(x) => wasmtime::Val::F64(x.to_bits()),
            Self::V128(bits) => wasmtime::Val::V128(bits.into()),
            // Functions need their link: `untyped.rs` has looked at them before.
            Self::NullRef | Self::FuncRef(_) | Self::SomeRef => match ty {
                wasmtime::ValType::Ref(ty) => wasmtime::Val::null_ref(ty.heap_type()),
                _ => wasmtime::Val::I32(0),
            },
        }
    }

    pub(super) fn of_wasmtime(val: &wasmtime::Val) -> Self {
        match val {
            wasmtime::Val::I32(n) => Self::I32(*n),
            wasmtime::Val::I64(n) => Self::I64(*n),
            wasmtime::Val::F32(bits) => Self::F32(f32::from_bits(*bits)),
            wasmtime::Val::F64(bits) => Self::F64(f64::from_bits(*bits)),
            wasmtime::Val::V128(bits) => Self::V128(bits.as_u128()),
            other => match other.ref_().is_some_and(|reference| reference.is_null()) {
                true => Self::NullRef,
                false => Self::SomeRef,
            },
        }
    }

    /// Its type for a message.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::I32(_) => "i32",
            Self::I64(_) => "i64",
            Self::F32(_) => "f32",
            Self::F64(_) => "f64",
            Self::V128(_) => "v128",
            Self::NullRef => "null",
            Self::FuncRef(_) => "funcref",
            Self::SomeRef => "reference",
        }
    }

    /// Whether a parameter of this type takes the value.
    pub(super) fn has_type(self, ty: &ValType) -> bool {
        if matches!(self, Self::FuncRef(_)) {
            return *ty == ValType::funcref();
        }
        matches!(
            (self, ty),
            (Self::I32(_), ValType::I32)
                | (Self::I64(_), ValType::I64)
                | (Self::F32(_), ValType::F32)
                | (Self::F64(_), ValType::F64)
                | (Self::V128(_), ValType::V128)
                | (Self::NullRef, ValType::Ref(_))
        )
    }
}

impl fmt::Display for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I32(n) => n.fmt(f),
            Self::I64(n) => n.fmt(f),
            // As WAT spells it, and as `parse` reads it.
            Self::F32(x) if x.is_nan() => f.write_str("nan"),
            Self::F64(x) if x.is_nan() => f.write_str("nan"),
            Self::F32(x) => x.fmt(f),
            Self::F64(x) => x.fmt(f),
            Self::V128(bits) => bits.fmt(f),
            Self::NullRef | Self::FuncRef(_) | Self::SomeRef => f.write_str(self.type_name()),
        }
    }
}

/// Whether a float is asked for as `inf` or `nan`, and not as a number that is too large for it.
fn names_no_number(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit())
}

/// Decimal or `0x`, with a sign; `_` may group digits. Answers whether it is negative.
fn signed(text: &str) -> Option<(bool, u128)> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_digit = |c: char| c.is_ascii_hexdigit() || c == '_';
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let (digits, radix) = hex.map_or((digits, 10), |hex| (hex, 16));
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) || !digits.chars().all(is_digit) {
        return None;
    }
    Some((is_negative, u128::from_str_radix(&digits.replace('_', ""), radix).ok()?))
}

fn integer(text: &str) -> Option<i128> {
    let (is_negative, value) = signed(text)?;
    let value = i128::try_from(value).ok()?;
    Some(if is_negative { -value } else { value })
}

/// As for the integers: signed or unsigned, as it fits.
fn vector(text: &str) -> Option<u128> {
    match signed(text)? {
        (false, value) => Some(value),
        (true, value) => (value <= 1 << 127).then(|| value.wrapping_neg()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_write_them() {
        let cases = [
            ("42", ValType::I32, Some(Val::I32(42))),
            ("-5", ValType::I32, Some(Val::I32(-5))),
            ("+7", ValType::I32, Some(Val::I32(7))),
            ("0x10", ValType::I32, Some(Val::I32(16))),
            ("-0x10", ValType::I64, Some(Val::I64(-16))),
            ("4294967295", ValType::I32, Some(Val::I32(-1))),
            ("4294967296", ValType::I32, None),
            ("-2147483649", ValType::I32, None),
            ("18446744073709551615", ValType::I64, Some(Val::I64(-1))),
            ("1_000", ValType::I64, Some(Val::I64(1000))),
            ("", ValType::I32, None),
            ("-", ValType::I32, None),
            ("--1", ValType::I32, None),
            ("0x", ValType::I32, None),
            ("1.5", ValType::I32, None),
            ("1.5", ValType::F64, Some(Val::F64(1.5))),
            ("-2e3", ValType::F32, Some(Val::F32(-2000.0))),
            ("0x10", ValType::F64, Some(Val::F64(16.0))),
            ("inf", ValType::F64, Some(Val::F64(f64::INFINITY))),
            ("-Infinity", ValType::F32, Some(Val::F32(f32::NEG_INFINITY))),
            // The last that is rounded to a number, and the first that is not.
            ("3.4028235677973366e38", ValType::F32, Some(Val::F32(f32::MAX))),
            ("3.4028235677973367e38", ValType::F32, None),
            ("3.4028236e38", ValType::F32, None),
            ("-1e39", ValType::F32, None),
            ("1e400", ValType::F64, None),
            ("x", ValType::F64, None),
            ("0xff", ValType::V128, Some(Val::V128(255))),
            ("0XfF", ValType::V128, Some(Val::V128(255))),
            ("1_0", ValType::V128, Some(Val::V128(10))),
            ("+5", ValType::V128, Some(Val::V128(5))),
            ("-1", ValType::V128, Some(Val::V128(u128::MAX))),
            ("0xffffffffffffffffffffffffffffffff", ValType::V128, Some(Val::V128(u128::MAX))),
            ("0x100000000000000000000000000000000", ValType::V128, None),
            ("-0x80000000000000000000000000000000", ValType::V128, Some(Val::V128(1 << 127))),
            ("-0x80000000000000000000000000000001", ValType::V128, None),
            ("0x+5", ValType::V128, None),
            ("0x+5", ValType::I32, None),
            ("0x", ValType::V128, None),
            ("null", ValType::funcref(), Some(Val::NullRef)),
            ("0", ValType::funcref(), None),
        ];
        for (text, ty, expected) in cases {
            let parsed = Val::parse(text, &ty);
            assert_eq!(parsed.as_ref().ok(), expected.as_ref(), "{text:?} as {ty}");
            if let Err(error) = parsed {
                assert_eq!(error.code(), Code::TypeError);
            }
        }
    }
}
