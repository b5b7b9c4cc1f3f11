import Foundation
import Testing

/// Arguments that are refused, each by its field.
@Suite(.service, .timeLimit(.minutes(5))) struct BadInputTests {
    @Test(arguments: [
        "0", "-1", "-0.0001", "NaN", "\"NaN\"", "Infinity", "-Infinity", "\"Infinity\"", "1e20", "1e400", "1e400000",
        "1e-5", "0.00001", "10000000000000.0001", "\"1\"", "\"\"", "null", "true", "[1]", "{}", "01", "1.", ".5", "+1",
        "0x10", "1e", "1_000", "'1'",
    ])
    func `an amount that is none is refused`(amount: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        for (function, rest) in [("reserve", #""job_type":"story""#), ("grant_credits", #""source":"purchase""#)] {
            let answer = try await world.service.call(function, #"{"user_id":"\#(user)","amount":\#(amount),\#(rest)}"#)
            try expectProblem(answer, 400, "TH001", details: "amount")
        }
        #expect(try await world.balance(user) == #"[{"available":10,"held":0,"debt":0}]"#)
    }

    @Test(arguments: [
        "0", "0.9", "\"999 ms\"", "\"24:00:01\"", "\"-1 hour\"", "\"1 day 1 second\"", "86401", "\"1 month\"",
        "\"soon\"",
        "\"\"", "null", "true", "[1]", "\"infinity\"", "1e300",
    ])
    func `a time to live outside a second and a day is refused`(ttl: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let answer = try await world.service.call(
            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","ttl":\#(ttl)}"#)
        try expectProblem(answer, 400, "TH001", details: "ttl")
    }

    @Test(arguments: ["1", "\"1 s\"", "86400", "\"24 hours\"", "\"1 day\"", "\"PT15M\""])
    func `a time to live from a second to a day is taken`(ttl: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let answer = try await world.service.call(
            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","ttl":\#(ttl)}"#)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test(arguments: [
        #"{"secret":"x"}"#, #"{"note":{"a":1}}"#, #"{"note":["a"]}"#, "[]", "\"note\"", "1", "null", "true",
        #"{"note":"a\u0000b"}"#, #"{"note":"\ud800"}"#, #"{"note":1e}"#, #"{"note":}"#, #"{"note":NaN}"#, #"{note:1}"#,
        #"{"note":"\#(String(repeating: "x", count: 501))"}"#,
    ])
    func `metadata of another shape is refused`(metadata: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let body = #"{"user_id":"\#(user)","amount":1,"job_type":"story","metadata":\#(metadata)}"#
        try expectProblem(try await world.service.call("reserve", body), 400, "TH001", details: "metadata")
    }

    /// Members that replace or follow those of a good request, and the field that is refused.
    static let members: [(member: String, field: String)] = [
        (#""job_type":"""#, "job_type"), (#""job_type":"Story""#, "job_type"), (#""job_type":null"#, "job_type"),
        (#""job_type":"a\u0000""#, "job_type"), (#""job_type":{}"#, "job_type"),
        (#""user_id":"not-a-uuid""#, "user_id"), (#""user_id":null"#, "user_id"), (#""user_id":5"#, "user_id"),
        (#""job_id":"""#, "job_id"), (#""job_id":["a"]"#, "job_id"), (#""job_id":"a\u0000b""#, "job_id"),
        (#""job_id":"\#(String(repeating: "j", count: 201))""#, "job_id"),
        (#""job_id":"\ud83d""#, "job_id"), (#""job_id":"\udc00\ud800""#, "job_id"),
        (#""idempotency_key":"""#, "idempotency_key"),
        (#""idempotency_key":"\#(String(repeating: "k", count: 201))""#, "idempotency_key"),
        (#""description":"\#(String(repeating: "d", count: 501))""#, "description"),
        (#""colour":"blue""#, "colour"), (#""p_amount":1"#, "p_amount"), (#""amount ":1"#, "amount "),
        (#""Amount":1"#, "Amount"), (#""":1"#, ""), (#""amount\"; drop table x":1"#, "amount\"; drop table x"),
    ]

    @Test(arguments: members) func `a bad argument is named`(member: String, field: String) async throws {
        let world = try TestWorld.current
        var good = [
            #""user_id":"\#(try await world.makeUser(credits: "10"))""#, #""amount":1"#, #""job_type":"story""#,
        ]
        good.removeAll { member.hasPrefix($0.prefix { $0 != ":" } + ":") }
        let answer = try await world.service.call("reserve", "{\((good + [member]).joined(separator: ","))}")
        try expectProblem(answer, 400, "TH001", details: field)
    }

    @Test(arguments: ["user_id", "amount", "job_type"])
    func `a missing argument is named, and one that stands twice`(name: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let members = ["user_id": #""\#(user)""#, "amount": "1", "job_type": #""story""#]
        let rest = members.filter { $0.key != name }.map { #""\#($0)":\#($1)"# }
        let missing = try await world.service.call("reserve", "{\(rest.joined(separator: ","))}")
        try expectProblem(missing, 400, "TH001", details: name)
        let twice = members.map { #""\#($0)":\#($1)"# } + [#""\#(name)":\#(members[name] ?? "")"#]
        let answer = try await world.service.call("reserve", "{\(twice.joined(separator: ","))}")
        try expectProblem(answer, 400, "TH001", details: name)
    }

    @Test(arguments: [
        "", "{", "}", "[]", "null", "1", "\"x\"", "{}{}", "{} x", "{\"a\"}", "{\"a\":}", "{,}", "{\"a\":1,}", "{'a':1}",
        "{a:1}", "// {}", "\u{FEFF}{}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":tru}",
    ])
    func `a body that is no object is refused`(body: String) async throws {
        try expectProblem(try await TestWorld.current.service.call("reserve", body), 400, "TH001")
    }

    @Test func `bodies too deep, too long or no text are refused`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let start = #"{"user_id":"\#(user)","amount":1,"job_type":"story","#
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        try expectProblem(
            try await world.service.call("reserve", "\(start)\"metadata\":\(deep)}"), 400, "TH001", details: "metadata")
        let long = String(repeating: "x", count: 1_000_000)
        try expectProblem(
            try await world.service.call("reserve", "\(start)\"job_id\":\"\(long)\"}"), 400, "TH001", details: "job_id")
        try expectProblem(
            try await world.service.call("reserve", "\(start)\"job_id\":\"\(long)\(long)\"}"), 413, "TH413")
        let token = try await TestTokens.service()
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x00]] {
            let body = Array("\(start)\"job_id\":\"".utf8) + bytes + Array("\"}".utf8)
            let answer = try await world.service.send("POST", "/rest/v1/rpc/reserve", token: token, body: body)
            try expectProblem(answer, 400, "TH001", details: "job_id")
        }
        #expect(try await world.balance(user) == #"[{"available":10,"held":0,"debt":0}]"#)
    }

    @Test(arguments: [
        "nothing", "Reserve", "reserve%20", "credits.reserve", "pg_sleep", "reserve%2F", "%22reserve%22", "é",
    ])
    func `an unknown function isn't found`(name: String) async throws {
        let path = name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.union(["%"])) ?? name
        let answer = try await TestWorld.current.service.call(path, "{}")
        try expectProblem(answer, 404, "PGRST202")
    }
}
