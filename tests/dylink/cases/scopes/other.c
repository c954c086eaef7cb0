int provider_value(void);

int other_value(void) { return 20 + provider_value(); }
