/// Reads a parameter's text byte by byte, and remembers how far it came: that is where an error is reported.
struct Scanner {
    /// The text is not of the form that was tried.
    struct Mismatch: Error {}

    /// How deep lists may nest, so that no text exhausts the stack.
    static let depthMax = 32

    private let bytes: [UInt8]
    private(set) var position = 0
    private var furthest = 0
    private var expected = "text"

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    /// Whether the text goes on with these characters.
    func sees(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { return false }
        return true
    }

    /// Takes these characters, if the text goes on with them.
    mutating func take(_ word: StaticString) -> Bool {
        guard sees(word) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    mutating func expect(_ word: StaticString) throws(Mismatch) {
        guard take(word) else { throw miss("\(word)") }
    }

    /// Takes bytes for as long as they are of a kind.
    mutating func take(while isWanted: (UInt8) -> Bool) -> String {
        let start = position
        while position < bytes.count, isWanted(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes what is left.
    mutating func takeRest() -> String {
        take { _ in true }
    }

    mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    /// Takes one byte, whatever it is.
    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// Goes back to where it was.
    mutating func goBack(to start: Int) {
        position = start
    }

    /// Tries one way to read on; goes back if it isn't that.
    mutating func attempt<R>(_ body: (inout Scanner) throws(Mismatch) -> R) -> R? {
        let start = position
        do throws(Mismatch) {
            return try body(&self)
        } catch {
            position = start
            return nil
        }
    }

    /// Notes what would have been right here.
    mutating func miss(_ expected: String) -> Mismatch {
        if position >= furthest {
            furthest = position
            self.expected = expected
        }
        return Mismatch()
    }

    /// The error to report.
    func error(_ what: String, in input: String, field: String) -> SyntaxError {
        let column = String(decoding: bytes[..<furthest], as: UTF8.self).count + 1
        let found =
            furthest < bytes.count
            ? "\"\(String(decoding: bytes[furthest...], as: UTF8.self).prefix(1))\"" : "end of input"
        return SyntaxError(
            what: what, input: input, column: column, found: found, expected: expected, field: field)
    }
}

extension Scanner {
    /// Reads a whole text by one rule.
    ///
    /// - Parameters:
    ///   - what: What it is, for the error.
    ///   - field: The parameter it stands in.
    static func read<R>(
        _ text: String, as what: String, field: String, _ rule: (inout Scanner) throws(Mismatch) -> R
    ) throws(SyntaxError) -> R {
        var scanner = Scanner(text)
        do throws(Mismatch) {
            let value = try rule(&scanner)
            scanner.skipSpaces()
            guard scanner.isAtEnd else { throw scanner.miss("end of input") }
            return value
        } catch {
            throw scanner.error(what, in: text, field: field)
        }
    }
}
