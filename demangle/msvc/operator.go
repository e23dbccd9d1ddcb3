package msvc

// operatorName is the text of an operator or special function in both forms.
type operatorName struct {
	full  string
	short string // "" if it is the same
}

// The tables of operator codes: ?x, ?_x and ?__x. Digits come first, then
// letters; codes with a layout of their own are empty here.
var operators = [...]operatorName{
	plainCodes + 2:  {"operator new", ""},
	plainCodes + 3:  {"operator delete", ""},
	plainCodes + 4:  {"operator=", ""},
	plainCodes + 5:  {"operator>>", ""},
	plainCodes + 6:  {"operator<<", ""},
	plainCodes + 7:  {"operator!", ""},
	plainCodes + 8:  {"operator==", ""},
	plainCodes + 9:  {"operator!=", ""},
	plainCodes + 10: {"operator[]", ""},
	plainCodes + 12: {"operator->", ""},
	plainCodes + 13: {"operator*", ""},
	plainCodes + 14: {"operator++", ""},
	plainCodes + 15: {"operator--", ""},
	plainCodes + 16: {"operator-", ""},
	plainCodes + 17: {"operator+", ""},
	plainCodes + 18: {"operator&", ""},
	plainCodes + 19: {"operator->*", ""},
	plainCodes + 20: {"operator/", ""},
	plainCodes + 21: {"operator%", ""},
	plainCodes + 22: {"operator<", ""},
	plainCodes + 23: {"operator<=", ""},
	plainCodes + 24: {"operator>", ""},
	plainCodes + 25: {"operator>=", ""},
	plainCodes + 26: {"operator,", ""},
	plainCodes + 27: {"operator()", ""},
	plainCodes + 28: {"operator~", ""},
	plainCodes + 29: {"operator^", ""},
	plainCodes + 30: {"operator|", ""},
	plainCodes + 31: {"operator&&", ""},
	plainCodes + 32: {"operator||", ""},
	plainCodes + 33: {"operator*=", ""},
	plainCodes + 34: {"operator+=", ""},
	plainCodes + 35: {"operator-=", ""},

	underCodes + 0:  {"operator/=", ""},
	underCodes + 1:  {"operator%=", ""},
	underCodes + 2:  {"operator>>=", ""},
	underCodes + 3:  {"operator<<=", ""},
	underCodes + 4:  {"operator&=", ""},
	underCodes + 5:  {"operator|=", ""},
	underCodes + 6:  {"operator^=", ""},
	underCodes + 10: {"`typeof'", ""},
	underCodes + 13: {"`vbase dtor'", "`vbase destructor'"},
	underCodes + 14: {"`vector deleting dtor'", "`vector deleting destructor'"},
	underCodes + 15: {"`default ctor closure'", "`default constructor closure'"},
	underCodes + 16: {"`scalar deleting dtor'", "`scalar deleting destructor'"},
	underCodes + 17: {"`vector ctor iterator'", "`vector constructor iterator'"},
	underCodes + 18: {"`vector dtor iterator'", "`vector destructor iterator'"},
	underCodes + 19: {"`vector vbase ctor iterator'", "`vector vbase constructor iterator'"},
	underCodes + 20: {"`virtual displacement map'", ""},
	underCodes + 21: {"`eh vector ctor iterator'", "`eh vector constructor iterator'"},
	underCodes + 22: {"`eh vector dtor iterator'", "`eh vector destructor iterator'"},
	underCodes + 23: {"`eh vector vbase ctor iterator'", "`eh vector vbase constructor iterator'"},
	underCodes + 24: {"`copy ctor closure'", "`copy constructor closure'"},
	underCodes + 29: {"`local vftable ctor closure'", "`local vftable constructor closure'"},
	underCodes + 30: {"operator new[]", ""},
	underCodes + 31: {"operator delete[]", ""},
	underCodes + 33: {"`placement delete closure'", ""},
	underCodes + 34: {"`placement delete[] closure'", ""},

	doubleCodes + 10: {"`managed vector ctor iterator'", "`managed vector constructor iterator'"},
	doubleCodes + 11: {"`managed vector dtor iterator'", "`managed vector destructor iterator'"},
	doubleCodes + 12: {"`EH vector copy ctor iterator'", "`EH vector copy constructor iterator'"},
	doubleCodes + 13: {"`EH vector vbase copy ctor iterator'", "`EH vector vbase copy constructor iterator'"},
	doubleCodes + 16: {"`vector copy ctor iterator'", "`vector copy constructor iterator'"},
	doubleCodes + 17: {"`vector vbase copy ctor iterator'", "`vector vbase copy constructor iterator'"},
	doubleCodes + 18: {"`managed vector vbase copy ctor iterator'", "`managed vector vbase copy constructor iterator'"},
	doubleCodes + 21: {"operator co_await", ""},
	doubleCodes + 22: {"operator<=>", ""},

	specialVftable:      {"`vftable'", ""},
	specialVbtable:      {"`vbtable'", ""},
	specialLocalVftable: {"`local vftable'", ""},
	specialLocator:      {"`RTTI Complete Object Locator'", ""},
	specialBaseArray:    {"`RTTI Base Class Array'", ""},
	specialHierarchy:    {"`RTTI Class Hierarchy Descriptor'", ""},
	specialGuard:        {"`local static guard'", ""},
	specialThreadGuard:  {"`local static thread guard'", ""},
	specialVcall:        {"`vcall'", ""},
	specialBaseClass:    {"`RTTI Base Class Descriptor at ", ""},
}

// codes is how many operator codes one table has: ten digits and 26 letters.
const codes = 10 + 26

// Where the tables begin in operators, and the names that only the symbols of
// special.go have.
const (
	plainCodes = codes * iota
	underCodes
	doubleCodes
	specialCodes
)

const (
	specialVftable = specialCodes + iota
	specialVbtable
	specialLocalVftable
	specialLocator
	specialBaseArray
	specialHierarchy
	specialGuard
	specialThreadGuard
	specialVcall
	specialBaseClass
)

// operator reads an operator code, after the ? that announces it.
func (p *parser) operator() ref {
	table := plainCodes
	if p.eat('_') {
		table = underCodes
		if p.eat('_') {
			table = doubleCodes
		}
	}
	c := p.next()
	switch {
	case table == plainCodes && (c == '0' || c == '1'):
		return p.add(node{kind: kindStructor, a: c - '0'})
	case table == plainCodes && c == 'B':
		return p.add(node{kind: kindConversion})
	case table == doubleCodes && c == 'K':
		lo, hi := p.span(false)
		return p.add(node{kind: kindLiteral, lo: lo, hi: hi})
	}
	code := 0
	switch {
	case isDigit(c):
		code = int(c - '0')
	case 'A' <= c && c <= 'Z':
		code = int(c-'A') + 10
	default:
		p.back()
		return p.fail(p.orEOF(errOperator))
	}
	if operators[table+code].full == "" {
		p.back()
		return p.fail(errOperator)
	}
	return p.add(node{kind: kindOperator, a: uint8(table + code)})
}
