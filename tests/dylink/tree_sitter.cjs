// Prints what the parser of web-tree-sitter gives in node, through its own loader: for each grammar
// and snippet a line.
//
// usage: node tree_sitter.cjs PARSER.cjs [GRAMMAR.wasm SNIPPET]…

const { readFileSync } = require("fs");

const [, , parser, ...rest] = process.argv;
const { Parser, Language } = require(parser);

(async () => {
    await Parser.init();
    for (let i = 0; i < rest.length; i += 2) {
        const language = await Language.load(rest[i]);
        const tree = new Parser().setLanguage(language).parse(readFileSync(rest[i + 1], "utf8"));
        console.log(tree.rootNode.toString());
    }
})();
