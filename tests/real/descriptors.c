// Open files through emscripten's C library: numbers for them, their flags and locks, their folders,
// room in them, what is ready to be read.
//
// build: emcc -O2
// build: emcc -O2 -sWASM_BIGINT
// run: --dir /data=$TMP:rw
// > to an open folder: 0, a file: Not a directory, nothing: Bad file descriptor
// > here: /data/folder
// > to a file: Not a directory, nothing: No such file or directory
// > copies: new 1, asked for 1, itself 1, itself as another: Invalid argument
// > of nothing: Bad file descriptor, to no number: Bad file descriptor, beyond all: Bad file descriptor
// > as asked: 1, next 1, low 1, from nowhere: Invalid argument, beyond all: Invalid argument
// > closed: Bad file descriptor
// > from the same place: world
// > a copy can be written to: 0 1
// > a copy can be read from: 1 -1
// > access: 2 0 1 2
// > appends: 0 1, after all: hello world!
// > lock: 0 unlocked
// > flags of nothing: Bad file descriptor, what fcntl does not know: Invalid argument
// > not a terminal: -1 -1
// > room: 0, bytes 4096, less: 0, bytes 4096, none: Invalid argument, before: Invalid argument
// > written out: 0 0, nothing: Bad file descriptor
// > modes and owners: 0 0, of nothing: Bad file descriptor
// > ready: 2, file 1, nothing 32, passed over 0
// > selected: 2, read 1, written 1, exceptional 0, of nothing: Bad file descriptor
// > is called: /data/folder/a
// > mapped: Jello
// node: no, it sees the folder elsewhere
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

// No file has this number.
enum { NOTHING = 99 };

static int file;

// The answer of a call as a word: what went wrong, else the number.
static const char *said(int answer) {
    static char texts[4][32];
    static int at;
    char *text = texts[at++ % 4];
    if (answer < 0)
        return strerror(errno);
    snprintf(text, sizeof *texts, "%d", answer);
    return text;
}

static void folders(void) {
    mkdir("/data/folder", 0777);
    int folder = open("/data/folder", O_RDONLY | O_DIRECTORY);
    printf("to an open folder: %s", said(fchdir(folder)));
    file = open("a", O_CREAT | O_RDWR, 0666);
    printf(", a file: %s", said(fchdir(file)));
    printf(", nothing: %s\n", said(fchdir(NOTHING)));
    char here[100] = "";
    getcwd(here, sizeof here);
    printf("here: %s\n", here);
    printf("to a file: %s", said(chdir("a")));
    printf(", nothing: %s\n", said(chdir("none")));
}

static void copies(void) {
    write(file, "hello world", 11);
    int copy = dup(file);
    printf("copies: new %d", copy > file);
    printf(", asked for %d", dup2(file, copy) == copy);
    printf(", itself %d", dup2(file, file) == file);
    printf(", itself as another: %s\n", said(dup3(file, file, 0)));
    printf("of nothing: %s", said(dup(NOTHING)));
    printf(", to no number: %s", said(dup2(file, -1)));
    printf(", beyond all: %s\n", said(dup2(file, 5000)));
    // A number that no file has, then from where to look for one.
    int far = dup2(file, NOTHING - 1);
    printf("as asked: %d, next ", far == NOTHING - 1);
    int next = fcntl(file, F_DUPFD, far), low = dup(file);
    printf("%d, low %d", next - far, low == copy + 1);
    printf(", from nowhere: %s", said(fcntl(file, F_DUPFD, -1)));
    printf(", beyond all: %s\n", said(fcntl(file, F_DUPFD, 5000)));
    close(far), close(next), close(low);
    printf("closed: %s\n", said(fcntl(far, F_GETFD)));
    char text[16] = "";
    lseek(file, 6, SEEK_SET);
    int again = fcntl(file, F_DUPFD, 0);
    read(again, text, 5);
    printf("from the same place: %s\n", text);
    close(again);
    close(copy);
}

