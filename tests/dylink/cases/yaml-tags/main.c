#include <stdio.h>
#include <string.h>

typedef struct {
    int type;
    char *anchor, *tag, *value;
    size_t rest[16];
} event;

int yaml_parser_initialize(void *);
void yaml_parser_set_input_string(void *, const char *, size_t);
int yaml_parser_parse(void *, event *);

enum { STREAM_END = 2, SCALAR = 6 };

int main(void) {
    static char parser[2048];
    static const char text[] = "!!int \"42\"\n";
    event it;
    yaml_parser_initialize(parser);
    yaml_parser_set_input_string(parser, text, strlen(text));
    do {
        if (!yaml_parser_parse(parser, &it))
            return 1;
        if (it.type == SCALAR)
            printf("%s is a %s\n", it.value, it.tag);
    } while (it.type != STREAM_END);
    return 0;
}
