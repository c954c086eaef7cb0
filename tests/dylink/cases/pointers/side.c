#include <stdio.h>

typedef int (*unary)(int);
typedef int (*binary)(int, int);

int twice(int);

int side_add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }

binary side_table[3] = {side_add, subtract, multiply};

unary side_twice(void) { return twice; }
unary side_given(unary f) { return f; }
binary side_own_add(void) { return side_add; }
int (*side_puts(void))(const char *) { return puts; }
int side_call(unary f, int x) { return f(x); }
int side_through(unary (*g)(unary), unary f, int x) { return g(f)(x); }
int side_is_null(unary f) { return f == 0; }
