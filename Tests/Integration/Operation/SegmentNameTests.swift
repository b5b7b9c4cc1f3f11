import Testing
import Thin

@Suite struct SegmentNameTests {
    @Test(arguments: [
        "000000010000000000000001", "0000000200000A0B000000FF", "000000010000000000000001.partial",
        "000000010000000000000001.00000028.backup", "00000002.history",
    ])
    func `what PostgreSQL archives has a name`(text: String) throws {
        #expect(try SegmentName(text).text == text)
    }

    @Test(arguments: [
        "", "00000001000000000000001", "0000000100000000000000011", "00000001000000000000000g",
        "00000001000000000000000a", "../000000010000000000000001", "000000010000000000000001/..",
        "000000010000000000000001.backup", "000000010000000000000001\n", "history", "00000002.History", "0002.history",
    ])
    func `what may be a path or nonsense has none`(text: String) {
        #expect(throws: BackupError.self) { try SegmentName(text) }
    }

    @Test(
        arguments: [
            (0, 16 << 20, "000000010000000000000000"), ((16 << 20) - 1, 16 << 20, "000000010000000000000000"),
            (16 << 20, 16 << 20, "000000010000000000000001"), (0xFF00_0000, 16 << 20, "0000000100000000000000FF"),
            (0x1_0000_0000, 16 << 20, "000000010000000100000000"), (0x1_0000_0000, 1 << 30, "000000010000000100000000"),
            (0x2_4000_0000, 1 << 30, "000000010000000200000001"), (0x1_0010_0000, 1 << 20, "000000010000000100000001"),
        ] as [(UInt64, UInt64, String)])
    func `a place is in a segment, of whatever size`(place: UInt64, size: UInt64, text: String) {
        #expect(SegmentName(timeline: 1, place: place, size: size).text == text)
    }

    @Test func `segments are ordered by their place, on whatever timeline`() throws {
        let (first, second) = try (
            SegmentName("0000000A0000000000000009"), SegmentName("0000000100000000000000FF")
        )
        #expect(first.isBefore(second))
        #expect(!second.isBefore(first))
        #expect(!first.isBefore(first))
        #expect(try !SegmentName("00000002.history").isBefore(first))
    }

    @Test func `folders hold few files each`() throws {
        #expect(try SegmentName("0000000100000002000000FF").folder == "0000000100000002")
        #expect(try SegmentName("00000002.history").folder == "history")
    }
}
