int value;

static inline int twice(int n) {
  value = n;
  return 2 * n;
}

__attribute__((noinline)) int square(int n) { return n * n; }

int start(int n) {
  int sum = twice(n);
  return square(sum) + twice(sum);
}
