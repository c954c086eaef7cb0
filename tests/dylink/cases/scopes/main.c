#include <dlfcn.h>
#include <stdio.h>

typedef int (*function)(void);

int main(void) {
    void *user = dlopen("user.wasm", RTLD_NOW | RTLD_LOCAL);
    if (!user) {
        puts(dlerror());
        return 1;
    }
    printf("by handle: %d\n", ((function)dlsym(user, "user_value"))());
    printf("by default: %d %d\n", dlsym(RTLD_DEFAULT, "user_value") != NULL,
           dlsym(RTLD_DEFAULT, "provider_value") != NULL);
    printf("other wants what is local: refused %d\n", dlopen("other.wasm", RTLD_NOW) == NULL);
    void *provider = dlopen("provider.wasm", RTLD_NOW | RTLD_GLOBAL);
    if (!provider) {
        puts(dlerror());
        return 1;
    }
    printf("by default after RTLD_GLOBAL: %d\n", dlsym(RTLD_DEFAULT, "provider_value") != NULL);
    void *other = dlopen("other.wasm", RTLD_NOW);
    if (!other) {
        puts(dlerror());
        return 1;
    }
    printf("other: %d\n", ((function)dlsym(other, "other_value"))());
    return 0;
}
