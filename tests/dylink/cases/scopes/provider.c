int provider_value(void) { return 10; }
