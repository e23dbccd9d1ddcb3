package pdb

import (
	"io"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A File is an open program database. It is immutable; goroutines may share it.
type File struct {
	Info Info

	msf    *msf
	limits debuginfo.Limits
	dbi    dbi
	damage []error
	addrs  addressMap
	names  stringTable

	types, ids lazyTable

	publicsOnce sync.Once
	publics     []codeview.PublicName

	exportsOnce sync.Once
	exports     map[string]map[uint32]codeview.Index
}

// New reads the identity and the directory of the database in the first size
// bytes of r, which it borrows. limits may be nil.
func New(r io.ReaderAt, size int64, limits *debuginfo.Limits) (*File, error) {
	return open(source.New(r, size), limits)
}

// Parse is New for a database in memory, which it borrows: data must not
// change while the File or anything taken from it is in use.
func Parse(data []byte, limits *debuginfo.Limits) (*File, error) {
	return open(source.FromBytes(data), limits)
}

func open(src *source.Source, limits *debuginfo.Limits) (*File, error) {
	m, err := openMSF(src)
	if err != nil {
		return nil, err
	}
	data, err := m.stream(streamInfo)
	if err != nil {
		return nil, err
	}
	f := &File{msf: m, limits: limits.WithDefaults(src.Size())}
	if f.Info, err = readInfo(data); err != nil {
		return nil, err
	}
	f.dbi, err = readDBI(f.optional(streamDBI))
	f.addDamage(err)
	f.readAddresses()
	if n, ok := f.NamedStream("/names"); ok {
		f.names, err = readStringTable(f.optional(n))
		f.addDamage(err)
	}
	f.types.number, f.ids.number = streamTypes, streamIDs
	return f, nil
}

// optional returns a stream that a database may lack. Damage is remembered.
func (f *File) optional(n int) []byte {
	if n >= len(f.msf.streams) {
		return nil
	}
	data, err := f.msf.stream(n)
	f.addDamage(err)
	return data
}

func (f *File) addDamage(err error) {
	if err != nil {
		f.damage = append(f.damage, err)
	}
}

// Damage returns what is wrong with the parts that were left out on opening,
// nil for a sound file.
func (f *File) Damage() []error { return f.damage }

// readAddresses reads the section headers and the maps of moved code.
func (f *File) readAddresses() {
	n := headerSections
	if s, ok := f.dbi.header(headerOMAPFromSource); ok {
		if f.addrs.omap = readOMAP(f.optional(s)); len(f.addrs.omap) == 0 {
			f.addrs.omap = nil
		} else if _, ok := f.dbi.header(headerSectionsOriginal); ok {
			n = headerSectionsOriginal // else tools left the headers as they were
		}
	}
	if s, ok := f.dbi.header(n); ok {
		f.addrs.sections = readSections(f.optional(s))
	}
}

// Sections returns the sections of the image in which the database places
// code, which is the image before it was reordered if it was. It is empty if
// the linker did not write them; see [File.WithSections].
func (f *File) Sections() []Section { return f.addrs.sections }

// WithSections returns a File that places code in the given sections, those of
// the image, for a database that has none of its own. A database that has them
// is returned as it is.
func (f *File) WithSections(sections []Section) *File {
	if len(f.addrs.sections) > 0 || len(sections) == 0 {
		return f
	}
	g := &File{
		Info: f.Info, msf: f.msf, limits: f.limits, dbi: f.dbi, damage: f.damage, names: f.names,
		addrs: addressMap{sections: sections, omap: f.addrs.omap},
	}
	g.types.number, g.ids.number = streamTypes, streamIDs
	return g
}

// DebugID returns the id that the image names its database by: the GUID, and
// the age of the debug information if it has one, else of the database.
func (f *File) DebugID() debugid.ID {
	age := f.Info.Age
	if f.dbi.age != 0 {
		age = f.dbi.age
	}
	return debugid.FromGUID(f.Info.GUID, age)
}

// Arch returns the architecture of the image, ArchUnknown if the database does
// not say.
func (f *File) Arch() debuginfo.Arch { return machines[f.dbi.machine] }

// Machine returns the machine number of the image, as its file header has it;
// 0 if the database does not say.
func (f *File) Machine() uint16 { return f.dbi.machine }

// FastLink reports whether the database leaves most of the debug information
// in the object files (/DEBUG:FASTLINK).
func (f *File) FastLink() bool {
	for _, feature := range f.Info.Features {
		if feature == featureMinimal {
			return true
		}
	}
	return false
}

// Managed reports whether the database describes .NET code, whose functions
// have tokens in place of addresses.
func (f *File) Managed() bool {
	n, ok := f.dbi.header(headerTokenMap)
	return ok && n < len(f.msf.streams) && f.msf.streams[n].size != nilSize && f.msf.streams[n].size > 0
}

// Stripped reports whether private symbols were left out of the database.
func (f *File) Stripped() bool { return f.dbi.flags&2 != 0 }

// Addr returns the address of an offset of a section, counted from 1, and
// false if it is not in the image.
func (f *File) Addr(section uint16, offset uint32) (uint64, bool) {
	return f.addrs.addr(section, offset)
}

// NumStreams returns how many streams the database has.
func (f *File) NumStreams() int { return len(f.msf.streams) }

// Stream returns the contents of a stream by its number. They share memory
// with the file if that is in memory, and must not be changed.
func (f *File) Stream(n int) ([]byte, error) { return f.msf.stream(n) }

// NamedStream returns the number of a stream that has a name.
func (f *File) NamedStream(name string) (int, bool) {
	for _, s := range f.Info.Streams {
		if s.Name == name {
			return s.Number, true
		}
	}
	return 0, false
}

// A lazyTable is the type or id stream, read on first use.
type lazyTable struct {
	number int
	once   sync.Once
	table  *codeview.Table
	err    error
}

// Types returns the type records. If they are damaged it is those before the
// damage, with the error.
func (f *File) Types() (*Table, error) { return f.types.get(f) }

// IDs returns the id records: functions that are inlined, build information.
// Databases of compilers before 2012 have none.
func (f *File) IDs() (*Table, error) { return f.ids.get(f) }

// typeHead is the size of the head of a type stream.
const typeHead = 56

func (t *lazyTable) get(f *File) (*codeview.Table, error) {
	t.once.Do(func() {
		t.table = &codeview.Table{}
		if t.number >= len(f.msf.streams) {
			return
		}
		data, err := f.msf.stream(t.number)
		if err != nil || len(data) < typeHead {
			t.err = err
			return
		}
		place := &cursor.Place{Format: Format, Section: streamName(t.number)}
		c := cursor.New(place, 0, data, false)
		c.Skip(4)
		head := uint64(c.U32())
		first := codeview.Index(c.U32())
		c.Skip(4)
		size := uint64(c.U32())
		c.Seek(head)
		base := c.Offset()
		records := c.Bytes(min(size, uint64(c.Len())))
		if t.err = c.Err(); t.err != nil {
			return
		}
		t.table, t.err = codeview.NewTable(place, base, records, first)
	})
	return t.table, t.err
}
