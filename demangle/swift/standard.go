package swift

import (
	"strconv"
	"strings"
)

// A standardType is a type of the standard library that has a mangling of its
// own.
type standardType struct {
	name string
	kind kind
}

// standardTypes are the types "S" and a letter stand for.
var standardTypes = [128]standardType{
	'A': {"AutoreleasingUnsafeMutablePointer", kStructure},
	'a': {"Array", kStructure},
	'b': {"Bool", kStructure},
	'D': {"Dictionary", kStructure},
	'd': {"Double", kStructure},
	'f': {"Float", kStructure},
	'h': {"Set", kStructure},
	'I': {"DefaultIndices", kStructure},
	'i': {"Int", kStructure},
	'J': {"Character", kStructure},
	'N': {"ClosedRange", kStructure},
	'n': {"Range", kStructure},
	'O': {"ObjectIdentifier", kStructure},
	'P': {"UnsafePointer", kStructure},
	'p': {"UnsafeMutablePointer", kStructure},
	'R': {"UnsafeBufferPointer", kStructure},
	'r': {"UnsafeMutableBufferPointer", kStructure},
	'S': {"String", kStructure},
	's': {"Substring", kStructure},
	'u': {"UInt", kStructure},
	'V': {"UnsafeRawPointer", kStructure},
	'v': {"UnsafeMutableRawPointer", kStructure},
	'W': {"UnsafeRawBufferPointer", kStructure},
	'w': {"UnsafeMutableRawBufferPointer", kStructure},
	'q': {"Optional", kEnum},
	'B': {"BinaryFloatingPoint", kProtocol},
	'E': {"Encodable", kProtocol},
	'e': {"Decodable", kProtocol},
	'F': {"FloatingPoint", kProtocol},
	'G': {"RandomNumberGenerator", kProtocol},
	'H': {"Hashable", kProtocol},
	'j': {"Numeric", kProtocol},
	'K': {"BidirectionalCollection", kProtocol},
	'k': {"RandomAccessCollection", kProtocol},
	'L': {"Comparable", kProtocol},
	'l': {"Collection", kProtocol},
	'M': {"MutableCollection", kProtocol},
	'm': {"RangeReplaceableCollection", kProtocol},
	'Q': {"Equatable", kProtocol},
	'T': {"Sequence", kProtocol},
	't': {"IteratorProtocol", kProtocol},
	'U': {"UnsignedInteger", kProtocol},
	'X': {"RangeExpression", kProtocol},
	'x': {"Strideable", kProtocol},
	'Y': {"RawRepresentable", kProtocol},
	'y': {"StringProtocol", kProtocol},
	'Z': {"SignedInteger", kProtocol},
	'z': {"BinaryInteger", kProtocol},
}

// concurrencyTypes are the types "Sc" and a letter stand for.
var concurrencyTypes = [128]standardType{
	'A': {"Actor", kProtocol},
	'C': {"CheckedContinuation", kStructure},
	'c': {"UnsafeContinuation", kStructure},
	'E': {"CancellationError", kStructure},
	'e': {"UnownedSerialExecutor", kStructure},
	'F': {"Executor", kProtocol},
	'f': {"SerialExecutor", kProtocol},
	'G': {"TaskGroup", kStructure},
	'g': {"ThrowingTaskGroup", kStructure},
	'h': {"TaskExecutor", kProtocol},
	'I': {"AsyncIteratorProtocol", kProtocol},
	'i': {"AsyncSequence", kProtocol},
	'J': {"UnownedJob", kStructure},
	'M': {"MainActor", kClass},
	'P': {"TaskPriority", kStructure},
	'S': {"AsyncStream", kStructure},
	's': {"AsyncThrowingStream", kStructure},
	'T': {"Task", kStructure},
	't': {"UnsafeCurrentTask", kStructure},
}

// swiftType makes a type of module Swift.
func (p *parser) swiftType(k kind, name string) ref {
	return p.typed(p.with(k, p.named(kModule, "Swift"), p.named(kIdentifier, name)))
}

