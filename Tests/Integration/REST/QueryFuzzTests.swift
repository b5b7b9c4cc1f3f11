import Foundation
import Testing
import Thin

/// Query strings of any bytes give a result or a 400.
@Suite(.fixture, .timeLimit(.minutes(10))) struct QueryFuzzTests {
    /// Numbers that are the same in every run (SplitMix64).
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    /// What there is to begin with: the query strings of all cases.
    static let seeds: [[UInt8]] = ConformanceCase.all.compactMap { item in
        item.path.split(separator: "?", maxSplits: 1).dropFirst().first.map { Array($0.utf8) }
    }
    private static let marks = Array("()\"'\\,.:;*!-><{}[]=&%+$_ |@~#/0aéz".utf8) + [0x00, 0x7F, 0x80, 0xFF]

    private static func mutated(_ numbers: inout Numbers) -> [UInt8] {
        var text = seeds.randomElement(using: &numbers) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            let position = text.isEmpty ? 0 : Int.random(in: 0..<text.count, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: text.insert(marks.randomElement(using: &numbers) ?? 0, at: position)
            case 1 where !text.isEmpty: text.remove(at: position)
            case 2 where !text.isEmpty: text[position] = marks.randomElement(using: &numbers) ?? 0
            case 3:
                let other = seeds.randomElement(using: &numbers) ?? []
                text = Array(text[..<position]) + other.suffix(Int.random(in: 0...other.count, using: &numbers))
            default:
                let part = text[position...].prefix(Int.random(in: 0...12, using: &numbers))
                text.insert(contentsOf: part, at: position)
            }
        }
        return text
    }

    private static func random(_ numbers: inout Numbers) -> [UInt8] {
        (0..<Int.random(in: 0...60, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }

    @Test func `a million query strings are read or refused`() {
        var numbers = Numbers(state: 42)
        var read = 0
        for round in 0..<1_000_000 {
            let bytes = round % 4 == 0 ? Self.random(&numbers) : Self.mutated(&numbers)
            guard let parameters = try? FormQuery.parse(String(decoding: bytes, as: UTF8.self)) else { continue }
            if (try? QueryString(parameters, takesArguments: round % 2 == 0)) != nil { read += 1 }
        }
        #expect(read > 100_000)
    }

    @Test func `texts that nest deeply are refused`() {
        for unit in ["a(", "...a(", "and(", "not.and(", "or=(", "a->", "{", "\"", "(", "in.("] {
            let text = String(repeating: unit, count: 16_384 / unit.utf8.count)
            for name in ["select", "order", "or", "id", "columns", text] {
                _ = try? QueryString([(name, text)])
            }
        }
    }

    @Test func `none makes bad SQL`() async throws {
        let service = try Fixture.current.service
        var numbers = Numbers(state: 7)
        let wire = try Wire(port: service.port)
        let tables = ["clients", "projects", "items", "users", "tasks", "employees", "rpc/all_projects", "rpc/add"]
        for _ in 0..<6000 {
            let bytes = Self.mutated(&numbers).filter { $0 > 0x20 && $0 < 0x7F }
            let table = tables.randomElement(using: &numbers) ?? ""
            try await wire.send(TestService.request("GET", "/\(table)?\(String(decoding: bytes, as: UTF8.self))"))
            let answer = try await wire.answer()
            #expect(answer.status < 500, "\(table)?\(String(decoding: bytes, as: UTF8.self)): \(answer.text)")
            #expect(
                !answer.text.contains("syntax error at"), "\(String(decoding: bytes, as: UTF8.self)): \(answer.text)")
        }
    }
}
