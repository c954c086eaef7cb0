extern fn printf(format: [*:0]const u8, ...) c_int;

export var zig_count: c_int = 0;

export fn zig_sum(items: [*]const c_int, n: c_int) c_int {
    _ = printf("zig: %d items\n", n);
    zig_count += 1;
    var sum: c_int = 0;
    for (items[0..@intCast(n)]) |item| sum += item;
    return sum;
}

const Fold = *const fn (c_int, c_int) callconv(.c) c_int;

export fn zig_fold(f: Fold, items: [*]const c_int, n: c_int) c_int {
    var result = items[0];
    for (items[1..@intCast(n)]) |item| result = f(result, item);
    return result;
}

fn compare(a: *const c_int, b: *const c_int) callconv(.c) c_int {
    return if (a.* < b.*) -1 else if (a.* > b.*) 1 else 0;
}

export fn zig_comparison() *const fn (*const c_int, *const c_int) callconv(.c) c_int {
    return compare;
}
