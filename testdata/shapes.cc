// Functions in namespaces and classes, some without a linkage name; see README.md.

namespace geometry {

class Shape {
 public:
  explicit Shape(int side) : side_(side) {}
  __attribute__((noinline)) int area() const { return side_ * side_; }

 private:
  int side_;
};

__attribute__((noinline)) int total(const Shape& a, const Shape& b) {
  auto twice = [](int n) __attribute__((always_inline)) { return 2 * n; };
  return twice(a.area()) + b.area();
}

}  // namespace geometry

extern "C" int entry(int n) {
  geometry::Shape a(n), b(n + 1);
  return geometry::total(a, b);
}
