/// How files are named and said to be.
enum ChatMediaType {
    /// The type that a header names, without what follows it. Which are taken the database knows.
    ///
    /// - Throws: `Problem` 400 for text in another encoding than UTF-8.
    static func read(_ header: String?) throws(Problem) -> String {
        let parts = (header ?? "").lowercased().split(separator: ";", omittingEmptySubsequences: false)
        for part in parts.dropFirst() {
            let part = part.filter { $0 != " " && $0 != "\"" }
            guard part.isEmpty || part == "charset=utf-8" else {
                throw .invalidArgument("media_type", "text is in UTF-8")
            }
        }
        return parts.first.map { String($0.filter { $0 != " " }) } ?? ""
    }

    /// As it is sent.
    static func shown(_ mediaType: String) -> String {
        mediaType.hasPrefix("text/") ? "\(mediaType); charset=utf-8" : mediaType
    }

    /// A name as headers carry it (RFC 8187, section 3.2).
    static func encoded(_ name: String) -> String {
        var encoded = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (hex.count == 1 ? "0" : "") + hex
            }
        }
        return encoded
    }
}
