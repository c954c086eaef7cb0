int quiet[1 << 16] = {1};
