import Postgres
import Testing

/// How SQL text and its parameters are put together.
@Suite struct QueryTests {
    @Test func `interpolated values are bound, not pasted`() {
        let name = "x'; drop table users; --"
        let query: Query = "select \(name), \(nil as String?), \(7), \(true), \([0x7B, 0x7D] as [UInt8]), \(Int64.max)"
        #expect(query.text == "select $1, $2, $3, $4, $5, $6")
        #expect(
            query.parameters == [
                .text(name), .null, .text("7"), .text("t"), .bytes([0x7B, 0x7D]), .text("9223372036854775807"),
            ])
    }

    @Test func `an identifier is quoted with its quotes doubled`() {
        let query: Query = "select * from \(identifier: Identifier(#"a"b"#))"
        #expect(query.text == #"select * from "a""b""#)
        #expect(query.parameters.isEmpty)
    }

    @Test func `a spliced query is renumbered`() {
        let inner: Query = "x = \("a") and y = \("b")"
        let outer: Query = "select \(1) where \(query: inner) or z = \("c")"
        #expect(outer.text == "select $1 where x = $2 and y = $3 or z = $4")
        #expect(outer.parameters == [.text("1"), .text("a"), .text("b"), .text("c")])
    }

    @Test(arguments: [
        ("'$1' || $1", "'$1' || $2"), ("'it''s $1' || $1", "'it''s $1' || $2"), (#"e'\'$1' || $1"#, #"e'\'$1' || $2"#),
        (#""$1" = $1"#, #""$1" = $2"#), ("$$ $1 $$ || $1", "$$ $1 $$ || $2"),
        ("$a$ $1 $$ $a$ || $1", "$a$ $1 $$ $a$ || $2"),
        ("1 -- $1\n+ $1", "1 -- $1\n+ $2"), ("1 /* $1 /* $1 */ $1 */ + $1", "1 /* $1 /* $1 */ $1 */ + $2"),
        ("a$1 = $1", "a$1 = $2"), ("$10 + $1", "$11 + $2"), ("'open $1", "'open $1"), ("$1::text", "$2::text"),
        (#"name'\' || $1"#, #"name'\' || $2"#),
    ])
    func `only placeholders are renumbered`(inner: String, expected: String) {
        let query: Query = "\("first"), \(query: Query(unsafeText: inner, parameters: [.null]))"
        #expect(query.text == "$1, " + expected)
    }

    @Test func `a state matches its class`() {
        let state: SQLState = "TH402"
        switch state {
        case SQLState.Class("TH"): break
        default: Issue.record("no match")
        }
        #expect(!(SQLState.Class("40") ~= state))
        #expect(state.class == "TH")
    }

    @Test func `a target never shows its connection string`() {
        let target = ConnectionTarget(conninfo: "password=hush", applicationName: "a", connectTimeout: .seconds(1))
        var dumped = ""
        dump(target, to: &dumped)
        #expect(!"\(target) \(String(reflecting: target)) \(dumped)".contains("hush"))
        let configuration = PoolConfiguration(target: target)
        #expect(!"\(configuration)".contains("hush"))
    }
}
