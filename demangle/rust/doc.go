// Package rust turns the linkage names of Rust's two mangling schemes back
// into paths that people read. It stands alone: names go in, text comes out.
//
// # Schemes
//
// The legacy scheme borrows the shape of a C++ nested name. Every path element
// carries its length in decimal, the last one is normally a hash, and
// characters that linkers refuse are escaped:
//
//	_ZN 3foo 20Bar$LT$T$GT$ ... 17h0123456789abcdef E      foo::Bar<T>::...
//
//	..  ::      .  .       $SP$ @   $BP$ *   $RF$ &   $LT$ <   $GT$ >
//	$LP$ (      $RP$ )     $C$ ,    $u7e$ any code point, in lower-case hex
//
// The v0 scheme is a prefix notation with back references:
//
//	symbol  = "_R" path [path]                    the second names the instantiating crate
//	path    = "C" ident | "M" impl type | "X" impl type path | "Y" type path
//	        | "N" namespace path ident | "I" path {arg} "E" | "B" base62
//	impl    = [disambiguator] path                parsed, never printed
//	type    = basic | "A" type const | "S" type | "T" {type} "E" | "R" ["L" base62] type
//	        | "Q" ["L" base62] type | "P" type | "O" type | "F" fn | "D" dyn "L" base62
//	        | "W" type pattern | "B" base62 | path
//	fn      = [binder] ["U"] ["K" abi] {type} "E" type
//	dyn     = [binder] {path {"p" ident (type | "K" const)}} "E"
//	arg     = "L" base62 | "K" const | type
//	const   = basic ["n"] hex "_" | "e" hex "_" | "R" const | "Q" const | "A" {const} "E"
//	        | "T" {const} "E" | "V" path fields | "p" | "B" base62
//	pattern = "R" const const | "O" {pattern} "E" | "N"
//	ident   = ["s" base62] ["u"] decimal ["_"] bytes
//
// A back reference is the offset of an earlier path, type or constant, counted
// from the byte after "_R". An identifier marked "u" is Punycode with '_' in
// the place of '-'.
//
// The specifications are Rust RFC 2603 (https://rust-lang.github.io/rfcs/2603-rust-symbol-name-mangling-v0.html)
// and the chapter on symbol mangling of the rustc book
// (https://doc.rust-lang.org/rustc/symbol-mangling/v0.html).
//
// # Styles
//
// [StyleLLVM], the default, refuses every name that the grammar does not
// cover. [StyleRustc] prints as Rust's own backtraces do: damage found behind
// a back reference becomes a placeholder within the text, such as
// {invalid syntax}.
//
// # Security
//
// Names come from untrusted files. A few bytes of v0 can describe a text of
// exponential length, and can also cause exponential work that prints nothing,
// so three budgets hold at once: the length of the text
// ([Options].MaxLength), the number of grammar nodes visited (nodesFloor plus
// nodesPerByte for each byte of the name) and the depth of recursion
// (maxDepth). A name that exceeds one is refused with a
// *debuginfo.LimitError, except that StyleRustc prints {recursion limit reached}
// where it stops descending.
package rust
