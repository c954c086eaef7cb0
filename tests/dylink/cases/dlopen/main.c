#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define VISIBLE __attribute__((visibility("default"), used))

VISIBLE int main_value = 2;

static int names(const char *error, const char *what) { return error && strstr(error, what); }

int main(void) {
    puts("main begins");
    void *plugin = dlopen("plugin.wasm", RTLD_NOW);
    if (!plugin) {
        puts(dlerror());
        return 1;
    }
    int (*run)(int) = (int (*)(int))dlsym(plugin, "plugin_run");
    printf("plugin %d of main %d\n", run(40), main_value);
    int *data = dlsym(plugin, "plugin_data");
    int first = (*data)++;
    printf("data %d and %d\n", first, *data);

    void *again = dlopen("plugin.wasm", RTLD_NOW);
    printf("opened again: same handle %d, same function %d\n", again == plugin,
           (int (*)(int))dlsym(again, "plugin_run") == run);

    void *missing = dlsym(plugin, "no_such_symbol");
    printf("no such symbol: null %d, named %d\n", !missing, names(dlerror(), "no_such_symbol"));
    printf("then none is left: %d\n", dlerror() == NULL);
    void *absent = dlopen("absent.wasm", RTLD_NOW);
    printf("no such file: null %d, named %d\n", !absent, names(dlerror(), "absent.wasm"));
    printf("error is told once: %d\n", dlerror() == NULL);
    return 0;
}
