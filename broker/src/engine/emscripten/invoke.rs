//! `invoke_SIG(pointer, …)`: calls that a C++ exception or a `longjmp` may leave early, in
//! emscripten's own scheme.
//!
//! Invariant: only what the same program threw is caught. A trap, a limit, the guest's exit and a
//! host function's error go through unchanged.
//!
//! # Source
//! LLVM's `WebAssemblyLowerEmscriptenEHSjLj`, emscripten's `make_invoke`.

use super::program::{self, Runtime};
use super::{Call, exceptions};
use crate::engine::guest::number;
use crate::engine::state::State;
use crate::error::{Code, Error, quoted};
use crate::ids::ModuleId;
use crate::names;
use std::fmt;
use std::sync::Arc;
use wasmtime::{AsContextMut, Caller, Func, FuncType, StoreContextMut, Val, ValType};

/// What `setThrew` is told; who jumped has told it more before, and the first word counts.
const THREW: u64 = 1;

/// A C++ exception or a jump on its way to the `invoke` that waits for it.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Thrown {
    /// The module whose runtime knows what was thrown.
    pub(super) owner: ModuleId,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// The exception at this address.
    Exception(u64),
    /// A `longjmp`.
    Jump,
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.what {
            What::Exception(_) => "a C++ exception",
            What::Jump => "a longjmp",
        })
    }
}

impl std::error::Error for Thrown {}

impl Thrown {
    /// The error for what nobody caught.
    pub(in crate::engine) fn uncaught(self, cx: &mut StoreContextMut<'_, State>) -> Error {
        let name = quoted(&cx.data().module_name(self.owner));
        let error = match self.what {
            What::Exception(object) => {
                let what = match exceptions::described(cx, self.owner, object) {
                    Ok(what) => what.map(|what| format!(": {what}")).unwrap_or_default(),
                    Err(ended) => return ended,
                };
                let text = format!("{name} threw a C++ exception that nobody caught{what}");
                Error::new(Code::CallError, text)
            }
            What::Jump => {
                let text = format!("{name} called longjmp where no setjmp waits for it");
                Error::new(Code::CallError, text)
            }
        };
        let is_deaf = program::runtime(cx, self.owner).is_ok_and(|it| it.set_threw.is_none());
        match is_deaf {
            true => error.finding(format!("{name} exports no {}", quoted(names::SET_THREW))),
            false => error,
        }
    }
}

/// An `invoke` of this type for this module.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    owner: ModuleId,
    ty: FuncType,
) -> Func {
    let expected = FuncType::new(cx.engine(), ty.params().skip(1), ty.results());
    let signature = name.strip_prefix(names::EM_INVOKE_PREFIX).unwrap_or_default();
    let in_halves: Arc<str> = format!("{}{signature}", names::DYN_CALL_PREFIX).into();
    Func::new(cx.as_context_mut(), ty, move |mut caller: Caller<'_, State>, params, results| {
        let mut cx = caller.as_context_mut();
        let runtime = program::runtime(&mut cx, owner)?;
        // The values that come are those of the type: a call that fails sets them again.
        for (result, ty) in results.iter_mut().zip(expected.results()) {
            *result = Val::default_for_ty(&ty).unwrap_or(Val::I32(0));
        }
        let top = runtime.stack.save(&mut cx)?;
        let target =
            Target { owner, runtime: &runtime, expected: &expected, in_halves: &in_halves };
        let Err(cause) = target.call(&mut cx, params, results) else { return Ok(()) };
        let is_ours = |thrown: &&Thrown| thrown.owner == program::owner_of(&cx, owner);
        let set_threw =
            cause.downcast_ref::<Thrown>().filter(is_ours).and(runtime.set_threw.as_ref());
        let Some(set_threw) = set_threw else { return Err(cause) };
        runtime.stack.restore(&mut cx, top)?;
        set_threw.call(&mut cx, &[THREW, 0])?;
        for (result, ty) in results.iter_mut().zip(expected.results()) {
            *result = Val::default_for_ty(&ty).unwrap_or(Val::I32(0));
        }
        Ok(())
    })
}

/// What an `invoke` calls.
struct Target<'a> {
    owner: ModuleId,
    runtime: &'a Runtime,
    expected: &'a FuncType,
    /// The export that calls functions of this signature with 64-bit integers in halves.
    in_halves: &'a str,
}

