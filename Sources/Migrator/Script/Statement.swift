/// One statement of a file, ready to be sent.
public struct Statement: Sendable, Hashable {
    /// A value that was put in the place of a variable.
    struct Expansion: Sendable, Hashable {
        /// Where the value stands in the statement, in bytes.
        let range: Range<Int>
        /// How many bytes the variable had.
        let length: Int
    }

    /// What is sent, without its semicolon.
    public let text: String
    /// Rows for `copy … from stdin`.
    let rows: [UInt8]?
    /// The file it is written in.
    public let file: SourceFile
    /// Where in that file it begins, in bytes.
    let offset: Int
    let expansions: [Expansion]
    /// Its first words in lower case, up to the first that isn't a bare word.
    let words: [String]

    /// Line of the file on which it begins.
    public var line: Int { file.place(ofByte: offset).line }

    /// Where in the file a character of the statement stands, in bytes.
    ///
    /// - Parameter position: In characters from 1, as the server counts.
    func fileOffset(ofCharacter position: Int) -> Int {
        let prefix = text.unicodeScalars.prefix(max(position, 1) - 1)
        let byte = prefix.reduce(0) { $0 + UTF8.width($1) }
        var shift = 0
        for expansion in expansions where expansion.range.lowerBound <= byte {
            if expansion.range.contains(byte) { return offset + expansion.range.lowerBound - shift }
            shift += expansion.range.count - expansion.length
        }
        return offset + byte - shift
    }

    /// Whether it begins with these words.
    func begins(with words: String...) -> Bool { self.words.starts(with: words) }
}
