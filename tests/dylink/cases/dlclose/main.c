#include <dlfcn.h>
#include <stdio.h>

typedef int (*function)(void);

static void *open_plugin(void) {
    void *plugin = dlopen("plugin.wasm", RTLD_NOW);
    if (!plugin)
        puts(dlerror());
    return plugin;
}

int main(void) {
    void *plugin = open_plugin();
    function count = (function)dlsym(plugin, "plugin_count");
    int first = count(), second = count();
    printf("count %d %d\n", first, second);
    /* Opened twice, it is gone when it is closed twice. */
    open_plugin();
    dlclose(plugin);
    printf("still open: %d\n", count());
    int is_closed = dlclose(plugin) == 0;
    printf("closed: %d\n", is_closed);

    plugin = open_plugin();
    count = (function)dlsym(plugin, "plugin_count");
    first = count(), second = count();
    printf("count %d %d\n", first, second);
    dlclose(plugin);
    int n_opened = 0;
    for (int i = 0; i < 100; i++) {
        void *quiet = dlopen("quiet.wasm", RTLD_NOW);
        n_opened += quiet && dlclose(quiet) == 0;
    }
    printf("a hundred times: %d\n", n_opened == 100);
    return 0;
}
