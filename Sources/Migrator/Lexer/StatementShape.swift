/// As much of a statement's structure as it takes to know where it ends.
struct StatementShape {
    /// Words that tell a routine's definition from anything else.
    private static let opening: Set<String> = ["create", "function", "procedure", "or", "replace"]
    /// How many of a statement's words may be among those, as in `create or replace function`.
    private static let openingLimit = 4
    private static let stringsSetting = "standard_conforming_strings"

    private var parentheses = 0
    private var depth = 0
    private var count = 0
    private var words: [String] = []
    private var isRoutine = false
    private var isCopy = false
    private var isSetting = false
    private var lastWord = ""
    /// Whether it is `copy … from stdin`.
    private(set) var readsStandardInput = false
    /// What it sets `standard_conforming_strings` to, if it does.
    private(set) var conformingStrings: Bool?

    /// Whether a semicolon would be part of it.
    var isOpen: Bool { parentheses > 0 || depth > 0 }

    mutating func see(_ token: Token, in text: [UInt8]) {
        switch token.kind {
        case .word: see(word: text[token.range])
        case .symbol where text[token.range.lowerBound] == UInt8(ascii: "("):
            parentheses += 1
            lastWord = ""
        case .symbol where text[token.range.lowerBound] == UInt8(ascii: ")"):
            parentheses = max(0, parentheses - 1)
            lastWord = ""
        default: lastWord = ""
        }
    }

    private mutating func see(word bytes: ArraySlice<UInt8>) {
        defer { count += 1 }
        // No word that counts is longer, and most words of a long script are data.
        guard bytes.count <= Self.stringsSetting.utf8.count else {
            lastWord = ""
            return
        }
        let word = String(decoding: bytes, as: UTF8.self).lowercased()
        if count == 0 { (isCopy, isSetting) = (word == "copy", word == "set") }
        if isSetting { see(setting: word) }
        if isCopy, parentheses == 0, lastWord == "from", word == "stdin" { readsStandardInput = true }
        lastWord = word
        if count < Self.openingLimit, words.count == count, Self.opening.contains(word) {
            words.append(word)
            isRoutine =
                ["function", "procedure"].contains(word)
                && (words.dropLast() == ["create"] || words.dropLast() == ["create", "or", "replace"])
                || isRoutine
        }
        guard isRoutine, parentheses == 0 else { return }
        switch word {
        case "begin": depth += 1
        case "case" where depth > 0: depth += 1
        case "end": depth = max(0, depth - 1)
        default: break
        }
    }

    /// `set [session | local] standard_conforming_strings = off`
    private mutating func see(setting word: String) {
        if word == Self.stringsSetting, count <= 2 {
            conformingStrings = true
        } else if conformingStrings != nil, ["off", "false", "no"].contains(word) {
            conformingStrings = false
        }
    }
}
