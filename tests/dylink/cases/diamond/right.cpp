extern "C" {
int printf(const char *, ...);
int base_use();
extern int base_data;
}

static int number;

struct User {
    User() {
        number = base_use();
        printf("right constructs with %d\n", number);
    }
};

static User user;

extern "C" int right() { return base_data + number; }
