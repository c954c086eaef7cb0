// Time zones and broken-down times: the variable TZ says which, and numbers out of range are carried.
//
// build: emcc -O2
// run: --env TZ=Europe/Berlin
// > winter: 2026-01-15 13:00:00 dst 0 yday 14 wday 4
// > summer: 2026-07-15 14:00:00 dst 1 yday 195 wday 3
// > utc: 2026-07-15 12:00:00
// > back: 1784116800
// > carried: 2026-03-03 01:00:00 1772496000
// > timegm: 1784124000
// > zone: -3600 1
// > asctime: Wed Jul 15 12:00:00 2026
// > difftime: 60
// node: no, its time zone is that of the machine
#include <stdio.h>
#include <time.h>

static void show(const char *name, const struct tm *tm) {
    char text[64];
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", tm);
    printf("%s: %s", name, text);
}

int main(void) {
    time_t winter = 1768478400, summer = 1784116800;
    struct tm *tm = localtime(&winter);
    show("winter", tm);
    printf(" dst %d yday %d wday %d\n", tm->tm_isdst, tm->tm_yday, tm->tm_wday);
    tm = localtime(&summer);
    show("summer", tm);
    printf(" dst %d yday %d wday %d\n", tm->tm_isdst, tm->tm_yday, tm->tm_wday);
    struct tm local = *tm;
    show("utc", gmtime(&summer));
    printf("\nback: %ld\n", (long)mktime(&local));
    struct tm odd = {.tm_year = 126, .tm_mon = 1, .tm_mday = 30, .tm_hour = 24, .tm_min = 60, .tm_isdst = -1};
    long seconds = mktime(&odd);
    show("carried", &odd);
    printf(" %ld\n", seconds);
    printf("timegm: %ld\n", (long)timegm(&local));
    tzset();
    printf("zone: %ld %d\n", timezone, daylight);
    printf("asctime: %s", asctime(gmtime(&summer)));
    printf("difftime: %.0f\n", difftime(160, 100));
    return 0;
}
