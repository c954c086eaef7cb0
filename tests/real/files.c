// A folder that was granted is read and written; nothing outside it can be opened.
//
// build: zig cc -target wasm32-wasi -O2
// run: --dir /data=$TMP:rw
// > written, then read: 12 bytes, "hello, file\n"
// > at 7: file
// > renamed, the old name: gone
// > outside: refused
// > above: refused
#include <stdio.h>
#include <string.h>

int main(void) {
    FILE *file = fopen("/data/text", "w+");
    if (!file || fputs("hello, file\n", file) < 0 || fflush(file))
        return 1;
    char text[32] = {0};
    rewind(file);
    size_t n_bytes = fread(text, 1, sizeof text, file);
    printf("written, then read: %zu bytes, \"%.11s\\n\"\n", n_bytes, text);
    fseek(file, 7, SEEK_SET);
    if (!fgets(text, sizeof text, file))
        return 2;
    printf("at 7: %s", text);
    fclose(file);
    if (rename("/data/text", "/data/other"))
        return 3;
    printf("renamed, the old name: %s\n", fopen("/data/text", "r") ? "there" : "gone");
    printf("outside: %s\n", fopen("/etc/passwd", "r") ? "opened" : "refused");
    printf("above: %s\n", fopen("/data/../../etc/passwd", "r") ? "opened" : "refused");
    return remove("/data/other") ? 4 : 0;
}
