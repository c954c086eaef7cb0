// The whole of iostream, with locales and facets, and containers that allocate much and little.
//
// build: em++ -O2
// build: em++ -O2 -s STANDALONE_WASM
// build: zig c++ -target wasm32-wasi -fno-exceptions -O2
// < the quick brown fox jumps over the lazy dog
// < the end
// > 11 words, 9 of them different
// > brown 1, dog 1, end 1, fox 1, jumps 1, lazy 1, over 1, quick 1, the 3
// > 0x00ff 3.142
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

int main() {
    std::map<std::string, int> counts;
    std::string word;
    int n_words = 0;
    for (; std::cin >> word; n_words++)
        counts[word]++;
    std::cout << n_words << " words, " << counts.size() << " of them different\n";
    std::ostringstream line;
    const char *separator = "";
    for (const auto &[text, n] : counts) {
        line << separator << text << ' ' << n;
        separator = ", ";
    }
    std::cout << line.str() << std::endl;
    std::cout << "0x" << std::hex << std::setfill('0') << std::setw(4) << 255 << ' '
              << std::setprecision(4) << 3.14159 << std::endl;
    return std::cout ? 0 : 1;
}
