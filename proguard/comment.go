package proguard

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An InfoKind tells what an R8 comment says about the class or member above it.
type InfoKind uint8

// The kinds of R8 comments. A comment with any other id is InfoOther.
const (
	InfoOther             InfoKind = iota
	InfoVersion                    // version of the map format, from here on
	InfoSourceFile                 // source file of the class
	InfoSynthesized                // made by the compiler
	InfoOutline                    // code moved out of several methods
	InfoOutlineCallsite            // lines of a method for lines of the outline it calls
	InfoRewriteFrame               // frames to remove under a condition
	InfoResidualSignature          // descriptor of the member in the program
)

const r8Prefix = "com.android.tools.r8."

func infoKind(id string) InfoKind {
	if id == "sourceFile" {
		return InfoSourceFile
	}
	name, ok := strings.CutPrefix(id, r8Prefix)
	if !ok {
		return InfoOther
	}
	switch name {
	case "mapping":
		return InfoVersion
	case "synthesized":
		return InfoSynthesized
	case "outline":
		return InfoOutline
	case "outlineCallsite":
		return InfoOutlineCallsite
	case "rewriteFrame":
		return InfoRewriteFrame
	case "residualsignature":
		return InfoResidualSignature
	}
	return InfoOther
}

// An Info is an R8 comment, a JSON object, in parts.
type Info struct {
	Kind      InfoKind
	ID        string            // as written, also for a kind that is not known
	Version   string            // of InfoVersion: "2.2"
	FileName  string            // of InfoSourceFile
	Signature string            // of InfoResidualSignature: a descriptor
	Outline   string            // of InfoOutlineCallsite: "La;a()I", from version 2.1
	Positions []OutlinePosition // of InfoOutlineCallsite
	// Conditions and Actions of InfoRewriteFrame: "throws(La/b;)" and
	// "removeInnerFrames(1)".
	Conditions []string
	Actions    []string
}

// An OutlinePosition gives the line of the calling method that stands for a
// line of the outline.
type OutlinePosition struct{ Outline, Line uint32 }

// parseInfo reads the JSON object of a comment. The strings share memory with
// text. It reports false if text is not an object with an id and what
// its kind needs.
func parseInfo(text []byte, info *Info) bool {
	*info = Info{}
	lists, positions := true, true // are what their kinds need
	list := func(raw []byte) (list []string) {
		array := jsonArray(raw, func(item []byte) {
			list = append(list, cursor.String(jsonText(item)))
		})
		lists = lists && array
		return list
	}
	whole := jsonObject(text, func(key, value []byte) {
		switch string(jsonText(key)) {
		case "id":
			info.ID = cursor.String(jsonText(value))
			info.Kind = infoKind(info.ID)
		case "version":
			info.Version = cursor.String(jsonText(value))
		case "fileName":
			info.FileName = cursor.String(jsonText(value))
		case "signature":
			info.Signature = cursor.String(jsonText(value))
		case "outline":
			info.Outline = cursor.String(jsonText(value))
		case "positions":
			object := jsonObject(value, func(key, value []byte) {
				from, err1 := strconv.ParseUint(string(jsonText(key)), 10, 32)
				to, err2 := strconv.ParseUint(string(jsonText(value)), 10, 32)
				positions = positions && err1 == nil && err2 == nil
				info.Positions = append(info.Positions, OutlinePosition{uint32(from), uint32(to)})
			})
			positions = positions && object
		case "conditions":
			info.Conditions = list(value)
		case "actions":
			info.Actions = list(value)
		}
	})
	ok := whole && info.ID != ""
	switch info.Kind {
	case InfoSourceFile:
		ok = ok && info.FileName != ""
	case InfoResidualSignature:
		ok = ok && info.Signature != ""
	case InfoOutlineCallsite:
		ok = ok && positions
	case InfoRewriteFrame:
		ok = ok && lists
	}
	return ok
}

// isJSON reports whether the text of a comment is meant to be an object.
func isJSON(comment []byte) bool { return len(comment) > 0 && comment[0] == '{' }

// The comments that R8 writes by the thousand are recognised without parsing.
// They have no escapes; anything else takes the long way.
var (
	commonSynthesized = []byte(`{"id":"com.android.tools.r8.synthesized"}`)
	commonSourceFile  = []byte(`{"id":"sourceFile","fileName":"`)
	commonResidual    = []byte(`{"id":"com.android.tools.r8.residualsignature","signature":"`)
)

// quickInfo is parseInfo for the common comments.
func quickInfo(text []byte) (kind InfoKind, value []byte, ok bool) {
	if bytes.Equal(text, commonSynthesized) {
		return InfoSynthesized, nil, true
	}
	for _, c := range [...]struct {
		kind   InfoKind
		prefix []byte
	}{{InfoSourceFile, commonSourceFile}, {InfoResidualSignature, commonResidual}} {
		if value, ok := bytes.CutPrefix(text, c.prefix); ok {
			value, ok = bytes.CutSuffix(value, []byte(`"}`))
			if ok && len(value) > 0 && bytes.IndexByte(value, '"') < 0 && bytes.IndexByte(value, '\\') < 0 {
				return c.kind, value, true
			}
		}
	}
	return 0, nil, false
}

// rewriteLine returns the line of the calling method for a line of an outline;
// a line that is not listed stays.
func (info *Info) rewriteLine(line uint32) uint32 {
	// The last entry of a repeated key counts, as in any JSON object.
	for i := len(info.Positions) - 1; i >= 0; i-- {
		if info.Positions[i].Outline == line {
			return info.Positions[i].Line
		}
	}
	return line
}

// removes returns how many inner frames the actions take away if all the
// conditions hold for an exception whose class descriptor is one of thrown.
// A condition that is not known never holds; an action that is not known does
// nothing.
func (info *Info) removes(thrown ...string) uint32 {
	for _, cond := range info.Conditions {
		arg, ok := call(cond, "throws")
		held := false
		for _, class := range thrown {
			held = held || class != "" && isDescriptorOf(arg, class)
		}
		if !ok || !held {
			return 0
		}
	}
	n := uint64(0)
	for _, action := range info.Actions {
		if arg, ok := call(action, "removeInnerFrames"); ok {
			if frames, err := strconv.ParseUint(arg, 10, 16); err == nil {
				n += frames
			}
		}
	}
	return uint32(min(n, maxInline+1))
}

// call returns the argument of text, a call of the function name.
func call(text, name string) (string, bool) {
	text, ok := strings.CutPrefix(strings.TrimSpace(text), name)
	if !ok || len(text) < 2 || text[0] != '(' || text[len(text)-1] != ')' {
		return "", false
	}
	return text[1 : len(text)-1], true
}

// isDescriptorOf reports whether desc, "La/b;", names the class a.b.
func isDescriptorOf(desc, class string) bool {
	if len(desc) != len(class)+2 || desc[0] != 'L' || desc[len(desc)-1] != ';' {
		return false
	}
	for i := range len(class) {
		c := desc[i+1]
		if c == '/' {
			c = '.'
		}
		if c != class[i] {
			return false
		}
	}
	return true
}