static void access_modes(void) {
    int written = open("b", O_CREAT | O_WRONLY, 0666), read_only = open("b", O_RDONLY);
    char byte;
    int copy = dup(written);
    printf("a copy can be written to: %d", read(copy, &byte, 1) == 1);
    printf(" %zd\n", write(copy, "b", 1));
    close(copy);
    copy = fcntl(read_only, F_DUPFD_CLOEXEC, 0);
    printf("a copy can be read from: %zd", read(copy, &byte, 1));
    printf(" %zd\n", write(copy, "b", 1));
    close(copy);
    printf("access: %d %d", fcntl(file, F_GETFL) & O_ACCMODE, fcntl(read_only, F_GETFL) & O_ACCMODE);
    printf(" %d", fcntl(written, F_GETFL) & O_ACCMODE);
    copy = dup(file);
    printf(" %d\n", fcntl(copy, F_GETFL) & O_ACCMODE);
    close(copy), close(written), close(read_only);
}

static void flags(void) {
    printf("appends: %s", said(fcntl(file, F_SETFL, O_APPEND)));
    printf(" %d", (fcntl(file, F_GETFL) & O_APPEND) != 0);
    lseek(file, 0, SEEK_SET);
    write(file, "!", 1);
    fcntl(file, F_SETFL, 0);
    char text[16] = "";
    lseek(file, 0, SEEK_SET);
    read(file, text, sizeof text - 1);
    printf(", after all: %s\n", text);
    struct flock lock = {.l_type = F_WRLCK};
    printf("lock: %s", said(fcntl(file, F_GETLK, &lock)));
    printf(" %s\n", lock.l_type == F_UNLCK ? "unlocked" : "locked");
    printf("flags of nothing: %s", said(fcntl(NOTHING, F_GETFL)));
    printf(", what fcntl does not know: %s\n", said(fcntl(file, 7777)));
    struct winsize size;
    printf("not a terminal: %d %d\n", ioctl(file, TIOCGWINSZ, &size), ioctl(NOTHING, TIOCGWINSZ, &size));
}

static long n_bytes(void) {
    struct stat st;
    return fstat(file, &st) ? -1 : (long)st.st_size;
}

static void room(void) {
    // This one answers the number of the error.
    printf("room: %d", posix_fallocate(file, 0, 4096));
    printf(", bytes %ld", n_bytes());
    printf(", less: %d", posix_fallocate(file, 100, 10));
    printf(", bytes %ld", n_bytes());
    printf(", none: %s", strerror(posix_fallocate(file, 0, 0)));
    printf(", before: %s\n", strerror(posix_fallocate(file, -1, 10)));
    printf("written out: %s", said(fsync(file)));
    printf(" %s", said(fdatasync(file)));
    printf(", nothing: %s\n", said(fsync(NOTHING)));
    printf("modes and owners: %s", said(fchmod(file, 0600)));
    printf(" %s", said(fchown(file, getuid(), -1)));
    printf(", of nothing: %s\n", said(fchmod(NOTHING, 0600)));
}

static void ready(void) {
    struct pollfd list[] = {{file, POLLIN, 0}, {NOTHING, POLLIN, 0}, {-1, POLLIN, 0}};
    printf("ready: %d", poll(list, 3, 0));
    printf(", file %d, nothing %d", list[0].revents, list[1].revents);
    printf(", passed over %d\n", list[2].revents);
    fd_set in = {0}, out = {0}, odd = {0};
    FD_SET(file, &in), FD_SET(file, &out), FD_SET(file, &odd);
    struct timeval at_once = {0};
    printf("selected: %d", select(file + 1, &in, &out, &odd, &at_once));
    printf(", read %d, written %d", !!FD_ISSET(file, &in), !!FD_ISSET(file, &out));
    printf(", exceptional %d", !!FD_ISSET(file, &odd));
    FD_SET(NOTHING, &in);
    printf(", of nothing: %s\n", said(select(NOTHING + 1, &in, NULL, NULL, &at_once)));
}

static void names(void) {
    char link[32], name[100] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    readlink(link, name, sizeof name - 1);
    printf("is called: %s\n", name);
    char *map = mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    map[0] = 'J';
    msync(map, 100, MS_SYNC);
    munmap(map, 100);
    char text[6] = "";
    lseek(file, 0, SEEK_SET);
    read(file, text, 5);
    printf("mapped: %s\n", text);
}

int main(void) {
    folders();
    copies();
    access_modes();
    flags();
    room();
    ready();
    names();
    return 0;
}
