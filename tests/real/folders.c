// Files and folders through emscripten's C library: made, listed, renamed, asked about, removed; and
// nothing outside the folder that was granted.
//
// build: emcc -O2
// build: emcc -O2 -sWASM_BIGINT
// run: --dir /data=$TMP:rw
// > made: 0 0
// > file: 11 bytes, regular, linked 1
// > folder: a folder
// > read: hello world
// > list: . .. deep one two
// > again: 5
// > rewound: 0
// > renamed: 0, old: No such file or directory
// > cwd: /data/deep -> 0, relative: 3
// > link: one -> 3
// > truncated: 5, appended: 7
// > times: 1000 2000
// > flags: rdwr append
// > locked: unlocked
// > same place: w
// > real: /data/one
// > access: 0 -1
// > up: -1, root: a folder
// > a device: ENOTTY
// > removed: 0 0 0 0 0
// > left: 0
// node: no, it sees the folder elsewhere
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *kind(const char *path) {
    struct stat st;
    if (stat(path, &st))
        return strerror(errno);
    return S_ISDIR(st.st_mode) ? "a folder" : S_ISREG(st.st_mode) ? "regular" : "else";
}

static int list(const char *path, int shown) {
    DIR *dir = opendir(path);
    char *names[300];
    int n = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        names[n++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, n, sizeof *names, compare);
    for (int i = 0; shown && i < n; i++)
        printf(" %s", names[i]);
    return n;
}

static int again(const char *path) {
    DIR *dir = opendir(path);
    int n = 0;
    while (dir && readdir(dir))
        n++;
    rewinddir(dir);
    while (dir && readdir(dir))
        n--;
    closedir(dir);
    return n;
}

static long size_of(const char *path) {
    struct stat st;
    return stat(path, &st) ? -1 : (long)st.st_size;
}

int main(void) {
    int made = mkdir("/data/deep", 0777);
    printf("made: %d ", made);
    int file = open("/data/one", O_RDWR | O_CREAT | O_EXCL, 0666);
    printf("%d\n", write(file, "hello world", 11) - 11);
    struct stat st;
    fstat(file, &st);
    printf("file: %ld bytes, %s, linked %d\n", (long)st.st_size, kind("/data/one"), (int)st.st_nlink);
    printf("folder: %s\n", kind("/data/deep"));
    lseek(file, 0, SEEK_SET);
    char text[64] = {0};
    read(file, text, sizeof text);
    printf("read: %s\n", text);
    close(open("/data/two", O_WRONLY | O_CREAT, 0666));
    printf("list:");
    list("/data", 1);
    printf("\nagain: %d\n", list("/data", 0));
    printf("rewound: %d\n", again("/data"));
    printf("renamed: %d, ", rename("/data/two", "/data/three"));
    printf("old: %s\n", kind("/data/two"));
    int moved = chdir("/data/deep");
    printf("cwd: %s -> %d, ", getcwd(text, sizeof text), moved);
    int relative = open("four", O_CREAT | O_RDWR, 0666);
    write(relative, "abc", 3);
    printf("relative: %ld\n", size_of("../deep/./four"));
    symlink("one", "/data/link");
    memset(text, 0, sizeof text);
    int n = readlink("/data/link", text, sizeof text);
    printf("link: %s -> %d\n", text, n);
    ftruncate(file, 5);
    printf("truncated: %ld, ", size_of("/data/one"));
    int append = open("/data/one", O_RDWR | O_APPEND);
    write(append, "!!", 2);
    printf("appended: %ld\n", size_of("/data/one"));
    struct timespec times[2] = {{1000, 0}, {2000, 0}};
    utimensat(AT_FDCWD, "/data/one", times, 0);
    stat("/data/one", &st);
    printf("times: %ld %ld\n", (long)st.st_atime, (long)st.st_mtime);
    int flags = fcntl(append, F_GETFL);
    printf("flags: %s %s\n", (flags & O_ACCMODE) == O_RDWR ? "rdwr" : "?", flags & O_APPEND ? "append" : "?");
    struct flock lock = {.l_type = F_WRLCK};
    fcntl(append, F_GETLK, &lock);
    printf("locked: %s\n", lock.l_type == F_UNLCK ? "unlocked" : "locked");
    int first = open("/data/deep/four", O_RDWR | O_TRUNC);
    write(first, "vwx", 3);
    lseek(first, 1, SEEK_SET);
    int second = dup(first);
    memset(text, 0, sizeof text);
    read(second, text, 1);
    printf("same place: %s\n", text);
    char real[PATH_MAX];
    printf("real: %s\n", realpath("/data/deep/../one", real));
    printf("access: %d %d\n", access("/data/one", R_OK), access("/data/none", R_OK));
    printf("up: %d, root: %s\n", open("/data/../../etc/passwd", O_RDONLY), kind("/"));
    struct winsize size;
    printf("a device: %s\n", ioctl(file, TIOCGWINSZ, &size) && errno == ENOTTY ? "ENOTTY" : "?");
    chdir("/");
    printf("removed: %d %d %d", unlink("/data/link"), unlink("/data/one"), unlink("/data/three"));
    printf(" %d", unlink("/data/deep/four"));
    printf(" %d\n", rmdir("/data/deep"));
    printf("left: %d\n", list("/data", 0) - 2);
    return 0;
}
