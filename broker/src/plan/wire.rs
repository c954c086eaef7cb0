//! The wire twin of a plan: the same data as JSON, for tools and executors outside this process.
//!
//! Invariants: what is written can be read back and is then equal; what is read names only what
//! exists, so that nothing else needs to look twice at an id; equal plans give equal bytes. The
//! types here mirror those of `plan.rs` name by name: the docs there are the docs of the JSON.
//!
//! To add a step, helper or source: its row in the macro call of its type below; the compiler asks
//! for it. A change that older readers would misunderstand raises [`VERSION`].

use super::{
    Base, BrokerFunction, ForwardTarget, Helper, HelperImport, HelperSpec, HostReference, Integers,
    Lift, LiftedItem, LinkPlan, Member, Node, Pair, Placement, PlannedImport, PlannedModule, Room,
    Scope, SharedGlobal, Source, Space, StackSpace, Step, StubKind, Symbol, Until, check,
};
use crate::error::{Code, Error, Result, quoted, quoted_lines};
use crate::ids::{GlobalId, HelperId, HostId, ModuleId};
use crate::sig::{ExternType, FuncType, GlobalType, MemoryType, TableType, ValType, Width};
use serde::{Deserialize, Serialize};

/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 2;

/// A type that has a twin on the wire.
trait Twin: Sized {
    type Wire;
    fn to_wire(&self) -> Self::Wire;
    fn of_wire(wire: Self::Wire) -> Self;
}

/// What stands before everything else is read: a later version may differ in all the rest.
#[derive(Debug, Deserialize)]
struct Version {
    version: u32,
}

/// The whole document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireDocument {
    version: u32,
    modules: Vec<WireModule>,
    helpers: Vec<WireHelper>,
    globals: Vec<WireSharedGlobal>,
    steps: Vec<WireStep>,
}

/// A value type by its WAT spelling.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct WireValType(ValType);

/// An address width by the WAT spelling of its integers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum WireWidth {
    #[serde(rename = "i32")]
    W32,
    #[serde(rename = "i64")]
    W64,
}

/// A function with its name.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireNamedFunction {
    name: String,
    ty: WireFuncType,
}

impl LinkPlan {
    /// The plan as JSON, for people and tools: indented, every list in the plan's own order.
    ///
    /// # Shape
    /// `{"version": 2, "modules": […], "helpers": […], "globals": […], "steps": […]}` with the
    /// field names of [`LinkPlan`]; an enum is an object with its variant under `kind`; ids are
    /// numbers that index `modules`, `helpers` and `globals`; value types have their WAT spelling.
    /// Equal plans give equal text.
    ///
    /// # Example
    /// ```
    /// use wasm_broker::LinkPlan;
    ///
    /// let plan = LinkPlan::default();
    /// assert_eq!(LinkPlan::from_json(&plan.to_json())?, plan);
    /// # Ok::<(), wasm_broker::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        let document = WireDocument {
            version: VERSION,
            modules: self.modules.to_wire(),
            helpers: self.helpers.to_wire(),
            globals: self.globals.to_wire(),
            steps: self.steps.to_wire(),
        };
        let text = serde_json::to_string_pretty(&document);
        text.expect("every key is a string, and no value is refused by the writer")
    }

    /// Reads what [`LinkPlan::to_json`] wrote. A plan in which every import has a source is checked
    /// as [`LinkPlan::check`] does, short of what only the modules themselves can tell.
    ///
    /// # Errors
    /// 5025 with line and column for text of another form; 5025 for another version, ids of
    /// nothing, or steps in an order that cannot be carried out.
    pub fn from_json(text: &str) -> Result<Self> {
        let Version { version } = serde_json::from_str(text).map_err(|cause| malformed(&cause))?;
        if version != VERSION {
            let message = format!("the plan has version {version}, only {VERSION} can be read");
            return Err(Error::new(Code::ManifestError, message)
                .help("write it again with the `wasm-broker` that reads it"));
        }
        let document: WireDocument =
            serde_json::from_str(text).map_err(|cause| malformed(&cause))?;
        let plan = Self {
            modules: Vec::of_wire(document.modules),
            helpers: Vec::of_wire(document.helpers),
            globals: Vec::of_wire(document.globals),
            steps: Vec::of_wire(document.steps),
        };
        let is_whole = plan
            .modules
            .iter()
            .flat_map(|module| &module.imports)
            .all(|import| import.source != Source::Missing);
        let checked = match is_whole {
            true => check::check(&plan, &[]),
            false => check::check_ids(&plan),
        };
        checked.map_err(|cause| {
            Error::new(Code::ManifestError, "the plan contradicts itself").finding(cause.message())
        })?;
        Ok(plan)
    }
}