impl Target<'_> {
    fn call(
        &self,
        cx: &mut StoreContextMut<'_, State>,
        params: &[Val],
        results: &mut [Val],
    ) -> wasmtime::Result<()> {
        let slot_idx = params.first().map_or(0, number);
        let func = program::function_at(cx, self.owner, slot_idx)?;
        if func.matches_ty(cx.as_context_mut(), self.expected) {
            return func.call(cx.as_context_mut(), &params[1..], results);
        }
        if let Some(func) = self.runtime.func(cx, self.in_halves, params, self.expected) {
            return func.call(cx.as_context_mut(), params, results);
        }
        match joined(cx, &func, &params[1..], results) {
            Some(whole) => self.call_whole(cx, &func, &whole, results),
            None => Err(self.mismatch(cx, func).into()),
        }
    }

    /// Calls a function that takes 64-bit integers whole for a caller that has them in halves.
    fn call_whole(
        &self,
        cx: &mut StoreContextMut<'_, State>,
        func: &Func,
        params: &[Val],
        results: &mut [Val],
    ) -> wasmtime::Result<()> {
        let ty = func.ty(cx.as_context_mut());
        let mut whole = vec![Val::I32(0); ty.results().len()];
        func.call(cx.as_context_mut(), params, &mut whole)?;
        for (result, value) in results.iter_mut().zip(whole) {
            *result = match value {
                Val::I64(number) => {
                    let owner = program::owner_of(cx, self.owner);
                    cx.data_mut().modules[owner.idx()].temp_ret_0 = (number >> i32::BITS) as i32;
                    Val::I32(number as i32)
                }
                other => other,
            };
        }
        Ok(())
    }

    fn mismatch(&self, cx: &mut StoreContextMut<'_, State>, func: Func) -> Error {
        let expected = crate::engine::link::func_type(self.expected);
        let found = crate::engine::link::func_type(&func.ty(cx.as_context_mut()));
        let text = "a function pointer was called with another signature";
        Error::new(Code::SignatureMismatch, text)
            .finding(format!("the caller expects {expected}"))
            .finding(format!("found {found}"))
            .into_trap()
    }
}

/// The parameters as a function takes them, where the caller has each of its 64-bit integers in two
/// halves, the low one first, and reads the high half of a result by itself; none where the types
/// differ in more.
fn joined(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    params: &[Val],
    results: &[Val],
) -> Option<Vec<Val>> {
    let ty = func.ty(cx.as_context_mut());
    let mut rest = params.iter();
    let mut whole = Vec::with_capacity(ty.params().len());
    for wanted in ty.params() {
        let value = *rest.next()?;
        whole.push(match (&wanted, value) {
            (ValType::I64, Val::I32(low)) => {
                let Val::I32(high) = *rest.next()? else { return None };
                Val::I64(i64::from(high) << i32::BITS | i64::from(low.cast_unsigned()))
            }
            _ if value.matches_ty(cx.as_context_mut(), &wanted).unwrap_or(false) => value,
            _ => return None,
        });
    }
    let fits = |(have, result): (ValType, &Val)| match (&have, result) {
        (ValType::I64, Val::I32(_)) => true,
        _ => result.matches_ty(cx.as_context_mut(), &have).unwrap_or(false),
    };
    let has_results = ty.results().len() == results.len() && ty.results().zip(results).all(fits);
    (rest.next().is_none() && has_results).then_some(whole)
}

/// `longjmp` where the program leaves all of it to its host.
pub(super) fn longjmp(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let (buffer, value) = (call.address(0), call.integer(1));
    // C says that `setjmp` never answers 0 the second time.
    let value = if value == 0 { 1 } else { value };
    let runtime = program::runtime(&mut call.cx, call.owner)?;
    if let Some(set_threw) = &runtime.set_threw {
        set_threw.call(&mut call.cx, &[buffer, u64::from(value.cast_unsigned())])?;
    }
    throw_longjmp(call)
}

/// Goes to the `invoke` that waits; the program knows already which `setjmp` is meant.
pub(super) fn throw_longjmp(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let owner = program::owner_of(&call.cx, call.owner);
    Err(wasmtime::Error::new(Thrown { owner, what: What::Jump }))
}

/// Throws the exception at this address.
pub(super) fn throw(call: &Call<'_, '_>, object: u64) -> wasmtime::Result<()> {
    let owner = program::owner_of(&call.cx, call.owner);
    Err(wasmtime::Error::new(Thrown { owner, what: What::Exception(object) }))
}

impl Runtime {
    /// An export of this name that takes these values and answers like this.
    fn func(
        &self,
        cx: &mut StoreContextMut<'_, State>,
        name: &str,
        params: &[Val],
        like: &FuncType,
    ) -> Option<Func> {
        let func = self.exported(cx, name)?;
        let ty = func.ty(cx.as_context_mut());
        let results: Vec<_> = like.results().collect();
        let has_results = ty.results().len() == results.len()
            && ty.results().zip(&results).all(|(have, want)| have.matches(want));
        let mut types = ty.params().zip(params);
        let takes = ty.params().len() == params.len()
            && types.all(|(ty, val)| val.matches_ty(cx.as_context_mut(), &ty).unwrap_or(false));
        (has_results && takes).then_some(func)
    }
}
