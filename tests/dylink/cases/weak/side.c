#define WEAK __attribute__((weak))

WEAK int nobody_function(void);

int somebody_function(void) { return 5; }
int side_sees_nobody(void) { return nobody_function == 0; }

WEAK const char *shared(void) { return "side"; }
const char *side_shared(void) { return shared(); }

WEAK const char *only_side(void) { return "side"; }
const char *side_only_side(void) { return only_side(); }
