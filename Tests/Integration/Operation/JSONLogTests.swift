import Foundation
import Logging
import Testing
import Thin

/// A log line for programs.
@Suite struct JSONLogTests {
    @Test func `a line is one object on one line, whatever it holds`() throws {
        let line = JSONLogHandler.line(
            at: Date(timeIntervalSince1970: 1_800_000_000.25), level: .warning, label: "thin",
            message: "a \"quote\"\nand \u{1} more",
            metadata: ["route": "/x", "level": "mine", "nested": ["a": "b"], "é": "\u{1F600}"])
        #expect(line.hasSuffix("\n"))
        #expect(line.dropLast().allSatisfy { !$0.isNewline })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(object?["time"] == "2027-01-15T08:00:00.250Z")
        #expect(object?["level"] == "warning")
        #expect(object?["_level"] == "mine")
        #expect(object?["message"] == "a \"quote\"\nand \u{1} more")
        #expect(object?["é"] == "\u{1F600}")
    }
}
