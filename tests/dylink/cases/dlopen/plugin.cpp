extern "C" {
int puts(const char *);
extern int main_value;

int plugin_data = 5;
int plugin_run(int x) { return x + main_value; }
}

struct Plugin {
    Plugin() { puts("plugin constructs"); }
};

static Plugin plugin;
