#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is used of libyaml's interface; its parser and emitter are opaque. */
typedef struct {
    int type;
    union {
        struct {
            char *anchor;
        } alias;
        struct {
            char *anchor, *tag, *value;
            size_t n_bytes;
        } scalar;
        int room[8];
    };
    size_t marks[6];
} event;

typedef struct {
    int error;
    const char *problem;
    size_t problem_offset;
    int problem_value;
    size_t problem_index, problem_line;
    char rest[1024];
} parser;

int yaml_parser_initialize(void *);
void yaml_parser_set_input_string(void *, const char *, size_t);
int yaml_parser_parse(void *, event *);
void yaml_parser_delete(void *);
void yaml_event_delete(event *);
int yaml_emitter_initialize(void *);
void yaml_emitter_set_output(void *, int (*)(void *, const char *, size_t), void *);
int yaml_emitter_emit(void *, event *);
void yaml_emitter_delete(void *);
int yaml_stream_start_event_initialize(event *, int encoding);
int yaml_stream_end_event_initialize(event *);
int yaml_document_start_event_initialize(event *, void *, void *, void *, int implicit);
int yaml_document_end_event_initialize(event *, int implicit);
int yaml_sequence_start_event_initialize(event *, const char *, const char *, int, int style);
int yaml_sequence_end_event_initialize(event *);
int yaml_scalar_event_initialize(event *, const char *anchor, const char *tag, const char *value,
                                 int n_bytes, int plain_implicit, int quoted_implicit, int style);

enum { STREAM = 1, STREAM_END, DOCUMENT, DOCUMENT_END, ALIAS, SCALAR, SEQUENCE, SEQUENCE_END };
enum { ANY, PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED };

static const char *const names[] = {
    "none",  "stream", "end of stream", "document",        "end of document", "alias",
    "scalar", "sequence", "end of sequence", "mapping", "end of mapping"};

static const char text[] = "name: libyaml\n"
                           "list: &it [one, 'two words', 3]\n"
                           "again: *it\n"
                           "text: |\n  line 1\n  line 2\n"
                           "unicode: \"\\u00e9 \xf0\x9f\x8c\xb3\"\n";

static void print_event(const event *it) {
    printf("%s", names[it->type]);
    if (it->type == ALIAS)
        printf(" %s", it->alias.anchor);
    if (it->type == SCALAR) {
        putchar(' ');
        for (size_t i = 0; i < it->scalar.n_bytes; i++)
            it->scalar.value[i] == '\n' ? printf(", ") : putchar(it->scalar.value[i]);
    }
    putchar('\n');
}

static int parse(const char *text, int is_quiet) {
    parser it;
    event event;
    int n_events = 0, type = 0;
    yaml_parser_initialize(&it);
    yaml_parser_set_input_string(&it, text, strlen(text));
    while (type != STREAM_END) {
        if (!yaml_parser_parse(&it, &event)) {
            printf("wrong: error %d, %s, line %d\n", it.error, it.problem, (int)it.problem_line);
            break;
        }
        n_events++;
        type = event.type;
        if (!is_quiet)
            print_event(&event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&it);
    return n_events;
}

static char emitted[256];
static int n_parts;

static int write_part(void *data, const char *part, size_t n_bytes) {
    n_parts++;
    strncat(data, part, n_bytes);
    return 1;
}

static void emit(void) {
    static char emitter[4096];
    event it;
    yaml_emitter_initialize(emitter);
    yaml_emitter_set_output(emitter, write_part, emitted);
    yaml_stream_start_event_initialize(&it, 1);
    yaml_emitter_emit(emitter, &it);
    yaml_document_start_event_initialize(&it, 0, 0, 0, 1);
    yaml_emitter_emit(emitter, &it);
    yaml_sequence_start_event_initialize(&it, 0, 0, 1, 2);
    yaml_emitter_emit(emitter, &it);
    yaml_scalar_event_initialize(&it, 0, 0, "one", -1, 1, 1, PLAIN);
    yaml_emitter_emit(emitter, &it);
    yaml_scalar_event_initialize(&it, 0, 0, "two words", -1, 1, 1, SINGLE_QUOTED);
    yaml_emitter_emit(emitter, &it);
    yaml_scalar_event_initialize(&it, 0, 0, "\xc3\xa9\n", -1, 1, 1, DOUBLE_QUOTED);
    yaml_emitter_emit(emitter, &it);
    yaml_sequence_end_event_initialize(&it);
    yaml_emitter_emit(emitter, &it);
    yaml_document_end_event_initialize(&it, 1);
    yaml_emitter_emit(emitter, &it);
    yaml_stream_end_event_initialize(&it);
    yaml_emitter_emit(emitter, &it);
    yaml_emitter_delete(emitter);
    printf("emitted in parts: %d\n%s", n_parts, emitted);
}

int main(void) {
    printf("%d events\n", parse(text, 0));
    parse("list: [one, two\nnext: 1\n", 1);
    emit();
    return 0;
}
