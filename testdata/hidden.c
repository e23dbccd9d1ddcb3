// A program whose symbols are hidden; see README.md.

static volatile int sink;

static inline __attribute__((always_inline)) int twice(int n) {
  sink = n;
  return n + n;
}

int start(int n) __asm__("__hidden#0_");
int start(int n) {
  return twice(n) + 1;
}

int other(int n) __asm__("__hidden#9_");
int other(int n) {
  return n * 3;
}
