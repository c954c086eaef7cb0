typedef int (*unary)(int);

int side_square(int x) { return x * x; }
unary side_square_pointer(void) { return side_square; }
