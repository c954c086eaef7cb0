//! Typed calls: Rust values as values of wasm. Types are compared before anything is called.

use crate::engine::{FuncRef, Val};
use crate::error::{Code, Error, Result, quoted};
use crate::sig::{FuncType, ValType};

/// A Rust value that a typed call takes and gives: `i32`, `u32`, `i64`, `u64`, `f32`, `f64`, `u128`
/// (v128) and `Option<FuncRef>` (funcref).
pub trait TypedValue: Copy + sealed::Sealed {
    /// Its type in wasm.
    fn ty() -> ValType;

    /// The value for an untyped call.
    fn to_val(self) -> Val;

    /// The value of an untyped call, if it is one of this type.
    fn of_val(val: Val) -> Option<Self>;
}

/// The parameters or results of a typed call: nothing, a value, or a tuple of up to eight.
pub trait TypedValues: Sized {
    /// Their types in wasm.
    fn types() -> Vec<ValType>;

    /// The values for an untyped call.
    fn to_vals(self) -> Vec<Val>;

    /// The values of an untyped call, if they are of these types.
    fn of_vals(vals: &[Val]) -> Option<Self>;
}

/// Fails for a function of another type.
///
/// # Errors
/// 5007 with both types.
pub(super) fn check<P: TypedValues, R: TypedValues>(name: &str, found: &FuncType) -> Result<()> {
    let expected = FuncType::new(P::types(), R::types());
    match expected == *found {
        true => Ok(()),
        false => {
            let text = format!("{} was asked for with another type", quoted(name));
            Err(Error::new(Code::TypeError, text)
                .finding(format!("expected {expected}"))
                .finding(format!("found    {found}")))
        }
    }
}

mod sealed {
    /// Which types there are is for wasm to say.
    pub trait Sealed {}
}

macro_rules! typed_value {
    ($($rust:ty, $ty:expr, $val:ident, $to:expr, $of:expr;)*) => {
        $(
            impl sealed::Sealed for $rust {}

            impl TypedValue for $rust {
                fn ty() -> ValType {
                    $ty
                }

                fn to_val(self) -> Val {
                    Val::$val($to(self))
                }

                fn of_val(val: Val) -> Option<Self> {
                    match val {
                        Val::$val(value) => Some($of(value)),
                        _ => None,
                    }
                }
            }
        )*
    };
}

typed_value! {
    i32, ValType::I32, I32, std::convert::identity, std::convert::identity;
    u32, ValType::I32, I32, u32::cast_signed, i32::cast_unsigned;
    i64, ValType::I64, I64, std::convert::identity, std::convert::identity;
    u64, ValType::I64, I64, u64::cast_signed, i64::cast_unsigned;
    f32, ValType::F32, F32, std::convert::identity, std::convert::identity;
    f64, ValType::F64, F64, std::convert::identity, std::convert::identity;
    u128, ValType::V128, V128, std::convert::identity, std::convert::identity;
}

impl sealed::Sealed for Option<FuncRef> {}

impl TypedValue for Option<FuncRef> {
    fn ty() -> ValType {
        ValType::funcref()
    }

    fn to_val(self) -> Val {
        self.map_or(Val::NullRef, Val::FuncRef)
    }

    fn of_val(val: Val) -> Option<Self> {
        match val {
            Val::FuncRef(func) => Some(Some(func)),
            Val::NullRef => Some(None),
            _ => None,
        }
    }
}

impl<T: TypedValue> TypedValues for T {
    fn types() -> Vec<ValType> {
        vec![T::ty()]
    }

    fn to_vals(self) -> Vec<Val> {
        vec![self.to_val()]
    }

    fn of_vals(vals: &[Val]) -> Option<Self> {
        match vals {
            [val] => T::of_val(*val),
            _ => None,
        }
    }
}

macro_rules! typed_values {
    ($($value:ident)*) => {
        #[allow(non_snake_case, reason = "type parameters double as names of values")]
        impl<$($value: TypedValue),*> TypedValues for ($($value,)*) {
            fn types() -> Vec<ValType> {
                vec![$($value::ty()),*]
            }

            fn to_vals(self) -> Vec<Val> {
                let ($($value,)*) = self;
                vec![$($value.to_val()),*]
            }

            fn of_vals(vals: &[Val]) -> Option<Self> {
                match vals {
                    [$($value),*] => Some(($($value::of_val(*$value)?,)*)),
                    _ => None,
                }
            }
        }
    };
}

typed_values!();
typed_values!(A);
typed_values!(A B);
typed_values!(A B C);
typed_values!(A B C D);
typed_values!(A B C D E);
typed_values!(A B C D E F);
typed_values!(A B C D E F G);
typed_values!(A B C D E F G H);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        type All = (i32, u32, i64, u64, f32, f64, u128, Option<FuncRef>);
        let all: All = (-1, u32::MAX, -1, u64::MAX, 1.5, -2.5, u128::MAX, None);
        let vals = all.to_vals();
        assert_eq!(All::of_vals(&vals), Some(all));
        assert_eq!(All::of_vals(&vals[1..]), None);
        assert_eq!(vals[..4], [Val::I32(-1), Val::I32(-1), Val::I64(-1), Val::I64(-1)]);
        assert_eq!(<(i64,)>::of_vals(&[Val::I32(1)]), None);
        assert_eq!(i64::of_vals(&[Val::I32(1)]), None);
        assert_eq!(<()>::of_vals(&[]), Some(()));
    }

    #[test]
    fn types_are_compared_whole() {
        let found = FuncType::new(vec![ValType::I32], vec![ValType::F64]);
        check::<u32, f64>("f", &found).expect("one value, and no tuple");
        check::<(i32,), (f64,)>("f", &found).expect("the same");
        let error = check::<(i32, i32), f64>("f", &found).expect_err("one parameter more");
        assert_eq!(error.code(), Code::TypeError);
        assert!(error.to_string().contains("(func (param i32) (result f64))"), "{error}");
    }
}
