// Paths that begin at an open folder, and what is asked and changed of what they lead to, through
// emscripten's C library; and nothing above the folder that was granted.
//
// build: emcc -O2
// build: emcc -O2 -sWASM_BIGINT
// run: --dir /data=$TMP:rw
// > folder: 0, again: File exists, in a file: Not a directory
// > renamed: 0, the old name: No such file or directory
// > linked: 0, by path: 0, now 3
// > link to it: 0, by path: 0
// > size 5: 0 5, of the open file: 0 5, of the link: 0, a link 1, otherwise 0
// > lstat: 0, a link 1, stat: 0, a link 0
// > read: 1 a, by path: 5 other, cut: 2 ot, of a file: Invalid argument
// > removed: 0 0 0, a folder as a file: -1, a file as a folder: Not a directory
// > length: 0 3, of a folder: Is a directory, below zero: Invalid argument
// > there: 0 0 0, not there: No such file or directory
// > modes and owners: 0 0 0 0 0, of nothing: No such file or directory
// > times: 0 1000 2000, left and now: 0 1 1, of the open file: 0 3000 4000
// > now: 0 1 1, no time: Invalid argument, of the link: 0 5000, not of the file 1
// > above: -1 -1 -1
// > absolute, whatever the folder: 0
// node: no, it sees the folder elsewhere
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int folder, file;
static struct stat st;

// The answer of a call as a word: what went wrong, else the number.
static const char *said(int answer) {
    static char texts[8][32];
    static int at;
    char *text = texts[at++ % 8];
    if (answer < 0)
        return strerror(errno);
    snprintf(text, sizeof *texts, "%d", answer);
    return text;
}

static int look(const char *path, int flags) {
    memset(&st, 0, sizeof st);
    return fstatat(folder, path, &st, flags);
}

static void make(void) {
    folder = open("/data", O_RDONLY | O_DIRECTORY);
    file = openat(folder, "a", O_CREAT | O_RDWR, 0666);
    write(file, "hello", 5);
    printf("folder: %s", said(mkdirat(folder, "in", 0777)));
    printf(", again: %s", said(mkdirat(folder, "in", 0777)));
    printf(", in a file: %s\n", said(mkdirat(folder, "a/in", 0777)));
    printf("renamed: %s", said(renameat(folder, "in", folder, "inner")));
    printf(", the old name: %s\n", said(look("in", 0)));
    printf("linked: %s", said(linkat(folder, "a", folder, "inner/b", 0)));
    printf(", by path: %s", said(linkat(AT_FDCWD, "/data/a", AT_FDCWD, "/data/c", 0)));
    look("a", 0);
    printf(", now %d\n", (int)st.st_nlink);
    printf("link to it: %s", said(symlinkat("a", folder, "to")));
    printf(", by path: %s\n", said(symlink("other", "/data/to_other")));
}

static void ask(void) {
    printf("size 5: %s", said(look("a", 0)));
    printf(" %ld", (long)st.st_size);
    memset(&st, 0, sizeof st);
    printf(", of the open file: %s", said(fstatat(file, "", &st, AT_EMPTY_PATH)));
    printf(" %ld", (long)st.st_size);
    printf(", of the link: %s", said(look("to", AT_SYMLINK_NOFOLLOW)));
    printf(", a link %d", S_ISLNK(st.st_mode));
    look("to", 0);
    printf(", otherwise %d\n", S_ISLNK(st.st_mode));
    printf("lstat: %s", said(lstat("/data/to", &st)));
    printf(", a link %d", S_ISLNK(st.st_mode));
    printf(", stat: %s", said(stat("/data/to", &st)));
    printf(", a link %d\n", S_ISLNK(st.st_mode));
    char to[3][8] = {"", "", ""};
    printf("read: %s", said(readlinkat(folder, "to", to[0], 7)));
    printf(" %s", to[0]);
    printf(", by path: %s", said(readlink("/data/to_other", to[1], 7)));
    printf(" %s", to[1]);
    printf(", cut: %s", said(readlink("/data/to_other", to[2], 2)));
    printf(" %s", to[2]);
    printf(", of a file: %s\n", said(readlink("/data/a", to[0], 7)));
}

