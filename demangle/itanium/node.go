package itanium

// A ref names a node by its index in tree.nodes; 0 is no node.
type ref int32

// A node is one piece of a name. What a, b and c hold depends on the kind and
// is written beside it: another node (a ref), a list (a ref of a listNode), a
// place in the input (an offset and a length) or an index into a table.
type node struct {
	kind    kind
	shape   shape
	prec    prec
	flag    uint8
	a, b, c ref
}

// A tree holds the nodes of one name. Nodes refer to text of the input and to
// static words, so that building one copies no text.
type tree struct {
	in    string
	nodes []node // nodes[0] is unused, so that ref 0 is no node
	items []ref  // members of lists; a listNode is a range of it
}

// list returns the members of the list n, none if n is 0.
func (t *tree) list(n ref) []ref {
	if n == 0 {
		return nil
	}
	l := &t.nodes[n]
	return t.items[l.a : l.a+l.b]
}

// text returns the part of the input that a textNode stands for.
func (t *tree) text(n ref) string {
	if n == 0 || t.nodes[n].kind != textNode {
		return ""
	}
	l := &t.nodes[n]
	return t.in[l.a : l.a+l.b]
}

// A shape says whether a type has a part that is written after the declared
// name, as "[3]" in int x[3], and of which sort it is.
type shape uint8

const (
	hasRight    shape = 1 << iota // something follows the name
	hasArray                      // it is an array
	hasFunction                   // it is a function
	dynamic                       // known only while printing, inside a pack or after a forward reference is resolved
)

// Qualifier and declarator flags of nodes.
const (
	quConst = 1 << iota
	quVolatile
	quRestrict
	quLRef  // member function with &
	quRRef  // member function with &&
	quOuter // the encoding is the symbol itself, not part of another name
)

// A kind says what a node is.
type kind uint8

const (
	noNode   kind = iota
	textNode      // a, b: offset and length in the input
	wordNode      // a: index into words
	listNode      // a, b: first and count in tree.items; printed with commas

	// Names.
	nestedName        // a::b
	globalName        // ::a
	templateName      // a: name, b: templateArgs
	templateArgs      // a: list
	standardName      // a: index into standardNames; flag 1: written out in full
	ctorName          // a: the class; flag 1: destructor
	operatorName      // a: index into operators
	conversionName    // operator a
	literalName       // operator"" a
	abiTagged         // a[abi:b]
	moduleName        // a: parent, b: name; flag 1: partition
	moduleEntity      // b@a
	friendName        // a::friend b
	bindingName       // [a...], a structured binding
	unnamedType       // 'unnamed<b>', b: textNode
	lambdaType        // a: list of template parameters, b: list of parameters, c: lambdaTail
	lambdaTail        // a: constraint before, b: constraint after the parameters, c: number (textNode)
	dtorName          // ~a
	specialName       // a: index into words, b: what it belongs to
	constructionTable // construction vtable for a-in-b
	encoding          // a: return type, b: name, c: encodingTail; flag: qualifiers
	encodingTail      // a: list of parameters, b: list of enable_if conditions, c: constraint
	thisParam         // this a

	// Types.
	qualified        // a const, flag: qualifiers
	pointer          // a*
	lvalueRef        // a&
	rvalueRef        // a&&
	memberPointer    // b a::*
	arrayType        // a: element, b: dimension
	functionType     // a: return type, b: list, c: exception specification; flag: qualifiers
	noexceptSpec     // noexcept(a)
	throwSpec        // throw(a...)
	vendorQualified  // a: type, b: qualifier, c: templateArgs
	suffixed         // a: type, b: index into words
	prefixed         // a: index into words, b: type
	vectorType       // a vector[b]
	pixelVector      // pixel vector[a]
	bitInt           // a: size; flag 1: unsigned
	floatN           // a: textNode, b: index into words of the suffix
	transformedType  // a(b)
	objcProtocol     // a<b>
	pack             // a, b: first and count in tree.items; prints the member of the current round
	argPack          // a, b: as pack; prints all
	packExpansion    // a...
	forwardParam     // a: index of the template argument, b: what it turned out to be; flag 1: being printed
	templateParam    // a: index into words, b: index text; the name of an invented parameter
	typeParamDecl    // typename a
	constrainedDecl  // a: constraint, b: name
	valueParamDecl   // a: name, b: type
	templateTempDecl // a: name, b: list, c: constraint
	packParamDecl    // a: declaration
	paramWithArg     // a: declaration, b: argument; prints the argument

	// Expressions. Where an operator is needed, c is an index into operators.
	binaryExpr      // a op b
	prefixExpr      // op a
	postfixExpr     // a op
	conditionalExpr // a ? b : c
	memberExpr      // a . b
	indexExpr       // a[b]
	newExpr         // a: list, b: type, c: initList or 0; flag: newGlobal, newArray
	deleteExpr      // a; flag as newExpr
	namedCast       // op<a>(b)
	callExpr        // a(b...); flag 1: (a)(b...)
	convertExpr     // (a)(b...)
	initList        // a{b...}
	charList        // "b...", an array of char; b is a list of literals
	parenList       // (a...)
	bracedExpr      // .a = b; flag 1: [a] = b
	bracedRange     // [a ... b] = c
	enclosingExpr   // a: index into words, b: what stands in parentheses after it
	foldExpr        // a: pack, b: initial value; flag 1: left fold
	throwExpr       // throw a
	subobjectExpr   // b.<a at offset c>
	functionParam   // fp and the number a
	integerLiteral  // a: textNode, b: index into words of a cast before, c: of a suffix
	enumLiteral     // (a)b
	stringLiteral   // "<a>"
	lambdaExpr      // []a{...}
	floatLiteral    // a, b: digits in the input; flag: index into floatFormats
	sizeofPack      // sizeof...(a)
	requiresExpr    // requires (a...) { b... }
	exprRequirement // a: expression, b: type constraint; flag 1: noexcept
	typeRequirement // typename a;
	nestedRequire   // requires a;
)

const (
	newGlobal = 1 << iota
	newArray
)

// A prec is the precedence of an expression, tightest first.
type prec uint8

const (
	precPrimary prec = iota
	precPostfix
	precUnary
	precCast
	precPtrMem
	precMultiplicative
	precAdditive
	precShift
	precSpaceship
	precRelational
	precEquality
	precAnd
	precXor
	precOr
	precAndIf
	precOrIf
	precConditional
	precAssign
	precComma
	precDefault
)
