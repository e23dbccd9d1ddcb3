package swift

// exceptions are the rows of the corpus that we do not follow, by list and
// name, with the reason.
var exceptions = map[string]string{
	"swift-lib.tsv $s1a10run_MatMulyySiF": "the row is of a test that does not demangle; swift-demangle and the original give a.run_MatMul(Swift.Int) -> ()",
	"original $SSSTf4pd44444_pf":          "Swift 6.3 refuses a result that was replaced by a function, Swift 6.2 does not",
}
