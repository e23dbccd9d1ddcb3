// A program with calls that compilers inline, two deep; see README.md.

static volatile int sink;

static inline __attribute__((always_inline)) int square(int n) {
  sink = n;
  return n * n;
}

static inline __attribute__((always_inline)) int sum_of_squares(int a, int b) {
  int first = square(a);
  return first + square(b);
}

__attribute__((noinline)) int distance(int x, int y) {
  if (x == y)
    return 0;
  return sum_of_squares(x - 1, y + 1);
}

int entry(int argc) {
  return distance(argc, 3);
}
