-- Numbers of both kinds, text, packed bytes, tables and the collector.
print(1 // 0.0, -1 // 0.0, 7 // 2, -7 // 2, 7 % -3, 7.5 % 2, 2 ^ 53)
print(math.maxinteger, math.mininteger, math.maxinteger + 1 == math.mininteger)
print(0x7fffffffffffffff * 3, 1 << 62, ~0 >> 60, 5 // 0.3)
print(string.format("%5.2f|%-8s|%08x|%q|%g|%a", math.pi, "left", 48879, "a\nb", 1e100, 0.5))
print(tostring(1e15), tostring(1e16), 0.1 + 0.2, 100 // 1e-300, -0.0)
print(math.type(1), math.type(1.0), math.tointeger(3.0), "10" + 5, 10 .. 20)
print(("The quick brown fox"):gsub("(%w+) (%w+)", "%2 %1"))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
print(string.unpack("<i8 >i4 z", string.pack("<i8 >i4 z", -2, 258, "text")))
print(utf8.char(233, 8364, 127795), utf8.len("é€🌳"), #"é€🌳")
print(os.date("!%Y-%m-%d %H:%M:%S", 86400 * 365), os.time({ year = 2000, month = 1, day = 1, hour = 12 }) > 0)
print(tonumber("0x1p4"), tonumber("zz", 36), tonumber("8", 8), math.ult(1, -1))

local words = {}
for word in ("one two three two one two"):gmatch("%a+") do words[word] = (words[word] or 0) + 1 end
local sorted = {}
for word, n in pairs(words) do sorted[#sorted + 1] = word .. n end
table.sort(sorted)
print(table.concat(sorted, ","), table.unpack({ 1, 2, 3 }, 2))

local n_finalised = 0
for i = 1, 20000 do
    local it = setmetatable({ ("x"):rep(100) .. i }, { __gc = function() n_finalised = n_finalised + 1 end })
end
collectgarbage()
collectgarbage()
print(n_finalised, collectgarbage("count") < 4096)
print(select("#", table.unpack({}, 1, 200)), #string.rep("x", 1 << 20))
goto done
print("never")
::done::
print(type(require), type(package.path), _VERSION)
