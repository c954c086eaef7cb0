//! Untyped calls: values in, values out, and functions that the host holds on to.
//!
//! Invariant: a function that is handed out twice has the same number, so that the list is never
//! longer than the link has functions.

use super::link::LinkId;
use super::state::State;
use super::value::Val;
use super::{entry, link};
use crate::error::{Code, Error, Result};
use crate::sig::FuncType;
use std::collections::HashMap;
use wasmtime::{AsContextMut, Func, Ref, StoreContextMut};

/// A function that a guest handed out as a value. It is called with [`crate::Link::call_ref`], and
/// can be passed to every function of the same link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FuncRef {
    link: LinkId,
    number: usize,
}

/// The functions of one link that were handed out.
#[derive(Debug)]
pub(super) struct FuncRefs {
    link: LinkId,
    funcs: Vec<Func>,
    numbers: HashMap<usize, usize>,
}

impl FuncRefs {
    pub(super) fn new(link: LinkId) -> Self {
        Self { link, funcs: Vec::new(), numbers: HashMap::new() }
    }
}

/// Calls a function with untyped values.
///
/// # Errors
/// 5005 for a function of another link, 5007 for values of other types; what the guest fails with.
pub(super) fn call(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    shown: &str,
    args: &[Val],
) -> Result<Vec<Val>> {
    let ty = func.ty(cx.as_context_mut());
    check_types(&link::func_type(&ty), shown, args)?;
    let mut params = Vec::with_capacity(args.len());
    for (arg, ty) in args.iter().zip(ty.params()) {
        params.push(match arg {
            Val::FuncRef(func) => wasmtime::Val::FuncRef(Some(function(cx, *func)?)),
            number => number.to_wasmtime(&ty),
        });
    }
    let mut results = vec![wasmtime::Val::I32(0); ty.results().len()];
    entry::call(cx, func, &params, &mut results)?;
    entry::finish(cx, entry::Due::Flush)?;
    Ok(results.iter().map(|result| of_wasmtime(cx, result)).collect())
}

/// # Errors
/// 5007 with both types.
fn check_types(ty: &FuncType, shown: &str, args: &[Val]) -> Result<()> {
    let fits = ty.params.len() == args.len()
        && args.iter().zip(&ty.params).all(|(arg, ty)| arg.has_type(ty));
    match fits {
        true => Ok(()),
        false => {
            let given: Vec<_> = args.iter().map(|arg| arg.type_name()).collect();
            Err(Error::new(Code::TypeError, format!("{shown} takes {ty}")).finding(format!(
                "{} arguments were given: ({})",
                args.len(),
                given.join(", ")
            )))
        }
    }
}

/// The function behind a value.
///
/// # Errors
/// 5005 for a function of another link.
pub(super) fn function(cx: &StoreContextMut<'_, State>, func: FuncRef) -> Result<Func> {
    let known = &cx.data().func_refs;
    known.link.check(func.link, "function reference")?;
    let found = known.funcs.get(func.number).copied();
    found.ok_or_else(|| Error::new(Code::Internal, "a function reference has no function"))
}

fn of_wasmtime(cx: &mut StoreContextMut<'_, State>, val: &wasmtime::Val) -> Val {
    let Some(Ref::Func(Some(func))) = val.ref_() else { return Val::of_wasmtime(val) };
    let address = func.to_raw(cx.as_context_mut()).addr();
    let FuncRefs { link, funcs, numbers } = &mut cx.data_mut().func_refs;
    let number = *numbers.entry(address).or_insert_with(|| {
        funcs.push(func);
        funcs.len() - 1
    });
    Val::FuncRef(FuncRef { link: *link, number })
}