static void change(void) {
    printf("removed: %s", said(unlinkat(folder, "inner/b", 0)));
    // What this fails with differs between systems: EISDIR of Linux, EPERM of POSIX.
    int wrong = unlinkat(folder, "inner", 0);
    printf(" %s", said(unlinkat(folder, "inner", AT_REMOVEDIR)));
    printf(" %s, a folder as a file: %d", said(unlink("/data/c")), wrong);
    printf(", a file as a folder: %s\n", said(unlinkat(folder, "a", AT_REMOVEDIR)));
    printf("length: %s", said(truncate("/data/a", 3)));
    look("a", 0);
    printf(" %ld", (long)st.st_size);
    printf(", of a folder: %s", said(truncate("/data", 3)));
    printf(", below zero: %s\n", said(truncate("/data/a", -1)));
    printf("there: %s", said(access("/data/a", F_OK)));
    printf(" %s", said(faccessat(folder, "a", R_OK, 0)));
    printf(" %s", said(access("/data", X_OK)));
    printf(", not there: %s\n", said(faccessat(folder, "none", F_OK, 0)));
    printf("modes and owners: %s", said(chmod("/data/a", 0600)));
    printf(" %s", said(fchmodat(folder, "a", 0600, 0)));
    printf(" %s", said(chown("/data/a", getuid(), -1)));
    printf(" %s", said(lchown("/data/to", getuid(), -1)));
    printf(" %s", said(fchownat(folder, "a", getuid(), -1, 0)));
    printf(", of nothing: %s\n", said(chmod("/data/none", 0600)));
}

static int is_now(struct timespec then) {
    long apart = (long)(time(NULL) - then.tv_sec);
    return apart >= -10 && apart <= 10;
}

static void times(void) {
    struct timespec given[2] = {{1000, 0}, {2000, 0}};
    printf("times: %s", said(utimensat(folder, "a", given, 0)));
    look("a", 0);
    printf(" %ld %ld", (long)st.st_atime, (long)st.st_mtime);
    struct timespec left[2] = {{0, UTIME_OMIT}, {0, UTIME_NOW}};
    printf(", left and now: %s", said(utimensat(folder, "a", left, 0)));
    look("a", 0);
    printf(" %d %d", st.st_atime == 1000, is_now(st.st_mtim));
    struct timespec open[2] = {{3000, 0}, {4000, 0}};
    printf(", of the open file: %s", said(futimens(file, open)));
    look("a", 0);
    printf(" %ld %ld\n", (long)st.st_atime, (long)st.st_mtime);
    printf("now: %s", said(utimensat(folder, "a", NULL, 0)));
    look("a", 0);
    printf(" %d %d", is_now(st.st_atim), is_now(st.st_mtim));
    struct timespec none[2] = {{1000, 1000000000}, {2000, 0}};
    printf(", no time: %s", said(utimensat(folder, "a", none, 0)));
    struct timespec link[2] = {{5000, 0}, {5000, 0}};
    printf(", of the link: %s", said(utimensat(folder, "to", link, AT_SYMLINK_NOFOLLOW)));
    look("to", AT_SYMLINK_NOFOLLOW);
    printf(" %ld", (long)st.st_mtime);
    look("a", 0);
    printf(", not of the file %d\n", is_now(st.st_mtim));
}

int main(void) {
    make();
    ask();
    change();
    times();
    printf("above: %d", openat(folder, "../etc/passwd", O_RDONLY));
    printf(" %d", mkdirat(folder, "../made", 0777));
    printf(" %d\n", unlinkat(folder, "../made", AT_REMOVEDIR));
    printf("absolute, whatever the folder: %s\n", said(faccessat(file, "/data/a", F_OK, 0)));
    return 0;
}
