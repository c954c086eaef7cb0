extern "C" {
int puts(const char *);

int base_data = 100;
static int n_users;

int base_use() { return ++n_users; }
int base_count() { return n_users; }
}

struct Base {
    Base() { puts("base constructs"); }
};

static Base base;
