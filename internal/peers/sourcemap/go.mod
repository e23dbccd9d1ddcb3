// A module of its own, so that the peers are no dependencies of the library.
module github.com/gosymbolic/symbolic/internal/peers/sourcemap

go 1.26.0

require (
	github.com/go-sourcemap/sourcemap v2.1.4+incompatible
	github.com/gosymbolic/symbolic v0.0.0
)

require (
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/ulikunitz/xz v0.5.17 // indirect
	golang.org/x/exp v0.0.0-20260908205506-85c1c2202aba // indirect
)

replace github.com/gosymbolic/symbolic => ../../..
