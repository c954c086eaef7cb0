-- Every error is a longjmp, here also across frames of C.
print(pcall(error, "boom"))
print(pcall(function() error("boom") end))
print(select(2, pcall(function() error({ code = 7 }) end)).code)
print(select("#", pcall(error)))
print(pcall(function() return 1 + nil end))
print(pcall(function() return ("x"):rep(-1) .. {} end))
print(pcall(string.rep))
print(pcall(string.format, "%d", 1.5))

local ok, message = xpcall(function() error("traced", 0) end, function(it)
    return "handled " .. it
end)
print(ok, message)

-- Through a comparison that `table.sort` calls, and through a metamethod.
local calls = 0
print(pcall(table.sort, { 5, 3, 4, 1, 2 }, function(a, b)
    calls = calls + 1
    if calls == 3 then error("in the third", 0) end
    return a < b
end))
local guarded = setmetatable({}, { __index = function(_, key) error("no " .. key, 0) end })
print(pcall(function() return guarded.leaf end))
print(pcall(string.gsub, "abc", "%w", function(it) if it == "b" then error("at b", 0) end end))

-- Deep inside each other, and a thousand in a row.
local function nested(depth)
    if depth == 0 then error("bottom", 0) end
    local ok, why = pcall(nested, depth - 1)
    error(why .. ".", 0)
end
print(pcall(nested, 10))
local n = 0
for i = 1, 1000 do
    if not pcall(error) then n = n + 1 end
end
print(n)

local function endless(x) return 1 + endless(x) end
local ok, why = pcall(endless, 1)
print(ok, (why:gsub("\n.*", ""):match("stack overflow")))
print(pcall(load, "x ="))
print(load("x ="))

-- A value that is closed on the way out.
do
    local ok, why = pcall(function()
        local closed <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
        error("left", 0)
    end)
    print(ok, why)
end
