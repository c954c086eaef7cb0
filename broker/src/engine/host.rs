//! Host functions: Rust closures that guests import or call through a pointer.
//!
//! Invariants: a closure works for the module that it was given to, and sees that module's memory;
//! a panic in it becomes an error (5030) and poisons the link, it never unwinds through a guest.

use super::memory::GuestMemory;
use super::state::State;
use super::{entry, slots};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::plan::HostFunction;
use crate::sig::{FuncType, ValType};
use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use wasmtime::{AsContextMut, Caller, Func, StoreContextMut, WasmRet, WasmTy};

/// A host function that was given with `.host(…)`.
#[derive(Clone)]
pub(crate) struct HostEntry {
    facts: HostFunction,
    make: Arc<Make>,
}

/// Makes the function for one module.
type Make = dyn Fn(&mut StoreContextMut<'_, State>, ModuleId) -> Func + Send + Sync;

impl HostEntry {
    pub(crate) fn new<T, P, R, F>(module: &str, name: &str, f: F) -> Self
    where
        T: Send + 'static,
        P: HostParams,
        R: HostResults,
        F: HostFn<T, P, R>,
    {
        let facts = HostFunction {
            module: module.to_owned(),
            name: name.to_owned(),
            ty: FuncType::new(P::types(), R::types()),
        };
        let f = Arc::new(f);
        let make = move |cx: &mut StoreContextMut<'_, State>, owner: ModuleId| {
            P::wrap::<T, R, F>(cx, owner, f.clone())
        };
        Self { facts, make: Arc::new(make) }
    }

    /// What the planner needs to know.
    pub(crate) fn facts(&self) -> HostFunction {
        self.facts.clone()
    }

    /// The function, bound to the module it works for.
    pub(super) fn make(&self, cx: &mut StoreContextMut<'_, State>, owner: ModuleId) -> Func {
        (self.make)(cx, owner)
    }
}

/// A closure that can be a host function.
pub trait HostFn<T, P, R>:
    Fn(&mut HostContext<'_, T>, P) -> Result<R> + Send + Sync + 'static
{
}

impl<T, P, R, F> HostFn<T, P, R> for F where
    F: Fn(&mut HostContext<'_, T>, P) -> Result<R> + Send + Sync + 'static
{
}

/// What a host function sees of the link: the module that it works for, and the link's data.
pub struct HostContext<'a, T> {
    cx: StoreContextMut<'a, State>,
    owner: ModuleId,
    data: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for HostContext<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostContext").field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> HostContext<'_, T> {
    /// The data that the link was instantiated with.
    ///
    /// # Errors
    /// 5007 if it has another type: only where a plan's type parameter was changed by hand.
    pub fn data(&mut self) -> Result<&mut T> {
        self.cx.data_mut().user_data.downcast_mut::<T>().ok_or_else(|| {
            Error::new(Code::TypeError, "the link's data has another type than the host function's")
        })
    }

    /// The memory of the module that the function works for. A module without a memory has an empty
    /// one, on which every access is out of bounds (5006).
    pub fn memory(&mut self) -> GuestMemory<'_> {
        GuestMemory::or_empty(self.cx.as_context_mut(), self.owner)
    }

    /// The name of the module that the function works for.
    pub fn module_name(&self) -> String {
        self.cx.data().module_name(self.owner)
    }

    /// Calls a function pointer of the module that the function works for.
    ///
    /// # Errors
    /// 5017 for a pointer that is no function, 5018 if its type is another one; what the function
    /// itself fails with.
    pub fn call_pointer<P, R>(&mut self, slot_idx: impl Into<u64>, params: P) -> Result<R>
    where
        P: wasmtime::WasmParams,
        R: wasmtime::WasmResults,
    {
        let func = slots::function_at(&mut self.cx, self.owner, slot_idx.into())?;
        let marks = entry::stack_marks(&mut self.cx);
        let outcome = call_pointed_at(&mut self.cx, &func, params);
        if let Err(error) = &outcome
            && error.is_trap()
        {
            // Whatever the host function makes of it: a guest was left in the middle.
            self.cx.data_mut().poison(error);
        }
        if let Err(error) = &outcome
            && error.guest_exit().is_some()
        {
            // The host function may go on, and those that called it.
            entry::put_back(&mut self.cx, &marks);
        }
        outcome
    }
}

