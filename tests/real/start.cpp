// Static constructors run before `main`, in order, and may print; calls of virtual functions go
// through the table.
//
// build: em++ -O0
// build: em++ -O2
// build: em++ -O2 -s ALLOW_TABLE_GROWTH=1
// build: em++ -O2 -s STANDALONE_WASM
// build: zig c++ -target wasm32-wasi -fno-exceptions -O2
// > construct 1
// > construct 2
// > main
// > circle 12.57
// > square 9.00
// > area 21.57
#include <cstdio>
#include <memory>
#include <numeric>
#include <vector>

struct Shape {
    virtual ~Shape() = default;
    virtual const char *name() const = 0;
    virtual double area() const = 0;
};

struct Circle final : Shape {
    double radius;
    explicit Circle(double radius) : radius(radius) {}
    const char *name() const override { return "circle"; }
    double area() const override { return 3.14159265 * radius * radius; }
};

struct Square final : Shape {
    double side;
    explicit Square(double side) : side(side) {}
    const char *name() const override { return "square"; }
    double area() const override { return side * side; }
};

static std::vector<std::unique_ptr<Shape>> shapes;

struct Registration {
    Registration(int number, Shape *shape) {
        std::printf("construct %d\n", number);
        shapes.emplace_back(shape);
    }
};

static Registration first(1, new Circle(2)), second(2, new Square(3));

int main() {
    std::printf("main\n");
    for (const auto &shape : shapes)
        std::printf("%s %.2f\n", shape->name(), shape->area());
    std::printf("area %.2f\n", std::accumulate(shapes.begin(), shapes.end(), 0.0,
        [](double sum, const auto &shape) { return sum + shape->area(); }));
    return 0;
}
