// Runs programs of Lua in node, each in an interpreter of its own, by the JavaScript of wasmoon.
//
// usage: node lua.cjs INDEX.js PROGRAM.lua…

const { readFileSync } = require("fs");

const [, , wasmoon, ...programs] = process.argv;
const { LuaFactory } = require(wasmoon);

(async () => {
    for (const program of programs) {
        const lua = await new LuaFactory().createEngine({ injectObjects: false, enableProxy: false });
        await lua.doString(readFileSync(program, "utf8"));
    }
})();
