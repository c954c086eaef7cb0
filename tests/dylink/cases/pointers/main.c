#include <stdio.h>

#define VISIBLE __attribute__((visibility("default"), used))

typedef int (*unary)(int);
typedef int (*binary)(int, int);

VISIBLE int twice(int x) { return 2 * x; }
static int hidden(int x) { return x + 1; }

int side_add(int, int);
unary side_twice(void);
unary side_given(unary);
binary side_own_add(void);
int (*side_puts(void))(const char *);
int side_call(unary, int);
extern binary side_table[3];
int side_through(unary (*)(unary), unary, int);
int side_is_null(unary);

static unary same(unary f) { return f; }

/* In data, so that it is relocated before anything runs. */
static binary const add_of_side = side_add;

int main(void) {
    printf("one function, one address: %d %d %d %d\n", side_twice() == twice,
           side_given(hidden) == hidden, side_own_add() == add_of_side, side_puts() == puts);
    printf("twice 21 is %d, by library %d\n", side_twice()(21), side_call(twice, 21));
    printf("in a table of the library: %d %d %d\n", side_table[0](1, 2), side_table[1](9, 2),
           side_table[2](3, 4));
    printf("through both: %d\n", side_through(same, hidden, 10));
    printf("nobody is null: %d\n", side_is_null(0));
    return 0;
}
