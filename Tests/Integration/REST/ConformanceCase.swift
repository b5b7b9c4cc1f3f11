import Foundation
import Testing

/// A request and what has to come back, as the files in `cases` write them.
///
/// `>` is the request's line, then its headers; `>>` a line of its body. `<` is the status, then headers of the answer;
/// `<!` a header that isn't there; `<<` the body as JSON, `<"` a line of it as text, `<~` a part of it.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    let file: String
    private(set) var name = ""
    private(set) var method = ""
    private(set) var path = ""
    private(set) var headers: [(String, String)] = []
    private(set) var body: String?
    private(set) var status = 0
    private(set) var expectedHeaders: [(String, String)] = []
    private(set) var absentHeaders: [String] = []
    private(set) var json: String?
    private(set) var text: String?
    private(set) var parts: [String] = []

    var testDescription: String { "\(file): \(name)" }

    /// All of them.
    static let all: [ConformanceCase] = {
        let folder = Fixture.folder.appending(path: "cases")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().flatMap { file in
            let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
            return text.components(separatedBy: "\n\n").compactMap { ConformanceCase(file, $0) }
        }
    }()

    private init?(_ file: String, _ block: String) {
        self.file = file
        for line in block.split(separator: "\n") { take(String(line)) }
        if method.isEmpty { return nil }
    }

    private mutating func take(_ line: String) {
        func rest(_ mark: String) -> String? { line.hasPrefix(mark) ? String(line.dropFirst(mark.count)) : nil }
        if let text = rest("= ") {
            name = text
        } else if let text = rest(">> ") {
            body = body.map { "\($0)\n\(text)" } ?? text
        } else if let text = rest("> ") {
            if method.isEmpty {
                let parts = text.split(separator: " ", maxSplits: 1)
                method = String(parts[0])
                path = Self.escaped(String(parts[1]))
            } else {
                headers.append(Self.header(text))
            }
        } else if let text = rest("<< ") {
            json = text
        } else if let text = rest("<~ ") {
            parts.append(text)
        } else if let text = rest("<! ") {
            absentHeaders.append(text.lowercased())
        } else if let text = rest("<\" ") {
            self.text = self.text.map { "\($0)\n\(text)" } ?? text
        } else if let text = rest("< ") {
            if status == 0 { status = Int(text) ?? 0 } else { expectedHeaders.append(Self.header(text)) }
        }
    }

    private static func header(_ line: String) -> (String, String) {
        let parts = line.components(separatedBy: ": ")
        return (parts[0], parts.dropFirst().joined(separator: ": "))
    }

    /// The characters that a request line can't hold.
    static func escaped(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            let character = Character(Unicode.Scalar(byte))
            let isPlain = byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}#".contains(character)
            result += isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return result
    }
}

extension ConformanceCase {
    /// What is wrong with an answer; empty when nothing is.
    func differences(_ answer: Answer) -> [String] {
        var found: [String] = []
        if answer.status != status { found.append("status \(answer.status)") }
        for (name, value) in expectedHeaders where answer.headers[name.lowercased()] != value {
            found.append("\(name): \(answer.headers[name.lowercased()] ?? "none")")
        }
        for name in absentHeaders where answer.headers[name] != nil { found.append("\(name) is there") }
        for part in parts where !answer.text.contains(part) { found.append("no \(part)") }
        if let text, answer.text != text { found.append("text") }
        if let json, Self.value(json) != Self.value(answer.text) { found.append("JSON") }
        return found
    }

    private static func value(_ text: String) -> NSObject? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) as? NSObject
    }
}