/// The parser's message may quote the text, so it is escaped like a guest's.
fn malformed(cause: &serde_json::Error) -> Error {
    let (line, column) = (cause.line(), cause.column());
    let text = cause.to_string();
    let place = format!(" at line {line} column {column}");
    let what = text.strip_suffix(&place).unwrap_or(&text);
    let message = format!("not a plan: line {line}, column {column}: {}", quoted_lines(what));
    Error::new(Code::ManifestError, message)
}

impl TryFrom<String> for WireValType {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let simple = [ValType::I32, ValType::I64, ValType::F32, ValType::F64, ValType::V128];
        if let Some(ty) = simple.into_iter().find(|ty| ty.to_string() == text) {
            return Ok(Self(ty));
        }
        match text.ends_with("ref") || (text.starts_with("(ref ") && text.ends_with(')')) {
            true => Ok(Self(ValType::Ref(text))),
            false => Err(format!("{} is not a value type", quoted(&text))),
        }
    }
}

impl From<WireValType> for String {
    fn from(wire: WireValType) -> Self {
        wire.0.to_string()
    }
}

impl Twin for ValType {
    type Wire = WireValType;

    fn to_wire(&self) -> WireValType {
        WireValType(self.clone())
    }

    fn of_wire(wire: WireValType) -> Self {
        wire.0
    }
}

impl Twin for Width {
    type Wire = WireWidth;

    fn to_wire(&self) -> WireWidth {
        match self {
            Self::W32 => WireWidth::W32,
            Self::W64 => WireWidth::W64,
        }
    }

    fn of_wire(wire: WireWidth) -> Self {
        match wire {
            WireWidth::W32 => Self::W32,
            WireWidth::W64 => Self::W64,
        }
    }
}

impl Twin for (String, FuncType) {
    type Wire = WireNamedFunction;

    fn to_wire(&self) -> WireNamedFunction {
        WireNamedFunction { name: self.0.clone(), ty: self.1.to_wire() }
    }

    fn of_wire(wire: WireNamedFunction) -> Self {
        (wire.name, FuncType::of_wire(wire.ty))
    }
}

impl<T: Twin> Twin for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn to_wire(&self) -> Self::Wire {
        self.iter().map(T::to_wire).collect()
    }

    fn of_wire(wire: Self::Wire) -> Self {
        wire.into_iter().map(T::of_wire).collect()
    }
}

impl<T: Twin> Twin for Option<T> {
    type Wire = Option<T::Wire>;

    fn to_wire(&self) -> Self::Wire {
        self.as_ref().map(T::to_wire)
    }

    fn of_wire(wire: Self::Wire) -> Self {
        wire.map(T::of_wire)
    }
}

/// Types that are the same on the wire.
macro_rules! same {
    ($($ty:ty),*) => {$(
        impl Twin for $ty {
            type Wire = Self;

            fn to_wire(&self) -> Self {
                self.clone()
            }

            fn of_wire(wire: Self) -> Self {
                wire
            }
        }
    )*};
}

