import Dispatch
import Foundation
import HTTPTypes
import Postgres
import Testing
import Thin

/// Query strings of any bytes give a result or a 400.
@Suite(.fixture, .timeLimit(.minutes(10))) struct QueryFuzzTests {
    /// What there is to begin with: the query strings of all cases.
    static let seeds: [[UInt8]] = ConformanceCase.all.compactMap { item in
        item.path.split(separator: "?", maxSplits: 1).dropFirst().first.map { Array($0.utf8) }
    }
    private static let marks = Array("()\"'\\,.:;*!-><{}[]=&%+$_ |@~#/0aéz".utf8) + [0x00, 0x7F, 0x80, 0xFF]

    private static func mutated(_ numbers: inout SplitMix64) -> [UInt8] {
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

    private static func random(_ numbers: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0...60, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }

    @Test func `200,000 query strings are read or refused`() async {
        // On a thread of its own: the pool's are for tests that wait.
        let read = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                var numbers = SplitMix64(seed: 42)
                let count = (0..<200_000).count { round in
                    Self.queryString(round, &numbers, takesArguments: round % 2 == 0) != nil
                }
                continuation.resume(returning: count)
            }
        }
        #expect(read > 20_000)
    }

    /// One that is random or has come from another; nil if it is refused.
    private static func queryString(
        _ round: Int, _ numbers: inout SplitMix64, takesArguments: Bool
    ) -> (parameters: [(name: String, value: String)], meaning: QueryString)? {
        let bytes = round % 4 == 0 ? random(&numbers) : mutated(&numbers)
        guard let parameters = try? FormQuery.parse(String(decoding: bytes, as: UTF8.self)),
            let meaning = try? QueryString(parameters, takesArguments: takesArguments)
        else { return nil }
        return (parameters, meaning)
    }

    @Test func `texts that nest deeply are refused`() {
        for unit in ["a(", "...a(", "and(", "not.and(", "or=(", "a->", "{", "\"", "(", "in.("] {
            let text = String(repeating: unit, count: 16_384 / unit.utf8.count)
            for name in ["select", "order", "or", "id", "columns", text] {
                _ = try? QueryString([(name, text)])
            }
        }
    }

    @Test func `requests that want very much are answered or refused`() async throws {
        let service = try Fixture.current.service
        let numbered = { (count: Int, item: (Int) -> String) in (0..<count).map(item).joined(separator: ",") }
        for (path, status) in [
            ("/clients?select=\(numbered(100) { "a\($0):projects(id)" })", 200),
            ("/clients?select=\(numbered(101) { "a\($0):projects(id)" })", 400),
            ("/clients?select=\(numbered(101) { _ in "...projects(id)" })", 400),
            ("/clients?select=\(numbered(5000) { _ in "*" })", 400),
            ("/projects?select=id,...clients(\(numbered(1601) { "a\($0):id" }))", 400),
            ("/clients?select=\(numbered(1600) { "a\($0):id" })", 200),
            ("/clients?or=(\(numbered(1800) { _ in "id.eq.1" }))", 200),
            ("/clients?id=in.(\(numbered(3000) { "\($0)" }))", 200),
            ("/items?order=\(numbered(5000) { _ in "id" })", 200),
            ("/items?select=content\(String(repeating: "-%3Ea", count: 2600))", 200),
            ("/rpc/sum_of?\(Array(repeating: "v=1", count: 4000).joined(separator: "&"))", 200),
        ] {
            let answer = try await service.get(path)
            #expect(answer.status == status, "\(path.prefix(60)): \(answer.text.prefix(200))")
        }
    }

    /// Requests of every kind that query strings are tried on.
    private static let requests: [(method: HTTPRequest.Method, path: ResourcePath, body: String)] = [
        (.get, .relation("clients"), ""), (.get, .relation("projects"), ""), (.get, .relation("items"), ""),
        (.get, .relation("users"), ""), (.get, .relation("tasks"), ""), (.get, .relation("employees"), ""),
        (.get, .relation("orders"), ""), (.get, .relation("stocks"), ""), (.get, .relation("Odd Table"), ""),
        (.get, .function("all_projects"), ""), (.get, .function("add"), ""),
        (.post, .function("all_projects"), "{}"), (.post, .function("add"), #"{"a":1}"#),
        (.post, .relation("clients"), #"{"id":1,"name":"x"}"#), (.post, .relation("items"), #"[{"name":"x"}]"#),
        (.patch, .relation("projects"), #"{"name":"x"}"#), (.delete, .relation("tasks"), ""),
        (.put, .relation("clients"), #"{"id":1,"name":"x"}"#),
    ]

    @Test func `the statements that come of them are SQL`() async throws {
        let database = try Fixture.current.database
        let catalogue = try await database.withPool { try await Catalogue.load(from: $0, schemas: ["test", "other"]) }
        let prefer = try #require(HTTPField.Name("prefer"))
        var configuration = RESTConfiguration()
        configuration.schemas = ["test", "other"]
        configuration.allowsAggregates = true
        var numbers = SplitMix64(seed: 7)
        var prepared = 0
        try await database.withConnection { connection in
            for round in 0..<10_000 {
                guard let (parameters, _) = Self.queryString(round, &numbers, takesArguments: true),
                    let (method, path, body) = Self.requests.randomElement(using: &numbers),
                    let planned = try? RequestPlanner(
                        RESTRequest(
                            method: method, path: path, query: parameters,
                            headers: [prefer: Self.preferences.randomElement(using: &numbers) ?? ""],
                            body: Array(body.utf8)),
                        in: catalogue, configuration, showsPlans: true
                    ).prepare()
                else { continue }
                prepared += 1
                let text = planned.statement.query.text
                do {
                    _ = try await connection.script("set search_path = test; prepare fuzz as \(text); deallocate fuzz")
                } catch let error as PostgresError {
                    // What has no such column, operator or function is refused by PostgreSQL; bad SQL it never gets.
                    #expect(
                        error.state != "42601", "\(method) \(path) \(parameters): \(error.debugDescription) \(text)")
                    #expect(error.state.rawValue.hasPrefix("42") || error.state.rawValue.hasPrefix("22"), "\(text)")
                }
            }
        }
        #expect(prepared > 500)
    }

    private static let preferences = [
        "", "count=exact", "count=estimated", "return=representation", "return=headers-only",
        "resolution=merge-duplicates, return=representation", "missing=default",
    ]

    @Test func `the service answers all of them`() async throws {
        let service = try Fixture.current.service
        var numbers = SplitMix64(seed: 7)
        let wire = try Wire(port: service.port)
        let tables = ["clients", "projects", "items", "users", "tasks", "employees", "rpc/all_projects", "rpc/add"]
        for _ in 0..<2000 {
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
