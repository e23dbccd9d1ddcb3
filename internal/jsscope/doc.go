// Package jsscope finds the functions and classes of a JavaScript program,
// with their extents and the names that a developer would call them by.
//
// It is made for minified code of any age up to the current edition of
// ECMAScript, script or module. A scanner splits the text into tokens; [Scan]
// follows the brackets with a stack of its own, knowing of each just enough
// grammar to tell blocks from object literals, regular expressions from
// divisions, and the heads of functions from calls. It builds no syntax tree
// and accepts much that is no JavaScript; what it cannot follow it refuses.
//
// # Names
//
// A name is a list of parts, each an identifier of the program with its
// offset, so that it can be translated, or fixed text:
//
//	function f() {}                   f
//	a.b.c = function() {}             a.b.c
//	var o = {m() {}, k: () => {}}     o.m, o.k
//	({m() {}})                        <object>.m
//	class C { constructor() {} }      new C (the whole class)
//	class C { m() {} static s() {} }  C.m, C.s
//	class C { get x() {} #p() {} }    C.get x, C.#p
//	call(function() {})               no name
//
// # Security
//
// The work is linear in the text. Brackets may nest 20000 deep, more is an
// error; the stack is a slice, so that the text cannot exhaust the program's.
package jsscope