/// Ids, which are numbers on the wire.
macro_rules! ids {
    ($($ty:ty),*) => {$(
        impl Twin for $ty {
            type Wire = u32;

            fn to_wire(&self) -> u32 {
                self.number()
            }

            fn of_wire(wire: u32) -> Self {
                Self::new(wire)
            }
        }
    )*};
}

/// A struct that has the same fields on the wire.
macro_rules! structs {
    ($($wire:ident = $ty:ty { $($field:ident: $field_ty:ty),* $(,)? })*) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $wire {
            $($field: <$field_ty as Twin>::Wire,)*
        }

        impl Twin for $ty {
            type Wire = $wire;

            fn to_wire(&self) -> $wire {
                $wire { $($field: self.$field.to_wire(),)* }
            }

            fn of_wire(wire: $wire) -> Self {
                Self { $($field: Twin::of_wire(wire.$field),)* }
            }
        }
    )*};
}

/// An enum: on the wire an object with the variant under `kind`. A variant `V { f: T }` has its
/// fields, `V(f: T)` gives its nameless value the name `f`, `V[x: T]` has the fields of `T` itself.
macro_rules! enums {
    ($($wire:ident = $ty:ty {
        $($variant:ident
            $({ $($field:ident: $field_ty:ty),* $(,)? })?
            $(($named:ident: $named_ty:ty))?
            $([$flat:ident: $flat_ty:ty])?
        ),* $(,)?
    })*) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        enum $wire {
            $($variant
                $({ $($field: <$field_ty as Twin>::Wire),* })?
                $({ $named: <$named_ty as Twin>::Wire })?
                $((<$flat_ty as Twin>::Wire))?
            ,)*
        }

        impl Twin for $ty {
            type Wire = $wire;

            fn to_wire(&self) -> $wire {
                match self {
                    $(Self::$variant $({ $($field),* })? $(($named))? $(($flat))? => {
                        $wire::$variant
                            $({ $($field: $field.to_wire()),* })?
                            $({ $named: $named.to_wire() })?
                            $(($flat.to_wire()))?
                    })*
                }
            }

            fn of_wire(wire: $wire) -> Self {
                match wire {
                    $($wire::$variant $({ $($field),* })? $({ $named })? $(($flat))? => {
                        Self::$variant
                            $({ $($field: Twin::of_wire($field)),* })?
                            $((Twin::of_wire($named)))?
                            $((Twin::of_wire($flat)))?
                    })*
                }
            }
        }
    )*};
}

same!(bool, i64, u32, u64, usize, String);
ids!(ModuleId, HelperId, HostId, GlobalId);

structs! {
    WireModule = PlannedModule {
        name: String, imports: Vec<PlannedImport>, memory: Option<Space<MemoryType>>,
        table: Option<Space<TableType>>, member: Option<Member>, lift: Lift, remarks: Vec<String>,
        closed: bool,
    }
    WireImport = PlannedImport {
        module: String, name: String, ty: ExternType, source: Source, mapped_by: Option<String>,
    }
    WireMemorySpace = Space<MemoryType> { ty: MemoryType, source: Source }
    WireTableSpace = Space<TableType> { ty: TableType, source: Source }
    WireMember = Member {
        leader: ModuleId, placement: Option<Placement>, stack: Option<StackSpace>, scope: Scope,
        needed: Vec<ModuleId>,
    }
    WirePlacement = Placement {
        memory_bytes: u64, memory_align_bytes: u64, table_slots: u64, table_align_slots: u64,
        memory: Room, table: Room,
    }
    WireStackSpace = StackSpace { low: u64, high: u64, heap_base: u64 }
    WireSharedGlobal = SharedGlobal {
        leader: ModuleId, name: String, width: Width, value: Symbol,
    }
    WireLift = Lift {
        memories: Vec<LiftedItem<MemoryType>>, tables: Vec<LiftedItem<TableType>>,
        relaxed_imports: Vec<usize>, stack_pointer_idx: Option<u32>,
        host_references: Vec<HostReference>,
    }
    WireHostReference = HostReference { func_idx: u32, export: String, owner: ModuleId }
    WireLiftedMemory = LiftedItem<MemoryType> {
        ty: MemoryType, source: Source, maximum_raised: bool,
    }
    WireLiftedTable = LiftedItem<TableType> { ty: TableType, source: Source, maximum_raised: bool }
    WireHelper = Helper { spec: HelperSpec, imports: Vec<HelperImport> }
    WireHelperImport = HelperImport { module: String, name: String, source: Source }
    WireForwardTarget = ForwardTarget {
        module: ModuleId, export: String, ty: FuncType, until: Until,
    }
    WirePair = Pair { main: ModuleId, side: ModuleId, main_width: Width, side_width: Width }
    WireFuncType = FuncType { params: Vec<ValType>, results: Vec<ValType> }
    WireMemoryType = MemoryType {
        width: Width, min_pages: u64, max_pages: Option<u64>, shared: bool,
    }
    WireTableType = TableType {
        width: Width, element: ValType, min_slots: u64, max_slots: Option<u64>,
    }
    WireGlobalType = GlobalType { value: ValType, mutable: bool }
}

