-- Coroutines yield across pcall, are closed, and die of errors.
local function numbers(n)
    return coroutine.wrap(function()
        for i = 1, n do coroutine.yield(i) end
    end)
end
local sum = 0
for i in numbers(100) do sum = sum + i end
print(sum)

local co = coroutine.create(function(a)
    local ok, why = pcall(function()
        local b = coroutine.yield(a + 1)
        error("got " .. b, 0)
    end)
    coroutine.yield(why)
    error("dead")
end)
print(coroutine.resume(co, 1))
print(coroutine.resume(co, 2))
print(coroutine.status(co))
print(coroutine.resume(co))
print(coroutine.status(co), coroutine.resume(co))
print(coroutine.close(coroutine.create(print)))

local ring = {}
for i = 1, 10 do
    ring[i] = coroutine.wrap(function(x)
        while true do x = coroutine.yield(x + i) end
    end)
end
local x = 0
for _ = 1, 10 do
    for i = 1, 10 do x = ring[i](x) end
end
print(x)
