internal import HTTPTypes

/// The headers that the database is told of: all but those that are secrets.
enum TransmittedHeaders {
    private static let secrets: Set<String> = ["authorization", "apikey", "cookie", "proxy-authorization"]
    /// Longer ones are cut, and more aren't told.
    static let valueBytesMax = 500, fieldsMax = 64

    /// Names in lower case, each once, with their values.
    static func shown(_ headers: HTTPFields) -> [(name: String, value: String)] {
        var shown: [(name: String, value: String)] = []
        for field in headers {
            let name = field.name.canonicalName
            if secrets.contains(name) || name.hasSuffix("-secret") || shown.count >= fieldsMax { continue }
            if shown.contains(where: { $0.name == name }) { continue }
            shown.append((name, cut(field.value)))
        }
        return shown
    }

    /// The client's program, as it names itself; nil for none.
    static func agent(_ headers: HTTPFields) -> String? {
        headers[.userAgent].map(cut)
    }

    /// The cookies by name.
    static func cookies(_ headers: HTTPFields) -> [(name: String, value: String)] {
        var cookies: [(name: String, value: String)] = []
        for part in headers[values: .cookie].joined(separator: ";").split(separator: ";").prefix(fieldsMax) {
            let pair = part.split(separator: "=", maxSplits: 1).map(\.trimmingSpaces)
            if pair.count == 2, !cookies.contains(where: { $0.name == pair[0] }) { cookies.append((pair[0], pair[1])) }
        }
        return cookies
    }

    private static func cut(_ value: String) -> String {
        String(decoding: value.utf8.prefix(valueBytesMax), as: UTF8.self)
    }
}
