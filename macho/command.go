package macho

import (
	"errors"
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errCommandSize  = errors.New("size of a load command is too small or not a multiple of 4")
	errCommandCount = errors.New("load commands end before their number is reached")
	errCommandArea  = errors.New("load commands reach beyond the file")
)

// Kinds of load commands. Those that a loader must understand have the bit
// loadRequired.
const (
	loadRequired = 0x80000000

	cmdSegment          = 0x1
	cmdSymtab           = 0x2
	cmdIDDylib          = 0xd
	cmdSegment64        = 0x19
	cmdUUID             = 0x1b
	cmdCodeSignature    = 0x1d
	cmdEncryption       = 0x21
	cmdDyldInfo         = 0x22
	cmdDyldInfoOnly     = 0x22 | loadRequired
	cmdMinMacOS         = 0x24
	cmdMinIOS           = 0x25
	cmdFunctionStarts   = 0x26
	cmdEncryption64     = 0x2c
	cmdMinTVOS          = 0x2f
	cmdMinWatchOS       = 0x30
	cmdBuildVersion     = 0x32
	cmdDyldExportsTrie  = 0x33 | loadRequired
	commandHeader       = 8
	commandAlign        = 4
	commandsPlace       = "load commands"
	maxInstallNameBytes = 4096
)

// A command is a load command: its kind and its bytes, header included.
type command struct {
	kind uint32
	off  uint64 // in the file
	data []byte
}

// readCommands splits the area of load commands, which begins at off. This is
// the one place where their sizes are checked: a command whose size is wrong
// ends the list.
func (f *File) readCommands(off uint64, count, size uint32) {
	area := min(uint64(size), f.src.Size()-min(off, f.src.Size()))
	if area < uint64(size) {
		f.addDamage(formatError(commandsPlace, off, errCommandArea))
	}
	data, err := f.src.Bytes(off, area)
	if err != nil {
		f.addDamage(formatError(commandsPlace, off, err))
		return
	}
	c := cursor.New(nil, off, data, f.BigEndian)
	for ; count > 0; count-- {
		at := c.Offset()
		if c.Len() < commandHeader {
			f.addDamage(formatError(commandsPlace, at, errCommandCount))
			return
		}
		head := c
		kind, length := head.U32(), head.U32()
		if length < commandHeader || length%commandAlign != 0 {
			f.addDamage(formatError(commandsPlace, at, errCommandSize))
			return
		}
		body := c.Bytes(uint64(length))
		if c.Err() != nil {
			f.addDamage(formatError(commandsPlace, at, errCommandCount))
			return
		}
		f.commands = append(f.commands, command{kind, at, body})
	}
}

// cursor returns a Cursor over the contents of cmd, behind its header. Offsets
// are those of the file.
func (f *File) cursor(cmd command) cursor.Cursor {
	c := cursor.New(&cursor.Place{Format: Format, Section: commandsPlace}, cmd.off, cmd.data, f.BigEndian)
	c.Skip(commandHeader)
	return c
}

// find yields a Cursor over each load command of one of the given kinds.
func (f *File) find(kinds ...uint32) iter.Seq2[uint32, cursor.Cursor] {
	return func(yield func(uint32, cursor.Cursor) bool) {
		for _, cmd := range f.commands {
			for _, kind := range kinds {
				if cmd.kind == kind && !yield(kind, f.cursor(cmd)) {
					return
				}
			}
		}
	}
}
