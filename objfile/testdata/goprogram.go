// This program is built by a test, for many architectures: it needs no package
// but the runtime, and nests inlined calls.
package main

type shape interface{ area() int }

type rect struct{ w, h int }

func (r rect) area() int { return mul(r.w, r.h) }

func mul(a, b int) int { return sum(b, func(int) int { return add(a, 0) }) }

func add(a, b int) int { return check(a) + check(b) }

func check(a int) int {
	if a < 0 {
		panic("negative")
	}
	return a
}

func sum[T ~int](n T, f func(T) T) T {
	total := T(0)
	for i := T(0); i < n; i++ {
		total = T(add(int(total), int(f(i))))
	}
	return total
}

func main() {
	var shapes []shape
	for i := range 5 {
		shapes = append(shapes, rect{i, i + 1})
	}
	for _, s := range shapes {
		println(s.area())
	}
}
