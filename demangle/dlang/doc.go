// Package dlang turns the linkage names of the D language back into
// declarations that people read. It stands alone: names go in, text comes out.
//
// # Grammar
//
//	name     = "_D" qualified (type | "Z") | "_Dmain"
//	qualified= {symbol ["M" {modifier}] [function]}      the function without its result
//	symbol   = number bytes | "0" | "Q" base26 | [number] ("__T" | "__U") symbol {argument} "Z"
//	argument = ["H"] ("T" type | "V" type value | "S" symbol | "X" number bytes)
//	function = convention {"N" attribute} {["M"] ["Nk"] ["I" | "J" | "K" | "L"] type} ("X" | "Y" | "Z")
//	type     = letter | modifier type | "A" type | "G" number type | "H" type type | "P" type
//	         | function type | "D" {modifier} function type | ("C" | "S" | "E" | "T") qualified
//	         | "B" number {type} | "Q" base26
//	value    = "n" | ["i" | "N"] number | "e" real | "c" real "c" real | ("a" | "w" | "d") number "_" hex
//	         | ("A" | "S") number {value} | "f" name
//
// A back reference counts the bytes from its Q to what it repeats. A symbol
// of length 0 is anonymous and leaves no trace; one named __S and digits only
// tells equal declarations of one function apart, and leaves none either.
//
// The specification is the chapter on name mangling of the D language's ABI
// (https://dlang.org/spec/abi.html#name_mangling).
//
// # Styles
//
// [StyleLLVM], the default, gives what llvm-cxxfilt gives: the names of
// modules, types, variables of type int and of the data that compilers emit
// for them. It refuses functions and most templates; one that is written with
// its length is printed as it is. [StyleGNU] reads the whole grammar and
// prints it as c++filt does.
//
// # Security
//
// Names come from untrusted files, and back references let a few bytes
// describe a text of exponential length. Three budgets hold at once: the
// length of the text ([Options].MaxLength), the number of grammar nodes
// visited (nodesFloor plus nodesPerByte for each byte of the name) and the
// depth of recursion (maxDepth). A name that exceeds one is refused with a
// *debuginfo.LimitError.
package dlang