/// Calls a function whose type is only known now.
///
/// # Errors
/// 5018 if its type is another one; what the function itself fails with.
pub(super) fn call_pointed_at<P, R>(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    params: P,
) -> Result<R>
where
    P: wasmtime::WasmParams,
    R: wasmtime::WasmResults,
{
    let typed = func.typed::<P, R>(cx.as_context_mut()).map_err(|_| {
        let found = super::link::func_type(&func.ty(cx.as_context_mut()));
        Error::new(Code::SignatureMismatch, "a function pointer was called with another signature")
            .finding(format!("found {found}"))
    })?;
    entry::call_typed(cx, &typed, params)
}

/// A number that host functions take and give.
pub trait GuestValue: WasmTy + Copy {
    /// Its type in wasm.
    fn ty() -> ValType;
}

macro_rules! guest_value {
    ($($rust:ty => $wasm:ident),*) => {
        $(impl GuestValue for $rust {
            fn ty() -> ValType {
                ValType::$wasm
            }
        })*
    };
}

guest_value!(i32 => I32, u32 => I32, i64 => I64, u64 => I64, f32 => F32, f64 => F64);

/// The results of a host function: nothing, a number, or a tuple of numbers.
pub trait HostResults: WasmRet + Send + 'static {
    /// Their types in wasm.
    fn types() -> Vec<ValType>;
}

impl HostResults for () {
    fn types() -> Vec<ValType> {
        Vec::new()
    }
}

macro_rules! host_result {
    ($($rust:ty),*) => {
        $(impl HostResults for $rust {
            fn types() -> Vec<ValType> {
                vec![<$rust>::ty()]
            }
        })*
    };
}

host_result!(i32, u32, i64, u64, f32, f64);

/// The parameters of a host function: a tuple of up to eight numbers.
pub trait HostParams: Sized {
    /// Their types in wasm.
    fn types() -> Vec<ValType>;

    #[doc(hidden)]
    fn wrap<T, R, F>(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, f: Arc<F>) -> Func
    where
        T: Send + 'static,
        R: HostResults,
        F: HostFn<T, Self, R>;
}

macro_rules! host_params {
    ($($param:ident)*) => {
        #[allow(non_snake_case, reason = "type parameters double as names of values")]
        impl<$($param: GuestValue),*> HostParams for ($($param,)*) {
            fn types() -> Vec<ValType> {
                vec![$($param::ty()),*]
            }

            fn wrap<T, R, F>(
                cx: &mut StoreContextMut<'_, State>,
                owner: ModuleId,
                f: Arc<F>,
            ) -> Func
            where
                T: Send + 'static,
                R: HostResults,
                F: HostFn<T, Self, R>,
            {
                Func::wrap(
                    cx.as_context_mut(),
                    move |mut caller: Caller<'_, State> $(, $param: $param)*|
                        -> wasmtime::Result<R> {
                        Ok(guarded(caller.as_context_mut(), owner, |cx| f(cx, ($($param,)*)))?)
                    },
                )
            }
        }
    };
}

host_params!();
host_params!(A);
host_params!(A B);
host_params!(A B C);
host_params!(A B C D);
host_params!(A B C D E);
host_params!(A B C D E G);
host_params!(A B C D E G H);
host_params!(A B C D E G H I);

macro_rules! host_results {
    ($($result:ident)*) => {
        impl<$($result: GuestValue + 'static),*> HostResults for ($($result,)*) {
            fn types() -> Vec<ValType> {
                vec![$($result::ty()),*]
            }
        }
    };
}

host_results!(A);
host_results!(A B);
host_results!(A B C);
host_results!(A B C D);

/// Runs a host closure; a panic becomes an error and poisons the link.
fn guarded<T, R>(
    cx: StoreContextMut<'_, State>,
    owner: ModuleId,
    f: impl FnOnce(&mut HostContext<'_, T>) -> Result<R>,
) -> Result<R> {
    let mut context = HostContext { cx, owner, data: PhantomData };
    let outcome = catch_unwind(AssertUnwindSafe(|| f(&mut context)));
    let outcome = outcome.map(|outcome| outcome.map_err(Error::in_another_program));
    outcome.unwrap_or_else(|panic| {
        let why = message_of(panic);
        let name = quoted(&context.cx.data().module_name(owner));
        let text =
            format!("a host function called by {name} panicked: {}", crate::error::escaped(&why));
        context.cx.data_mut().poisoned = Some(text.clone());
        Err(Error::new(Code::Internal, text).into_trap())
    })
}

/// What a closure says with its panic, which is dropped: what it panics with may panic as well when
/// it is dropped, and what comes of that is never dropped.
pub(super) fn message_of(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        std::mem::forget(again);
    }
    text
}
