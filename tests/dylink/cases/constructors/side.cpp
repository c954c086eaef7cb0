extern "C" {
int printf(const char *, ...);
extern int main_value;
extern int side_seed;
int side_seed = 7;
}

struct Second {
    Second() { printf("library constructs with %d of main\n", main_value); }
};

static Second second;
