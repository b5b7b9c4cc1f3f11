import Testing
import Thin

@Suite struct RestoreMomentTests {
    @Test(
        arguments: [
            ("1970-01-01", nil), ("1970-01-01 00:00", 0), ("1970-01-01T00:00:01", 1_000_000),
            ("1970-01-01 00:00:00.000001", 1), ("1970-01-01 00:00:00.5", 500_000), ("1970-01-01T02:00:00+02", 0),
            ("1970-01-01T02:30:00+02:30", 0), ("1970-01-01T02:30:00 +0230", 0), ("1969-12-31T19:00:00-05:00", 0),
            ("1970-01-01T00:00:00Z", 0), ("  1970-01-01 00:00:00  ", 0), ("2026-02-29 00:00", nil),
            ("2024-02-29 00:00", 1_709_164_800_000_000), ("2026-13-01 00:00", nil), ("2026-01-01 24:00", nil),
            ("2026-01-01 00:60", nil), ("2026-01-01 00:00:00.0000001", nil), ("2026-01-01 00:00+16", nil),
            ("2026-01-01 00:00+01:60", nil), ("2026-01-01 00:00 CET", nil), ("yesterday", nil), ("", nil),
            ("2026-01-01 00:00'; drop", nil),
        ] as [(String, Int64?)])
    func `what is no moment is refused, the rest is read to the microsecond`(text: String, microseconds: Int64?) {
        #expect((try? RestoreMoment(text))?.microseconds == microseconds)
    }

    @Test func `without a zone it is UTC, and is told to PostgreSQL so`() throws {
        #expect(try RestoreMoment("2026-01-02 03:04:05").description == "2026-01-02 03:04:05+00")
        #expect(try RestoreMoment("2026-01-02 03:04:05+02").description == "2026-01-02 03:04:05+02")
        #expect(try RestoreMoment("2026-01-02 03:04:05+02") < RestoreMoment("2026-01-02 03:04:05"))
        #expect(try RestoreMoment("2026-01-02 05:04:05+02") == RestoreMoment("2026-01-02T03:04:05Z"))
    }
}
