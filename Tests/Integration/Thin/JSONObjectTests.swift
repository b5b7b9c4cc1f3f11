import Foundation
import Testing
import Thin

/// The reader of request bodies, without a service.
@Suite struct JSONObjectTests {
    /// Random numbers that are the same in every run.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
            return mixed ^ (mixed >> 29)
        }
    }

    /// Random JSON text.
    static func value(_ dice: inout Dice, depth: Int) -> String {
        let space = [" ", "", "\n", "\t\r "].randomElement(using: &dice) ?? ""
        let count = Int.random(in: 0...3, using: &dice)
        switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &dice) {
        case 0: return space + (["true", "false", "null"].randomElement(using: &dice) ?? "")
        case 1, 2: return ["0", "-0", "1.5", "1e5", "12.25E-3", "-7", "12345678.25"].randomElement(using: &dice) ?? ""
        case 3, 4, 5: return string(&dice)
        case 6: return "[\((0..<count).map { _ in value(&dice, depth: depth - 1) }.joined(separator: ","))\(space)]"
        default: return object(&dice, depth: depth - 1)
        }
    }

    static func string(_ dice: inout Dice) -> String {
        let parts = [
            "a", "é", "\\n", "\\\"", "\\u00e9", "\\ud83d\\ude00", "👩‍👧", "\\/", " ", "{", "]", ",", "\\\\", "$1",
        ]
        return
            "\"\((0..<Int.random(in: 0...6, using: &dice)).map { _ in parts.randomElement(using: &dice) ?? "" }.joined())\""
    }

    static func object(_ dice: inout Dice, depth: Int) -> String {
        let members = (0..<Int.random(in: 0...5, using: &dice)).map { "\"k\($0)\" : \(value(&dice, depth: depth))" }
        return " {\(members.joined(separator: " ,"))} "
    }

    @Test func `every object is read as Foundation reads it`() throws {
        var dice = Dice(state: 1)
        for _ in 0..<3000 {
            let text = Self.object(&dice, depth: 4)
            let ours = try JSONObject(Array(text.utf8))
            let theirs = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(Set(ours.members.map(\.key)) == Set(theirs.keys))
            for (key, value) in ours.members {
                switch value {
                case .string(let text): #expect(theirs[key] as? String == text)
                case .null: #expect(theirs[key] is NSNull)
                case .bool(let flag): #expect(theirs[key] as? Bool == flag)
                case .number(let number): #expect((theirs[key] as? NSNumber)?.doubleValue == Double(number))
                case .nested(let bytes):
                    let again = try JSONSerialization.jsonObject(with: Data(bytes))
                    #expect((again as? NSObject) == (theirs[key] as? NSObject))
                }
            }
        }
    }

    @Test func `random and damaged bytes are read or refused, never worse`() {
        var dice = Dice(state: 2)
        for round in 0..<20_000 {
            var bytes = Array(Self.object(&dice, depth: 3).utf8)
            if round % 4 == 0 {
                bytes = (0..<Int.random(in: 0...40, using: &dice)).map { _ in .random(in: 0...255, using: &dice) }
            }
            for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
                let index = bytes.indices.randomElement(using: &dice) ?? 0
                switch Int.random(in: 0...2, using: &dice) {
                case 0: bytes[index] = .random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: index)
                default: bytes.insert(Array("{}[]\",:\\u0e-+.".utf8).randomElement(using: &dice) ?? 0, at: index)
                }
            }
            guard let object = try? JSONObject(bytes) else { continue }
            // What is taken at the top is an object to Foundation, unless the damage lies where the database reads.
            // Foundation refuses numbers beyond a double's range.
            let isForDatabase = object.members.contains { member in
                switch member.value {
                case .nested: true
                case .number(let text): Double(text)?.isFinite != true
                default: false
                }
            }
            if !isForDatabase {
                let theirs = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
                #expect(theirs != nil, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func `numbers stay as they were written`() throws {
        for number in ["0.1", "-0", "1E400", "9999999999999.9999", "0.10", "1e-5", "123456789012345678901234567890"] {
            let object = try JSONObject(Array(#"{"n":\#(number)}"#.utf8))
            #expect(object.members.map(\.value) == [.number(number)])
        }
    }

    @Test(arguments: [(64, true), (65, false), (100_000, false)])
    func `nesting ends at 64 levels`(levels: Int, isTaken: Bool) {
        let text = "{\"a\":\(String(repeating: "[", count: levels - 1))\(String(repeating: "]", count: levels - 1))}"
        #expect(((try? JSONObject(Array(text.utf8))) != nil) == isTaken)
    }

    @Test func `a key that stands twice is refused by name, however it is written`() {
        for text in [#"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"é":1,"é":2}"#] {
            #expect(throws: JSONObject.Refusal.self) { try JSONObject(Array(text.utf8)) }
        }
    }
}
