extern "C" int puts(const char *);

struct Plugin {
    int n_calls = 0;
    Plugin() { puts("plugin constructs"); }
    ~Plugin() { puts("plugin destructs"); }
};

static Plugin plugin;

extern "C" int plugin_count() { return ++plugin.n_calls; }
