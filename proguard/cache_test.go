package proguard

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// cacheOf returns the cache of a mapping and its bytes.
func cacheOf(t testing.TB, m *Mapping) (*Cache, []byte) {
	t.Helper()
	var buf bytes.Buffer
	if err := m.WriteCache(&buf); err != nil {
		t.Fatal(err)
	}
	c, err := ParseCache(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return c, buf.Bytes()
}

// readerOnly hides that a reader is in memory.
type readerOnly struct{ r *bytes.Reader }

func (r readerOnly) ReadAt(p []byte, off int64) (int, error) { return r.r.ReadAt(p, off) }

// sameAnswers fails the test unless both mappers answer alike for each class
// and member that m has, at lines within and beside each range.
func sameAnswers(t testing.TB, m *Mapping, other *Mapper) {
	t.Helper()
	same := func(what string, f func(*Mapper) (any, error)) {
		t.Helper()
		want, err1 := f(&m.Mapper)
		got, err2 := f(other)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s:\ngot  %+v, %v\nwant %+v, %v", what, got, err2, want, err1)
		}
	}
	var member memberEntry
	for i := range m.ix.classes {
		tc := &m.ix.classes[i]
		class := string(m.ix.className(tc))
		same(class, func(m *Mapper) (any, error) {
			c, ok, err := m.Class(class)
			return fmt.Sprintf("%+v %v", c, ok), err
		})
		for rec := tc.lo; rec < tc.hi; rec++ {
			r := &m.ix.recs[rec]
			name := string(m.ix.name(r))
			if r.flags&flagGroup != 0 {
				same(class+"."+name, func(m *Mapper) (any, error) {
					methods, err1 := m.Methods(class, name)
					fields, err2 := m.Fields(class, name)
					return [][]Member{methods, fields}, errors.Join(err1, err2)
				})
			}
			if err := m.ix.member(rec, &member); err != nil {
				t.Fatal(err)
			}
			params := cursor.String(bytes.Clone([]byte(member.params)))
			same("params "+params, func(m *Mapper) (any, error) { return m.FramesByParams(class, name, params) })
			for _, line := range []uint32{0, member.start - 1, member.start, (member.start + member.end) / 2, member.end, member.end + 1} {
				same(fmt.Sprintf("%s.%s:%d", class, name, line), func(m *Mapper) (any, error) {
					ctx := Context{thrown: [2]string{"a", "java.lang.NullPointerException"}, outline: line}
					r, err := m.Frame(&ctx, Frame{Class: class, Method: name, Line: line, File: "SourceFile"})
					return fmt.Sprintf("%+v %+v", r, ctx), err
				})
			}
		}
	}
}

func TestCacheAnswersAsMapping(t *testing.T) {
	check := func(t *testing.T, data []byte) {
		m, err := Parse(data, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, raw := cacheOf(t, m)
		sameAnswers(t, m, &c.Mapper)
		if err := c.Verify(); err != nil {
			t.Error(err)
		}
		if c.UUID() != m.UUID() || !reflect.DeepEqual(c.Summary(), m.Summary()) ||
			c.IsValid() != m.IsValid() || c.HasLineInfo() != m.HasLineInfo() || c.BadLines() != m.BadLines() {
			t.Errorf("cache says %v %+v of the file, mapping %v %+v", c.UUID(), c.Summary(), m.UUID(), m.Summary())
		}
		if _, again := cacheOf(t, m); !bytes.Equal(raw, again) {
			t.Error("two caches of one mapping differ")
		}
		if len(data) < 50_000 {
			r, err := NewCache(readerOnly{bytes.NewReader(raw)}, int64(len(raw)))
			if err != nil {
				t.Fatal(err)
			}
			sameAnswers(t, m, &r.Mapper)
		}
	}
	for _, tt := range retraceCases {
		t.Run(tt.name, func(t *testing.T) { check(t, []byte(tt.mapping)) })
	}
	for _, file := range corpusMappings(t) {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			check(t, data)
		})
	}
}

// corpusMappings returns the paths of the real mapping files.
func corpusMappings(t testing.TB) []string {
	files, err := filepath.Glob(filepath.Join(corpus.Path(t, "proguard"), "*", "mapping*.txt"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d mappings, %v", len(files), err)
	}
	return files
}

func TestCacheWideLines(t *testing.T) {
	m := parse(t, "p.Main -> a:\n  70000:70010:void run():1000000:1000010 -> b\n  1:1:void run():7:7 -> b\n  0:4294967295:void all():0:4294967295 -> c\n  void some():1:4294967295 -> d\n")
	c, _ := cacheOf(t, m)
	sameAnswers(t, m, &c.Mapper)
	frames, err := c.AppendFrames(nil, nil, Frame{Class: "a", Method: "b", Line: 70005})
	if err != nil || len(frames) != 1 || frames[0].Line != 1000005 {
		t.Errorf("frames = %+v, %v", frames, err)
	}
}

func TestOpenCache(t *testing.T) {
	m := parse(t, "p.Main -> a:\n  1:1:void run():7:7 -> b\n")
	_, raw := cacheOf(t, m)
	name := filepath.Join(t.TempDir(), "mapping.cache")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := OpenCache(name)
	if err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, m, &c.Mapper)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Class("a"); err == nil {
		t.Error("lookup in a closed cache succeeds")
	}
}

func TestDamagedCache(t *testing.T) {
	m := parse(t, "p.Main -> a:\n  1:1:void run():7:7 -> b\n")
	_, raw := cacheOf(t, m)
	t.Run("not a cache", func(t *testing.T) {
		if _, err := ParseCache([]byte("p.Main -> a:\n  1:1:void run():7:7 -> b\n")); !errors.Is(err, debuginfo.ErrUnknownFormat) {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("other version", func(t *testing.T) {
		other := bytes.Clone(raw)
		other[4]++
		if _, err := ParseCache(other); !errors.Is(err, debuginfo.ErrUnsupported) {
			t.Errorf("err = %v", err)
		}
	})
	for n := range len(raw) {
		if _, err := ParseCache(raw[:n]); err == nil {
			t.Fatalf("a cache cut at %d opens", n)
		}
	}
	for i := range raw {
		other := bytes.Clone(raw)
		other[i] ^= 0xff
		c, err := ParseCache(other)
		if err != nil {
			continue
		}
		if c.Verify() == nil {
			t.Fatalf("damage at %d is not found", i)
		}
		_, _ = c.Frame(nil, Frame{Class: "a", Method: "b", Line: 1})
		_, _ = c.Methods("a", "b")
	}
}