// standardSubstitution reads a standard module or type, after "S".
func (p *parser) standardSubstitution() ref {
	switch p.next() {
	case 'o':
		return p.named(kModule, "__C")
	case 'C':
		return p.named(kModule, "__C_Synthesized")
	case 'g':
		some := p.with(kTypeList, p.popKind(kType))
		return p.addSub(p.typed(p.with(kBoundGenericEnum, p.swiftType(kEnum, "Optional"), some)))
	}
	p.back()
	repeat, ok := p.natural()
	if !ok && isDigit(p.peek()) {
		return 0
	}
	table := &standardTypes
	if p.nextIf('c') {
		table = &concurrencyTypes
	}
	c := p.next()
	if c >= 128 || table[c].name == "" {
		return 0
	}
	t := p.swiftType(table[c].kind, table[c].name)
	if t == 0 {
		return 0
	}
	return p.repeat(repeat, t)
}

// maxBuiltinSize is the largest width in bits, or length of a vector, of a
// builtin type.
const maxBuiltinSize = 4096

// builtinNames are the builtin types "B" and a letter stand for.
var builtinNames = [128]string{
	'A': "Builtin.ImplicitActor",
	'b': "Builtin.BridgeObject",
	'B': "Builtin.UnsafeValueBuffer",
	'e': "Builtin.Executor",
	'I': "Builtin.IntLiteral",
	'O': "Builtin.UnknownObject",
	'o': "Builtin.NativeObject",
	'p': "Builtin.RawPointer",
	'j': "Builtin.Job",
	'D': "Builtin.DefaultActorStorage",
	'd': "Builtin.NonDefaultDistributedActorStorage",
	'c': "Builtin.RawUnsafeContinuation",
	't': "Builtin.SILToken",
	'w': "Builtin.Word",
	'P': "Builtin.PackIndex",
}

// builtin reads a type of the compiler, after "B".
func (p *parser) builtin() ref {
	switch c := p.next(); c {
	case 'f':
		return p.typed(p.sizedBuiltin("Builtin.FPIEEE"))
	case 'i':
		return p.typed(p.sizedBuiltin("Builtin.Int"))
	case 'v':
		size, ok := p.builtinSize()
		if !ok {
			return 0
		}
		return p.typed(p.vector(size, p.popTypeChild()))
	case 'V':
		element := p.popKind(kType)
		return p.typed(p.with(kBuiltinFixedArray, p.popKind(kType), element))
	case 'T':
		return p.typed(p.leaf(kBuiltinTupleType))
	default:
		if c >= 128 || builtinNames[c] == "" {
			return 0
		}
		return p.typed(p.named(kBuiltinTypeName, builtinNames[c]))
	}
}

// builtinSize reads a width or length and the underscore after it.
func (p *parser) builtinSize() (int, bool) {
	n, ok := p.natural()
	return n, ok && p.nextIf('_') && 0 < n && n <= maxBuiltinSize
}

func (p *parser) sizedBuiltin(prefix string) ref {
	size, ok := p.builtinSize()
	if !ok {
		return 0
	}
	from := len(p.texts)
	p.texts = append(p.texts, prefix...)
	p.texts = strconv.AppendInt(p.texts, int64(size), 10)
	return p.cut(kBuiltinTypeName, from, len(p.texts))
}

// vector makes the type of a vector of a builtin type.
func (p *parser) vector(size int, element ref) ref {
	if element == 0 || p.kind(element) != kBuiltinTypeName {
		return 0
	}
	name, ok := strings.CutPrefix(p.text(element), "Builtin.")
	if !ok {
		return 0
	}
	from := len(p.texts)
	p.texts = append(p.texts, "Builtin.Vec"...)
	p.texts = strconv.AppendInt(p.texts, int64(size), 10)
	p.texts = append(p.texts, 'x')
	p.texts = append(p.texts, name...)
	if !p.charge((len(p.texts) - from) / bytesPerNode) {
		return 0
	}
	return p.cut(kBuiltinTypeName, from, len(p.texts))
}
