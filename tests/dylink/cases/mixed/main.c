#include <stdio.h>

int side_square(int);
typedef int (*unary)(int);
unary side_square_pointer(void);

int rb_dlopen(const char *name);
void *rb_dlsym(int id, const char *name);
void *rb_bridge(int id, const char *name);

typedef void (*copy)(unsigned to, const void *from, unsigned n_bytes);

int main(void) {
    int id = rb_dlopen("isolated");
    unsigned (*room)(void) = (unsigned (*)(void))rb_dlsym(id, "room");
    int (*sum)(int) = (int (*)(int))rb_dlsym(id, "sum");
    int (*call)(unsigned, int) = (int (*)(unsigned, int))rb_dlsym(id, "call");
    copy to_isolated = (copy)rb_bridge(id, "mts_memcpy");
    unsigned (*pointer_for_isolated)(unary) =
        (unsigned (*)(unary))rb_bridge(id, "mts_addFnPtr");

    int items[3] = {10, 20, 30};
    to_isolated(room(), items, sizeof items);
    printf("isolated sums what main copied: %d\n", sum(3));
    unsigned square = pointer_for_isolated(side_square_pointer());
    printf("library squares for isolated: %d\n", call(square, 7));
    return 0;
}
