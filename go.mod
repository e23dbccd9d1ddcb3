module github.com/gosymbolic/symbolic

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	golang.org/x/exp v0.0.0-20260908205506-85c1c2202aba // indirect
)
