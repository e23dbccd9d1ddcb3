package itanium

// An operatorKind says which operands follow an operator's code.
type operatorKind uint8

const (
	opPrefix operatorKind = iota
	opPostfix
	opBinary
	opIndex
	opMember
	opNew
	opDelete
	opCall
	opConversion
	opConditional
	opNameOnly
	opNamedCast // from here on: not the name of a function
	opOfType
	opOfExpr
)

// An operator is a row of the ABI's table 5.1.5.3.
type operator struct {
	code string // two letters
	kind operatorKind
	flag bool // opNew, opDelete: array form; opCall: callee in parentheses; opMember: can be overloaded
	prec prec
	text string // as written in an expression
}

// operators is sorted by code.
var operators = [...]operator{
	{"aN", opBinary, false, precAssign, "&="},
	{"aS", opBinary, false, precAssign, "="},
	{"aa", opBinary, false, precAndIf, "&&"},
	{"ad", opPrefix, false, precUnary, "&"},
	{"an", opBinary, false, precAnd, "&"},
	{"at", opOfType, false, precUnary, "alignof "},
	{"aw", opNameOnly, false, precPrimary, "co_await"},
	{"az", opOfExpr, false, precUnary, "alignof "},
	{"cc", opNamedCast, false, precPostfix, "const_cast"},
	{"cl", opCall, false, precPostfix, "()"},
	{"cm", opBinary, false, precComma, ","},
	{"co", opPrefix, false, precUnary, "~"},
	{"cp", opCall, true, precPostfix, "()"},
	{"cv", opConversion, false, precCast, ""},
	{"dV", opBinary, false, precAssign, "/="},
	{"da", opDelete, true, precUnary, "delete[]"},
	{"dc", opNamedCast, false, precPostfix, "dynamic_cast"},
	{"de", opPrefix, false, precUnary, "*"},
	{"dl", opDelete, false, precUnary, "delete"},
	{"ds", opMember, false, precPtrMem, ".*"},
	{"dt", opMember, false, precPostfix, "."},
	{"dv", opBinary, false, precMultiplicative, "/"},
	{"eO", opBinary, false, precAssign, "^="},
	{"eo", opBinary, false, precXor, "^"},
	{"eq", opBinary, false, precEquality, "=="},
	{"ge", opBinary, false, precRelational, ">="},
	{"gt", opBinary, false, precRelational, ">"},
	{"ix", opIndex, false, precPostfix, "[]"},
	{"lS", opBinary, false, precAssign, "<<="},
	{"le", opBinary, false, precRelational, "<="},
	{"ls", opBinary, false, precShift, "<<"},
	{"lt", opBinary, false, precRelational, "<"},
	{"mI", opBinary, false, precAssign, "-="},
	{"mL", opBinary, false, precAssign, "*="},
	{"mi", opBinary, false, precAdditive, "-"},
	{"ml", opBinary, false, precMultiplicative, "*"},
	{"mm", opPostfix, false, precPostfix, "--"},
	{"na", opNew, true, precUnary, "new[]"},
	{"ne", opBinary, false, precEquality, "!="},
	{"ng", opPrefix, false, precUnary, "-"},
	{"nt", opPrefix, false, precUnary, "!"},
	{"nw", opNew, false, precUnary, "new"},
	{"oR", opBinary, false, precAssign, "|="},
	{"oo", opBinary, false, precOrIf, "||"},
	{"or", opBinary, false, precOr, "|"},
	{"pL", opBinary, false, precAssign, "+="},
	{"pl", opBinary, false, precAdditive, "+"},
	{"pm", opMember, true, precPtrMem, "->*"},
	{"pp", opPostfix, false, precPostfix, "++"},
	{"ps", opPrefix, false, precUnary, "+"},
	{"pt", opMember, true, precPostfix, "->"},
	{"qu", opConditional, false, precConditional, "?"},
	{"rM", opBinary, false, precAssign, "%="},
	{"rS", opBinary, false, precAssign, ">>="},
	{"rc", opNamedCast, false, precPostfix, "reinterpret_cast"},
	{"rm", opBinary, false, precMultiplicative, "%"},
	{"rs", opBinary, false, precShift, ">>"},
	{"sc", opNamedCast, false, precPostfix, "static_cast"},
	{"ss", opBinary, false, precSpaceship, "<=>"},
	{"st", opOfType, false, precUnary, "sizeof "},
	{"sz", opOfExpr, false, precUnary, "sizeof "},
	{"te", opOfExpr, false, precPostfix, "typeid "},
	{"ti", opOfType, false, precPostfix, "typeid "},
}

// findOperator returns the index in operators of a two-letter code, or -1.
func findOperator(c0, c1 byte) int {
	lo, hi := 0, len(operators)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch code := operators[mid].code; {
		case code[0] < c0 || code[0] == c0 && code[1] < c1:
			lo = mid + 1
		case code[0] == c0 && code[1] == c1:
			return mid
		default:
			hi = mid
		}
	}
	return -1
}
