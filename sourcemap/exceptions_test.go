package sourcemap

// Reasons for the exceptions below. All but the first group are maps that
// ECMA-426 calls invalid and that no tool writes.
const (
	whyDots     = "the other library drops the dots of some relative sources and keeps those of others"
	whyRange    = "the other library does not know range mappings, or only the first draft of them"
	whyNegative = "an original position below zero is no position: the code counts as unmapped"
	whySource   = "a source that does not exist is no source: the code counts as unmapped"
	whyFields   = "segments of two or three fields count as unmapped, the other library makes up the rest"
	whyWide     = "a position beyond 31 bits is given as it is, the other library lets it wrap around"
	whyChar     = "mappings that are not base64 VLQ are an error, the other library makes up digits"
	whyType     = "a value of a wrong type counts as absent, the other library converts it"
	whyOverlap  = "of two sections at one place the last wins, here the first one does"
)

const (
	onLine  = ".lookup.tsv.gz"
	anyLine = ".symbolic.tsv.gz"
	tc39    = "tc39/resources/"
	invalid = tc39 + "invalid-mapping-segment-"
	ranges  = tc39 + "proposals/range-mappings/"
)

// answerExceptions lists the tables of the corpus with answers that we do not
// repeat, and why.
var answerExceptions = map[string]string{
	"rust-sourcemap/adjust_mappings/rspack-composed.bundle.js.map" + onLine: whyDots,
	"rust-sourcemap/adjust_mappings/rspack.bundle.js.map" + onLine:          whyDots,

	ranges + "multiple-mappings.js.map" + onLine:      whyRange,
	ranges + "multiple-mappings.js.map" + anyLine:     whyRange,
	ranges + "newline-semantics.js.map" + onLine:      whyRange,
	ranges + "newline-semantics.js.map" + anyLine:     whyRange,
	ranges + "non-full-line-coverage.js.map" + onLine: whyRange,
	ranges + "simple.js.map" + onLine:                 whyRange,
	ranges + "out-of-range.js.map" + onLine:           whyFields,
	ranges + "out-of-range-2.js.map" + onLine:         whyFields,

	invalid + "negative-original-column.js.map" + onLine:           whyNegative,
	invalid + "negative-original-column.js.map" + anyLine:          whyNegative,
	invalid + "negative-original-line.js.map" + onLine:             whyNegative,
	invalid + "negative-original-line.js.map" + anyLine:            whyNegative,
	invalid + "negative-relative-original-column.js.map" + onLine:  whyNegative,
	invalid + "negative-relative-original-column.js.map" + anyLine: whyNegative,
	invalid + "negative-relative-original-line.js.map" + onLine:    whyNegative,
	invalid + "negative-relative-original-line.js.map" + anyLine:   whyNegative,
	invalid + "negative-relative-source-index.js.map" + onLine:     whySource,
	invalid + "negative-source-index.js.map" + onLine:              whySource,
	invalid + "source-index-out-of-bounds.js.map" + onLine:         whySource,
	invalid + "source-index-too-large.js.map" + onLine:             whySource,
	invalid + "with-two-fields.js.map" + onLine:                    whyFields,
	invalid + "with-three-fields.js.map" + onLine:                  whyFields,
	invalid + "original-column-too-large.js.map" + onLine:          whyWide,
	invalid + "original-column-too-large.js.map" + anyLine:         whyWide,
	invalid + "original-line-too-large.js.map" + onLine:            whyWide,
	invalid + "original-line-too-large.js.map" + anyLine:           whyWide,

	tc39 + "invalid-mapping-bad-separator.js.map" + onLine:       whyChar,
	tc39 + "invalid-vlq-missing-continuation.js.map" + onLine:    whyChar,
	tc39 + "invalid-vlq-non-base64-char-padding.js.map" + onLine: whyChar,
	tc39 + "invalid-vlq-non-base64-char.js.map" + onLine:         whyChar,
	tc39 + "index-map-offset-column-wrong-type.js.map" + onLine:  whyType,
	tc39 + "index-map-offset-line-wrong-type.js.map" + onLine:    whyType,
	tc39 + "names-not-a-list-1.js.map" + onLine:                  whyType,
	tc39 + "names-not-string.js.map" + onLine:                    whyType,
	tc39 + "sources-not-string-or-null.js.map" + onLine:          whyType,
	tc39 + "index-map-invalid-overlap.js.map" + anyLine:          whyOverlap,
}
