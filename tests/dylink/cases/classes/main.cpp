#include "shapes.h"
#include <cstdio>

struct Square : Shape {
    int side;
    explicit Square(int side) : side(side) {}
    ~Square() override { std::puts("deleted square"); }
    const char *name() const override { return "square"; }
    int area() const override { return side * side; }
};

int main() {
    Shape *square = new Square(3), *circle = make_circle(2);
    std::printf("%s %d\n", square->name(), square->area());
    std::printf("area by library: %d\n", area_of(*square));
    std::printf("%s %d\n", circle->name(), circle->area());
    std::printf("library sees a circle: %d %d\n", is_circle(circle), is_circle(square));
    std::printf("main sees a circle: %d\n", dynamic_cast<Circle *>(circle) != nullptr);
    int first = next_number(), second = number_of_library();
    int third = next_number(), fourth = number_of_library();
    std::printf("one counter: %d %d %d %d\n", first, second, third, fourth);
    delete square;
    delete circle;
}
