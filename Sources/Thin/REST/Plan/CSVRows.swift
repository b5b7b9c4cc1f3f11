internal import HTTPTypes

/// Comma-separated values (RFC 4180) whose first line names the columns.
enum CSVRows {
    /// The rows as a JSON array of objects; `NULL` is null, everything else text.
    ///
    /// - Throws: `Problem` 400 when lines differ in length.
    static func json(from body: [UInt8]) throws(Problem) -> [UInt8] {
        var lines = lines(of: body)
        guard !lines.isEmpty else { return Array("[]".utf8) }
        let names = lines.removeFirst()
        guard lines.allSatisfy({ $0.count == names.count }) else {
            throw Problem(.badRequest, "PGRST102", "All lines must have same number of fields")
        }
        let keys = names.map { JSONText.quoted(String(decoding: $0, as: UTF8.self)) }
        let rows = lines.map { line in
            let members = zip(keys, line).map { key, field in
                let text = String(decoding: field, as: UTF8.self)
                return "\(key):\(text == "NULL" ? "null" : JSONText.quoted(text))"
            }
            return "{\(members.joined(separator: ","))}"
        }
        return Array("[\(rows.joined(separator: ","))]".utf8)
    }

    private static func lines(of body: [UInt8]) -> [[[UInt8]]] {
        var lines: [[[UInt8]]] = []
        var line: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var position = 0
        while position < body.count {
            let byte = body[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if position < body.count, body[position] == byte {
                    field.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ",") where !isQuoted:
                line.append(field)
                field = []
            case UInt8(ascii: "\r") where !isQuoted && position < body.count && body[position] == UInt8(ascii: "\n"):
                break
            case UInt8(ascii: "\n") where !isQuoted:
                lines.append(line + [field])
                line = []
                field = []
            default: field.append(byte)
            }
        }
        if !line.isEmpty || !field.isEmpty { lines.append(line + [field]) }
        return lines
    }
}
