//! Which functions a module can make references to.
//!
//! Invariant: no instruction names a function that is not in this list (the validator calls the
//! others undeclared), so that a module holds no reference to an import of its own but to these.
//!
//! # Source
//! The specification, "Modules" under validation: the references `C.refs`.

use std::collections::BTreeSet;
use wasmparser::{ConstExpr, ElementItems, ExternalKind, Operator, Payload, TableInit};

/// The function indices that are named outside of code.
#[derive(Debug, Default)]
pub(super) struct References {
    functions: BTreeSet<u32>,
}

impl References {
    /// Takes what one section names of the first functions, which are imported.
    pub(super) fn read(
        &mut self,
        payload: &Payload<'_>,
        n_imported: u32,
    ) -> wasmparser::Result<()> {
        // Without imported functions there is nothing to find.
        if n_imported == 0 {
            return Ok(());
        }
        let mut name = |func_idx: u32| {
            if func_idx < n_imported {
                self.functions.insert(func_idx);
            }
        };
        match payload {
            Payload::ExportSection(reader) => {
                for export in reader.clone() {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        name(export.index);
                    }
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader.clone() {
                    constant(&global?.init_expr, &mut name)?;
                }
            }
            Payload::TableSection(reader) => {
                for table in reader.clone() {
                    if let TableInit::Expr(expr) = table?.init {
                        constant(&expr, &mut name)?;
                    }
                }
            }
            Payload::ElementSection(reader) => {
                for element in reader.clone() {
                    match element?.items {
                        ElementItems::Functions(list) => {
                            for func_idx in list {
                                name(func_idx?);
                            }
                        }
                        ElementItems::Expressions(_, list) => {
                            for expr in list {
                                constant(&expr?, &mut name)?;
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The imported functions, in order of their index.
    pub(super) fn imported(self) -> Vec<u32> {
        self.functions.into_iter().collect()
    }
}

fn constant(expr: &ConstExpr<'_>, name: &mut impl FnMut(u32)) -> wasmparser::Result<()> {
    for operator in expr.get_operators_reader() {
        if let Operator::RefFunc { function_index } = operator? {
            name(function_index);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::facts::ModuleFacts;

    #[test]
    fn every_place_that_can_name_a_function_is_read() {
        let with = |text: &str| {
            format!(
                r#"(module (import "a" "f" (func $f)) (import "a" "m" (memory 1))
                (import "a" "g" (func $g)) (table $t 9 funcref) (func $own) {text})"#
            )
        };
        let rows: [(&str, &[u32]); 11] = [
            ("(func (call $f) (call $g))", &[]),
            ("(start $f)", &[]),
            (r#"(export "f" (func $g))"#, &[1]),
            (r#"(export "t" (table $t)) (export "o" (func $own))"#, &[]),
            ("(elem (i32.const 0) $own $g $f $g)", &[0, 1]),
            ("(elem func $f)", &[0]),
            ("(elem declare func $g) (func (drop (ref.func $g)))", &[1]),
            ("(elem funcref (ref.null func) (ref.func $g))", &[1]),
            ("(elem (table $t) (i32.const 1) funcref (ref.func $f))", &[0]),
            ("(global funcref (ref.func $f))", &[0]),
            ("(global funcref (ref.func $own))", &[]),
        ];
        for (text, expected) in rows {
            let bytes = wat::parse_str(with(text)).expect(text);
            let facts = ModuleFacts::of(&bytes).expect(text);
            assert_eq!(facts.referenced_imports, expected, "{text}");
        }
    }
}
