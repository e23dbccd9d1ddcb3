package msvc

// The parser builds a tree of nodes in one slab. A node refers to others by
// index, so that a back-reference costs an index and never a copy, and the
// slab is reused from one name to the next.

// A ref is the index of a node; 0 means none.
type ref int32

// kind says what a node is and how its fields are to be read.
type kind uint8

const (
	_                kind = iota
	kindIdent             // lo, hi: span of the input
	kindAnonymous         // an anonymous namespace; lo, hi: span of the input
	kindInterface         // lo, hi: span of the input
	kindOrdinal           // num: number of a local scope
	kindEnclosing         // x: the symbol of the enclosing function
	kindTemplate          // x: name, y: list of arguments; lo, hi: span of the input
	kindOperator          // a: index of the operator table
	kindStructor          // a: 0 constructor, 1 destructor; x: name of the class
	kindConversion        // x: target type
	kindLiteral           // lo, hi: suffix of operator ""
	kindQualified         // x: name, y: list of scopes, the outermost first
	kindList              // x: item, next: rest
	kindNumber            // num, a: 1 if negative
	kindPrimitive         // a: index of the primitive table, quals
	kindTag               // a: index of tagNames, x: qualified name, quals
	kindCustom            // x: name, quals
	kindPointer           // a: affinity, x: pointee, y: class of a member pointer, z: list of 3 numbers of __ptrauth, quals
	kindManaged           // x: element, num: rank of a managed array, or 0 for a pinning pointer; quals
	kindArray             // x: element, y: list of numbers, quals
	kindFunction          // a: calling convention, x: return type, y: list of parameters, z: numbers of a thunk, class, quals, bits
	kindFunctionSym       // x: name, y: function
	kindVariable          // a: storage, x: type, y: name
	kindTable             // x: name, y: list of targets, quals
	kindUntyped           // x: name
	kindGuard             // x: name, num: index
	kindVcall             // a: calling convention, x: name, num: offset
	kindTypeRTTI          // a: 0 descriptor, 1 descriptor name; x: type
	kindBaseRTTI          // x: name, y: list of 4 numbers
	kindInit              // a: 0 initializer, 1 atexit destructor; x: qualified name or variable, y: function
	kindString            // a: index of stringPrefixes, bits; lo, hi: span of the decoded text in scratch
	kindVerbatim          // lo, hi: span of the input
	kindSymbolArg         // a: affinity, x: symbol, y: list of numbers
	kindParameterArg      // num: index of a template parameter
	kindNamedArg          // x: name of a template parameter
	kindFloatArg          // num: mantissa, a: 1 if negative, y: list of the exponent
)

// node is a tree node. The meaning of its fields depends on the kind.
type node struct {
	kind  kind
	a     uint8
	quals quals
	bits  uint8
	class class
	x     ref
	y     ref
	z     ref
	next  ref
	lo    uint32
	hi    uint32
}

// num returns the 64-bit number that lo and hi hold together.
func (n *node) num() uint64 { return uint64(n.hi)<<32 | uint64(n.lo) }

func (n *node) setNum(v uint64) { n.lo, n.hi = uint32(v), uint32(v>>32) }

// quals is a set of type qualifiers.
type quals uint8

const (
	qualConst quals = 1 << iota
	qualVolatile
	qualRestrict
	qualUnaligned
)

// Affinities of a pointer node or of a symbol as template argument.
const (
	affinityPointer = iota
	affinityReference
	affinityRvalue
	affinityHandle   // ^ of C++/CLI and C++/CX
	affinityTracking // % of the same
	affinityNone
)

// Bits of a function node.
const (
	bitNoexcept = 1 << iota
	bitVariadic
	bitVoid   // the list of parameters is spelled as void
	bitLvalue // ref-qualifier &
	bitRvalue // ref-qualifier &&
)

// bitCut is the bit of a literal that has more text than its name holds.
const bitCut = 1

// class holds the properties of a function that its class letter encodes.
type class uint16

const (
	classPrivate class = 1 << iota
	classProtected
	classPublic
	classGlobal
	classStatic
	classVirtual
	classExternC
	classUntyped     // extern "C" without a type
	classAdjustor    // thunk with a static this-adjustment
	classVtordisp    // thunk with a vtordisp adjustment
	classVtordispEx  // thunk with a vtordispex adjustment
	classSilentVirt  // virtual, but shown only in the short form
	classIsThunk     = classAdjustor | classVtordisp | classVtordispEx
	classWithoutThis = classGlobal | classStatic
)
