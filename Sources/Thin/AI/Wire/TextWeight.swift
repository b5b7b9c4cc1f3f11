/// How many bytes of text there are, and how many of them may well be a token each.
///
/// Nobody's vocabulary is here, so tokens are estimated from bytes: plain words take 0.4 tokens a byte, dense bytes 1.
/// What makes a byte dense follows from how byte-pair encoders split text before they merge: at digits, at punctuation, where
/// lower case turns to upper, at line breaks; and from what no vocabulary holds whole: rare scripts and letters, runs of
/// consonants or vowels, very long words. Tokens never outnumber bytes.
package struct TextWeight: Sendable, Equatable {
    private enum Kind {
        case nothing, space, lower, upper, other
    }

    /// Letters a word may have before the rest of it is dense.
    private static let wordMax = 20
    /// Consonants, or vowels, in a row before the next is dense.
    private static let sameSoundsMax = 2

    package private(set) var bytes = 0
    package private(set) var denseBytes = 0

    private var previous = Kind.nothing
    private var previousByte: UInt8 = 0
    private var letters = 0
    /// Consonants so far in a row, or vowels.
    private var sameSounds = 0
    private var isVowel = false
    private var uppers = 0
    /// Whether a space stands before the word, which is then part of its first token.
    private var followsSpace = false
    /// Whether the word's first letter is counted as a token already.
    private var isCounted = false

    package init() {}

    /// Two texts of the same weight are equal.
    package static func == (left: TextWeight, right: TextWeight) -> Bool {
        left.bytes == right.bytes && left.denseBytes == right.denseBytes
    }

    /// A text that has nothing to do with the one before.
    mutating func beginText() {
        previous = .nothing
        previousByte = 0
    }

    mutating func endText() {
        endWord()
        previous = .nothing
    }

    /// Bytes that are a token each.
    mutating func addDense(_ count: Int) {
        bytes += count
        denseBytes += count
    }

    mutating func add(_ other: TextWeight) {
        bytes += other.bytes
        denseBytes += other.denseBytes
    }

    /// A text.
    mutating func add(_ text: String) {
        beginText()
        for byte in text.utf8 { take(byte) }
        endText()
    }

    /// The text's next byte.
    mutating func take(_ byte: UInt8) {
        bytes += 1
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): takeLower(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): takeUpper(byte)
        case UInt8(ascii: " "): takeSpace()
        case 0xC3: takeLower(UInt8(ascii: "e"))
        case 0x80... where previousByte == 0xC3 && previous == .lower: denseBytes += 1
        default: takeOther(byte)
        }
        previousByte = byte
    }

    private mutating func takeLower(_ byte: UInt8) {
        if previous != .lower && previous != .upper { beginWord() }
        letters += 1
        uppers = 0
        if isCrowded(byte) {
            denseBytes += 1
            if letters == 1 { isCounted = true }
        }
        previous = .lower
    }

    private mutating func takeUpper(_ byte: UInt8) {
        if previous == .lower {
            endWord()
            beginWord()
            isCounted = true
        } else if previous != .upper {
            beginWord()
        }
        letters += 1
        uppers += 1
        // In capitals, words are in shorter pieces: every second letter is dense.
        let isCrowded = isCrowded(byte)
        if isCrowded || isCounted && letters == 1 || uppers.isMultiple(of: 2) { denseBytes += 1 }
        if isCrowded && letters == 1 { isCounted = true }
        previous = .upper
    }

    /// Runs of spaces are one token, and a single one is part of the next word.
    private mutating func takeSpace() {
        endWord()
        if previous == .other && previousByte < 0x20 { denseBytes += 1 }
        previous = .space
    }

    /// Digits, punctuation, line breaks, everything that isn't Latin. Only what repeats is merged.
    private mutating func takeOther(_ byte: UInt8) {
        endWord()
        if byte != previousByte || !Self.isMerged(byte) { denseBytes += 1 }
        previous = .other
    }

    /// Whether several of it may be one token.
    private static func isMerged(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D: true
        case ..<0x20, 0x7F..., UInt8(ascii: "0")...UInt8(ascii: "9"): false
        default: true
        }
    }

    private mutating func beginWord() {
        followsSpace = previous == .space
        letters = 0
        sameSounds = 0
        uppers = 0
        isCounted = false
    }

    /// A word is at least one token, however short.
    private mutating func endWord() {
        guard previous == .lower || previous == .upper, !isCounted else { return }
        if letters == 1 || !followsSpace { denseBytes += 1 }
    }

    /// Whether words hardly have such a letter at this place.
    private mutating func isCrowded(_ byte: UInt8) -> Bool {
        var isRare = false
        var isVowel = false
        switch byte | 0x20 {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            isVowel = true
        case UInt8(ascii: "j"), UInt8(ascii: "q"), UInt8(ascii: "x"), UInt8(ascii: "z"): isRare = true
        default: break
        }
        sameSounds = isVowel == self.isVowel ? sameSounds + 1 : 1
        self.isVowel = isVowel
        return isRare || sameSounds > Self.sameSoundsMax || letters > Self.wordMax
    }
}
