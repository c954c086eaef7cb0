// Every conversion of `strftime`, and broken-down UTC before 1970.
//
// build: emcc -O2
// > Fri Nov 20 14:05:09 2026|Fri|Friday|Nov|November
// > 20|20|324|11|05|PM|09|5|46|46|47|2026|26
// > 11/20/26|2026-11-20|02:05:09 PM|14:05|14:05:09|11/20/26|14:05:09
// > %|+0000
// > before: 1969-12-31 23:59:59 yday 364 wday 3
// > too short: 0
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void) {
    time_t now = 1795183509, before = -1;
    const char *formats[] = {
        "%c|%a|%A|%b|%B", "%d|%e|%j|%m|%M|%p|%S|%u|%U|%W|%V|%G|%y",
        "%D|%F|%r|%R|%T|%x|%X", "%%|%z"};
    char text[128];
    struct tm tm = *gmtime(&now);
    for (int i = 0; i < 4; i++) {
        strftime(text, sizeof text, formats[i], &tm);
        puts(text);
    }
    tm = *gmtime(&before);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    printf("before: %s yday %d wday %d\n", text, tm.tm_yday, tm.tm_wday);
    printf("too short: %zu\n", strftime(text, 5, "%Y-%m", &tm));
    return 0;
}
