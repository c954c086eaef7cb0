#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int main_data;
int main_function(int);

int side_data = 40;

int side_function(int x) {
    printf("side: %d and %.2f\n", x, x / 3.0);
    return main_function(x + main_data);
}

char *side_text(void) {
    printf("side: %.2f is half of %d\n", 2.5, 5);
    return strdup("from side");
}

void side_rename(char *text) { strcpy(text, "renamed"); }
