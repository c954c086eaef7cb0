// `strptime` reads what `strftime` writes.
//
// build: emcc -O2
// > 2026-11-20 14:05:09 wday 5 yday 323, left " rest"
// > 1969-02-01
// > nothing
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void) {
    struct tm tm;
    memset(&tm, 0, sizeof tm);
    char text[64];
    const char *end = strptime("Fri Nov 20 2026 02:05:09 PM rest", "%a %b %d %Y %I:%M:%S %p", &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    printf("%s wday %d yday %d, left \"%s\"\n", text, tm.tm_wday, tm.tm_yday, end);
    memset(&tm, 0, sizeof tm);
    strptime("1.2.69", "%d.%m.%y", &tm);
    strftime(text, sizeof text, "%Y-%m-%d", &tm);
    puts(text);
    puts(strptime("32", "%d", &tm) ? "something" : "nothing");
    return 0;
}
