#include "shapes.h"

extern "C" int puts(const char *);

Circle::~Circle() { puts("deleted circle"); }
const char *Circle::name() const { return "circle"; }
int Circle::area() const { return 3 * radius * radius; }

Shape *make_circle(int radius) { return new Circle(radius); }
int area_of(const Shape &shape) { return shape.area(); }
bool is_circle(const Shape *shape) { return dynamic_cast<const Circle *>(shape) != nullptr; }
int number_of_library() { return next_number(); }
