//! The link that is measured: the user's own, with small modules of ours beside it.
//!
//! The modules are `wat/*.wat`. Invariant: main's memory is read and never written.

use super::target::{Function, Target};
use crate::failure::Failure;
use wasm_broker::plan::{HelperSpec, Source};
use wasm_broker::{
    Broker, Code, Error, FuncType, Link, LinkBuilder, LinkPlan, Module, ModuleFacts, ModuleId, Val,
    ValType, Width, quoted,
};

/// The user's main module.
pub(super) const MAIN: &str = "main";
/// Copies from main.
pub(super) const COPIER: &str = "bench:copier";
/// Is called.
pub(super) const CALLEE: &str = "bench:callee";
/// Calls it.
pub(super) const CALLER: &str = "bench:caller";
/// Calls the user's function.
pub(super) const PROBE: &str = "bench:probe";
/// The import module of our host function.
const HOST: &str = "bench:host";
/// The function that is called in every way; in our modules and as a host function.
pub(super) const NEXT: &str = "next";
/// Start of all these names.
const OUR_PREFIX: &str = "bench:";
/// How many modules of ours a link gets at the most.
const N_OUR_MODULES: u64 = 4;

const COPIER_WAT: &str = include_str!("wat/copier.wat");
const CALLEE_WAT: &str = include_str!("wat/callee.wat");
const CALLER_WAT: &str = include_str!("wat/caller.wat");
const PROBE_WAT: &str = include_str!("wat/probe.wat");
/// What stands for the type of main's addresses in [`COPIER_WAT`].
const MAIN_ADDRESS: &str = "i32(;main;)";

/// A running link that holds our modules.
pub(super) struct Measured {
    pub(super) link: Link<()>,
    /// Whether the copier is there, or why not.
    pub(super) copier: Result<(), String>,
    /// Whether the probe is there, or why not; none where no function was given.
    pub(super) probe: Option<Result<(), String>>,
}

impl Measured {
    /// Adds our modules to the user's link and makes it.
    ///
    /// # Errors
    /// 5014 if a name of ours is taken; what start functions and constructors fail with.
    pub(super) fn new(
        target: &Target<'_>,
        broker: &Broker,
        function: Option<&Function>,
    ) -> Result<Self, Failure> {
        let mut builder = target.builder(broker)?;
        let plan = builder.draft()?.plan;
        refuse_our_names(&plan)?;
        let limits = builder.current_limits();
        let mut wider = limits.modules(limits.modules_limit().saturating_add(N_OUR_MODULES));
        if limits.fuel_limit().is_some() {
            // Counted, because that is how the user's code runs, but never gone.
            wider = wider.fuel(u64::MAX);
        }
        builder = builder.limits(wider);
        let main_memory = plan.module(ModuleId::MAIN).and_then(|main| main.memory.as_ref());
        let copier = match main_memory {
            Some(memory) => {
                builder = builder.side(COPIER, wat(&copier_wat(memory.ty.width))?);
                Ok(())
            }
            None => Err("main has no memory to copy from".to_owned()),
        };
        builder = builder.side(CALLEE, wat(CALLEE_WAT)?).side(CALLER, wat(CALLER_WAT)?);
        builder = builder.host(HOST, NEXT, |_, (a,): (i32,)| Ok(a.wrapping_add(1)));
        let main = target.main_module()?;
        let probe = match function.map(|function| probe_wat(main.facts(), &plan, function)) {
            Some(Ok(text)) => {
                builder = builder.side(PROBE, wat(&text)?);
                Some(Ok(()))
            }
            Some(Err(reason)) => Some(Err(reason)),
            None => None,
        };
        let link = instantiated(builder)?;
        Ok(Self { link, copier, probe })
    }

    /// Whether copies go through the bridge (`memory.copy`), not through accessor calls.
    pub(super) fn has_bridge(&self) -> bool {
        let plan = self.link.plan();
        let copier = plan.module_id(COPIER).and_then(|copier| plan.module(copier));
        let sources = copier.iter().flat_map(|copier| &copier.imports).map(|import| &import.source);
        let helpers = sources.filter_map(|source| match source {
            Source::Helper { helper, .. } => plan.helpers.get(helper.idx()),
            _ => None,
        });
        helpers.into_iter().any(|helper| matches!(helper.spec, HelperSpec::Bridge(_)))
    }
}

fn instantiated(builder: LinkBuilder<()>) -> Result<Link<()>, Failure> {
    match builder.errors(&builder.draft()?) {
        errors if errors.is_empty() => Ok(builder.plan()?.instantiate(())?),
        errors => Err(Failure::Errors(errors)),
    }
}

fn refuse_our_names(plan: &LinkPlan) -> Result<(), Error> {
    let taken = plan.modules.iter().find(|module| module.name.starts_with(OUR_PREFIX));
    taken.map_or(Ok(()), |module| {
        let text = format!("a module is named {}", quoted(&module.name));
        Err(Error::new(Code::DuplicateName, text)
            .finding("`bench` adds modules whose names begin with `bench:`")
            .help("give the module another name: `--side NAME=PATH`"))
    })
}

