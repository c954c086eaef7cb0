// What a program asks of the machine that it runs on, through emscripten's C library: there is no
// network, no shell and no terminal here, and a program is told so.
//
// build: emcc -O2
// build: emcc -O2 -sWASM_BIGINT
// run: --dir /data=$TMP:rw
// > file system: 0, blocks of 4096, free 1 of 1, names of 255; of an open file: 0
// > a process: 1, of its own group 1, whoever: 1
// > socket: -1, a name: 1
// > shell: 0, a command: -1 Function not implemented
// > clocks: 0 0, fine 1 1, none: Invalid argument, likewise Invalid argument
// > used: 1 1, of the day: 0 1, as time says 1
// > terminal: no -1, its size -1
// > scheduled: 0
// node: no, it sees the folder elsewhere
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

static void file_system(void) {
    struct statfs fs = {0}, same = {0};
    printf("file system: %d", statfs("/data", &fs));
    printf(", blocks of %d", (int)fs.f_bsize);
    printf(", free %d of %d", fs.f_bfree > 0, fs.f_blocks >= fs.f_bfree);
    printf(", names of %d", (int)fs.f_namelen);
    int file = open("/data/file", O_CREAT | O_RDWR, 0666);
    printf("; of an open file: %d\n", fstatfs(file, &same) || memcmp(&fs, &same, sizeof fs));
    close(file);
}

static void clocks(void) {
    struct timespec wall, steady, none;
    printf("clocks: %d", clock_getres(CLOCK_REALTIME, &wall));
    printf(" %d", clock_getres(CLOCK_MONOTONIC, &steady));
    // Between a nanosecond and a tick of the oldest systems.
    printf(", fine %d", wall.tv_sec == 0 && wall.tv_nsec > 0 && wall.tv_nsec <= 20000000);
    printf(" %d", steady.tv_sec == 0 && steady.tv_nsec > 0 && steady.tv_nsec <= 20000000);
    printf(", none: %s", clock_getres(77, &none) ? strerror(errno) : "there is");
    errno = 0;
    printf(", likewise %s\n", clock_gettime(77, &none) ? strerror(errno) : "there is");
    clock_t first = clock();
    printf("used: %d", first != (clock_t)-1);
    printf(" %d", clock() >= first);
    struct timeval day;
    printf(", of the day: %d", gettimeofday(&day, NULL));
    // 2020 is past, and 2100 is not yet.
    printf(" %d", day.tv_sec > 1577836800 && (unsigned long)day.tv_sec < 4102444800);
    time_t given, answered = time(&given);
    printf(", as time says %d\n", given == answered && answered - day.tv_sec <= 10);
}

int main(void) {
    file_system();
    printf("a process: %d", getpid() > 0);
    printf(", of its own group %d", getpgid(0) == getpgrp());
    printf(", whoever: %d\n", getuid() == geteuid() && getgid() == getegid());
    printf("socket: %d", socket(AF_INET, SOCK_STREAM, 0));
    struct addrinfo *found;
    printf(", a name: %d\n", getaddrinfo("example.org", "80", NULL, &found) != 0);
    printf("shell: %d", system(NULL));
    int code = system("true");
    printf(", a command: %d %s\n", code, strerror(errno));
    clocks();
    struct winsize size;
    int terminal = isatty(1);
    printf("terminal: %s %d", terminal ? "yes" : "no", terminal - 1);
    printf(", its size %d\n", ioctl(1, TIOCGWINSZ, &size));
    printf("scheduled: %d\n", sched_yield());
    return 0;
}
