int provider_value(void);

int user_value(void) { return 10 + provider_value(); }
