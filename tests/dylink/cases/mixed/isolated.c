static int items[16];

__attribute__((export_name("room"))) int *room(void) { return items; }

__attribute__((export_name("sum"))) int sum(int n) {
    int result = 0;
    for (int i = 0; i < n; i++)
        result += items[i];
    return result;
}

__attribute__((export_name("call"))) int call(int (*f)(int), int x) { return f(x); }
