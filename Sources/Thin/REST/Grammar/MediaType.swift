/// A kind of answer, as `Accept` names it.
package enum MediaType: Sendable, Equatable {
    case json
    case csv
    /// One row instead of an array.
    case object(stripsNulls: Bool)
    /// An array, without members that are null.
    case array
    case text
    case binary
    case xml
    case openAPI
    /// How the database would go about it.
    case plan(isJSON: Bool, of: String, options: [String])

    /// As `Content-Type` says it.
    package var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .csv: "text/csv; charset=utf-8"
        case .object(false): "application/vnd.pgrst.object+json; charset=utf-8"
        case .object(true): "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8"
        case .array: "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        case .binary: "application/octet-stream"
        case .xml: "text/xml; charset=utf-8"
        case .openAPI: "application/openapi+json; charset=utf-8"
        case .plan(let isJSON, let of, let options):
            "application/vnd.pgrst.plan+\(isJSON ? "json" : "text"); for=\"\(of)\""
                + (options.isEmpty ? "" : "; options=\(options.joined(separator: "|"))") + "; charset=utf-8"
        }
    }

    /// Options of EXPLAIN that a client may ask for.
    package static let planOptions: Set<String> = ["analyze", "verbose", "settings", "buffers", "wal"]

    /// One media type with its parameters; nil for one that isn't known.
    package init?(_ text: String) {
        let parts = Self.split(text, at: UInt8(ascii: ";"))
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmingSpaces)
            parameters[pair[0].lowercased()] = pair.count > 1 ? Self.unquoted(pair[1]) : ""
        }
        switch parts.first?.lowercased() ?? "" {
        case "application/json", "*/*", "application/*", "": self = .json
        case "text/csv": self = .csv
        case "text/plain": self = .text
        case "text/xml": self = .xml
        case "application/octet-stream": self = .binary
        case "application/openapi+json": self = .openAPI
        case "application/vnd.pgrst.object", "application/vnd.pgrst.object+json":
            self = .object(stripsNulls: parameters["nulls"] == "stripped")
        case "application/vnd.pgrst.array", "application/vnd.pgrst.array+json":
            self = parameters["nulls"] == "stripped" ? .array : .json
        case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+text": self = Self.plan(false, parameters)
        case "application/vnd.pgrst.plan+json": self = Self.plan(true, parameters)
        default: return nil
        }
    }

    private static func plan(_ isJSON: Bool, _ parameters: [String: String]) -> MediaType {
        let options = (parameters["options"] ?? "").split(separator: "|").map { $0.trimmingSpaces.lowercased() }
        let of = parameters["for"].flatMap { MediaType($0) }
        return .plan(
            isJSON: isJSON, of: of.map(\.plainName) ?? "application/json", options: options.filter(planOptions.contains)
        )
    }

    private var plainName: String {
        String(contentType.split(separator: ";").first ?? "")
    }

    /// The types that a header accepts, the most wanted first; what isn't known is nil.
    package static func accepted(by headers: [String]) -> [(text: String, type: MediaType?)] {
        // What nearly all clients send.
        if headers.count == 1, headers[0] == "*/*" || headers[0] == "application/json" { return [(headers[0], .json)] }
        var found: [(text: String, type: MediaType?, quality: Double)] = []
        for header in headers {
            for item in split(header, at: UInt8(ascii: ",")) where !item.isEmpty {
                let quality = split(item, at: UInt8(ascii: ";")).dropFirst().compactMap { part -> Double? in
                    let pair = part.split(separator: "=").map(\.trimmingSpaces)
                    return pair.count == 2 && pair[0] == "q" ? Double(pair[1]) : nil
                }.first
                found.append((item, MediaType(item), quality ?? 1))
            }
        }
        let order = found.indices.sorted { left, right in
            (-found[left].quality, left) < (-found[right].quality, right)
        }
        return order.map { (found[$0].text, found[$0].type) }
    }

    /// Splits outside quotes.
    private static func split(_ text: String, at mark: UInt8) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        var isQuoted = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == mark, !isQuoted {
                parts.append(String(decoding: part, as: UTF8.self).trimmingSpaces)
                part = []
            } else {
                part.append(byte)
            }
        }
        return parts + [String(decoding: part, as: UTF8.self).trimmingSpaces]
    }

    private static func unquoted(_ text: String) -> String {
        text.utf8.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
            ? String(text.dropFirst().dropLast()) : text
    }
}