enums! {
    WireExternType = ExternType {
        Func[ty: FuncType], Memory[ty: MemoryType], Table[ty: TableType], Global[ty: GlobalType],
        Tag[ty: FuncType],
    }
    WireSource = Source {
        Peer { module: ModuleId, export: String }, Helper { helper: HelperId, export: String },
        Host(host: HostId), Broker { function: BrokerFunction, owner: ModuleId },
        Constant(value: i64), Base { module: ModuleId, base: Base }, Shared(global: GlobalId),
        Address { module: ModuleId, export: String }, Stub(answer: StubKind), Missing,
    }
    WireBase = Base { Memory, Table }
    WireScope = Scope { Global, Local(root: ModuleId) }
    WireRoom = Room { Fixed(first: u64), Allocated { module: ModuleId, export: String }, Grown }
    WireSymbol = Symbol {
        Number(value: u64), Stack { n_bytes: u64, room: Room },
        Data { module: ModuleId, export: String }, Function { source: Source, ty: FuncType },
    }
    WireStubKind = StubKind { Trap, Zero }
    WireUntil = Until { Instantiated, Constructed }
    WireIntegers = Integers { Width, Split }
    WireBrokerFunction = BrokerFunction {
        Dlopen, Dlsym, LogEnabled, AccessorBridge, AccessorBridgeFb, Fault, Check,
        HostRehome { to: ModuleId }, AtExit, Loader(name: String), Wasi(name: String),
        Emscripten(name: String),
    }
    WireHelperSpec = HelperSpec {
        Home { module: ModuleId, memories: Vec<MemoryType>, tables: Vec<TableType> },
        Accessor { module: ModuleId, width: Width },
        Bridge[pair: Pair], Fallback[pair: Pair], Ledger, Rehome[pair: Pair],
        WasiShim { module: ModuleId, memory: Option<Width>, functions: Vec<(String, FuncType)> },
        Wrapper { declared: FuncType, actual: FuncType, integers: Integers },
        Tag { leader: ModuleId, name: String, ty: FuncType },
        Forward { importer: ModuleId, targets: Vec<ForwardTarget> },
    }
    WireNode = Node { Module(id: ModuleId), Helper(id: HelperId) }
    WireStep = Step {
        Place(module: ModuleId), Instantiate(node: Node),
        FillGlobals { first: GlobalId, end: GlobalId },
        Relocate { module: ModuleId, export: String }, InitTls(module: ModuleId),
        SetStackLimits(module: ModuleId),
        FillForward { helper: HelperId, target_idx: u32 },
        Call { module: ModuleId, export: String }, CallMain { module: ModuleId, export: String },
    }
}