fn wat(text: &str) -> Result<Module, Error> {
    Module::from_bytes(text.as_bytes())
}

fn copier_wat(main: Width) -> String {
    match main {
        Width::W32 => COPIER_WAT.to_owned(),
        Width::W64 => COPIER_WAT.replace(MAIN_ADDRESS, "i64"),
    }
}

/// The probe for this function, or why it cannot be written.
fn probe_wat(main: &ModuleFacts, plan: &LinkPlan, function: &Function) -> Result<String, String> {
    let (module, export) = owner(main, plan, &function.name);
    let params = function.params.iter().map(constant).collect::<Option<Vec<_>>>();
    let params = params.ok_or("its references cannot be written down in a module")?;
    let ty = |word: &str, types: &[ValType]| -> String {
        types.iter().map(|ty| format!("({word} {ty})")).collect()
    };
    let FuncType { params: param_types, results } = &function.ty;
    let mut call = format!("(call $function {})", params.join(" "));
    call.push_str(&" (drop)".repeat(results.len()));
    Ok(PROBE_WAT
        .replace("(;import;)", &format!("{} {}", literal(&module), literal(&export)))
        .replace("(;type;)", &format!("{} {}", ty("param", param_types), ty("result", results)))
        .replace("(;call;)", &call))
}

/// The module and the export that a name means: main's export of that name first, else
/// `module.export`. As `Link::invoke` reads it, which has called the function already.
fn owner(main: &ModuleFacts, plan: &LinkPlan, name: &str) -> (String, String) {
    let of_main = || (MAIN.to_owned(), name.to_owned());
    if main.exported_func(name).is_some() {
        return of_main();
    }
    let of_module = plan.modules.iter().filter_map(|module| {
        let export = name.strip_prefix(module.name.as_str())?.strip_prefix('.')?;
        Some((module.name.clone(), export.to_owned()))
    });
    of_module.max_by_key(|(module, _)| module.len()).unwrap_or_else(of_main)
}

/// A value as a constant expression of WAT.
fn constant(val: &Val) -> Option<String> {
    Some(match val {
        Val::I32(value) => format!("(i32.const {value})"),
        Val::I64(value) => format!("(i64.const {value})"),
        Val::F32(value) => format!("(f32.const {})", float(&format!("{value:e}"))),
        Val::F64(value) => format!("(f64.const {})", float(&format!("{value:e}"))),
        Val::V128(bits) => {
            format!("(v128.const i64x2 {:#x} {:#x})", *bits as u64, (bits >> 64) as u64)
        }
        _ => return None,
    })
}

/// Rust writes `NaN` where WAT has `nan`.
fn float(text: &str) -> String {
    text.to_lowercase()
}

/// A name as a string of WAT.
fn literal(name: &str) -> String {
    let bytes: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    format!("\"{bytes}\"")
}

#[cfg(test)]
mod tests {
    use super::super::target::Repeat;
    use super::*;

    fn function(name: &str, params: &[(ValType, Val)], results: &[ValType]) -> Function {
        let types: Vec<ValType> = params.iter().map(|(ty, _)| ty.clone()).collect();
        Function {
            name: name.to_owned(),
            ty: FuncType::new(types, results.to_vec()),
            params: params.iter().map(|(_, val)| *val).collect(),
            repeat: Repeat::SameLink,
        }
    }

    fn empty_main() -> Module {
        wat("(module)").expect("an empty module is valid")
    }

    #[test]
    fn our_modules_are_valid_in_both_widths() {
        for text in [&copier_wat(Width::W32), &copier_wat(Width::W64), CALLEE_WAT, CALLER_WAT] {
            wat(text).expect("a module of ours is valid");
        }
        let copier = wat(&copier_wat(Width::W64)).expect("it was valid above");
        let types: Vec<String> =
            copier.facts().imports.iter().map(|import| import.ty.brief()).collect();
        assert_eq!(types, ["(i32, i64, i32)", "(i32, i64, i32)"]);
    }

    #[test]
    fn a_probe_passes_every_value_and_drops_every_result() {
        let params = [
            (ValType::I32, Val::I32(i32::MIN)),
            (ValType::I64, Val::I64(-1)),
            (ValType::F32, Val::F32(f32::NEG_INFINITY)),
            (ValType::F64, Val::F64(f64::NAN)),
            (ValType::F64, Val::F64(-1.5e300)),
            (ValType::V128, Val::V128(u128::MAX)),
        ];
        let function = function("f\"\\g", &params, &[ValType::I32, ValType::F64]);
        let text = probe_wat(empty_main().facts(), &LinkPlan::default(), &function)
            .expect("these are numbers");
        let probe = wat(&text).expect("the probe is valid");
        let import = &probe.facts().imports[0];
        assert_eq!((&*import.module, &*import.name), (MAIN, "f\"\\g"));
        assert_eq!(import.ty.brief(), "(i32, i64, f32, f64, f64, v128) → (i32, f64)");
    }

    #[test]
    fn a_reference_has_no_probe() {
        let function = function("f", &[(ValType::funcref(), Val::NullRef)], &[]);
        assert!(probe_wat(empty_main().facts(), &LinkPlan::default(), &function).is_err());
    }
}
