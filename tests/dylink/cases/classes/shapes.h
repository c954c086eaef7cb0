#pragma once

struct Shape {
    virtual ~Shape() {}
    virtual const char *name() const = 0;
    virtual int area() const { return 0; }
};

struct Circle : Shape {
    int radius;
    explicit Circle(int radius) : radius(radius) {}
    ~Circle() override;
    const char *name() const override;
    int area() const override;
};

inline int next_number() {
    static int last = 0;
    return ++last;
}

Shape *make_circle(int radius);
int area_of(const Shape &);
bool is_circle(const Shape *);
int number_of_library();
