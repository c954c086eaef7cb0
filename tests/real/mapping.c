// A file is mapped into memory; what is shared and written is in the file when the mapping ends.
//
// build: emcc -O2
// run: --dir /data=$TMP:rw
// > private: hello, mapped world, then 0
// > file: hello, mapped world
// > shared: HELLO, mapped world
// > from the middle: mapped
// > a folder: ENODEV
// node: no, it sees the folder elsewhere
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void show(const char *name, int file) {
    char text[64] = {0};
    pread(file, text, 19, 0);
    printf("%s: %s\n", name, text);
}

int main(void) {
    int file = open("/data/file", O_RDWR | O_CREAT, 0666);
    write(file, "hello, mapped world", 19);
    char *text = mmap(0, 100, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    if (text == MAP_FAILED)
        return 1;
    printf("private: %s, then %d\n", text, text[50]);
    text[0] = 'X';
    munmap(text, 100);
    show("file", file);
    text = mmap(0, 19, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    memcpy(text, "HELLO", 5);
    msync(text, 19, MS_SYNC);
    munmap(text, 19);
    show("shared", file);
    // No page of the file begins there, but there is no page either.
    ftruncate(file, 65536);
    pwrite(file, "mapped", 6, 65536);
    text = mmap(0, 6, PROT_READ, MAP_PRIVATE, file, 65536);
    printf("from the middle: %.6s\n", text);
    int folder = open("/data", O_RDONLY | O_DIRECTORY);
    void *none = mmap(0, 10, PROT_READ, MAP_PRIVATE, folder, 0);
    printf("a folder: %s\n", none == MAP_FAILED && errno == ENODEV ? "ENODEV" : "?");
    return 0;
}
