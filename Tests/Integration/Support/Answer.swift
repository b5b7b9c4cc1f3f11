import Foundation
import Testing
import Thin

/// A service's answer.
struct Answer: Sendable {
    /// HTTP status.
    let status: Int
    /// Headers, their names in lower case.
    let headers: [String: String]
    /// The body.
    let body: [UInt8]

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body's members, numbers as they were written.
    var object: [String: JSONObject.Value] {
        get throws {
            let members = try JSONObject(body).members
            return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        }
    }

    /// The body's rows: of each member its text, `null` for null.
    var rows: [[String: String]] {
        get throws {
            let rows = try JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]]
            return try #require(rows).map { row in row.mapValues { $0 is NSNull ? "null" : "\($0)" } }
        }
    }

    /// A member that is a string, a number or null.
    func member(_ name: String) throws -> String? {
        switch try object[name] {
        case .string(let text)?, .number(let text)?: text
        default: nil
        }
    }

    /// Takes the first answer out of what was received; nil while it isn't there in full.
    static func take(from bytes: inout [UInt8], hasBody: Bool) -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        guard bytes.count >= end.upperBound + length else { return nil }
        let body = Array(bytes[end.upperBound..<(end.upperBound + length)])
        bytes.removeFirst(end.upperBound + length)
        return Answer(status: status, headers: headers, body: body)
    }
}

/// Checks that an answer is an error as clients know it: four members, JSON, a request id, and nothing of what the
/// database said.
///
/// - Parameters:
///   - details: What the member `details` is; anything when left out.
func expectProblem(
    _ answer: Answer, _ status: Int, _ code: String? = nil, details: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
    let members = try JSONObject(answer.body).members
    #expect(members.map(\.key) == ["code", "message", "details", "hint"], sourceLocation: sourceLocation)
    #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true, sourceLocation: sourceLocation)
    #expect(answer.headers["x-request-id"]?.isEmpty == false, sourceLocation: sourceLocation)
    if let code { #expect(try answer.member("code") == code, "\(answer.text)", sourceLocation: sourceLocation) }
    if let details {
        #expect(try answer.member("details") == details, "\(answer.text)", sourceLocation: sourceLocation)
    }
    // What was sent and can't be understood is quoted.
    if try answer.member("code") == "PGRST100" { return }
    for word in ["relation", "violates", "syntax error", "select ", "PL/pgSQL", "invalid input"] {
        #expect(!answer.text.contains(word), "\(answer.text)", sourceLocation: sourceLocation)
    }
}
