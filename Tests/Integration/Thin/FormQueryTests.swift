import Foundation
import Migrator
import Postgres
import Testing
import Thin

/// What needs no service: query strings, and which schema this build knows.
@Suite struct FormQueryTests {
    @Test(arguments: [
        ("", []), ("a=b", ["a", "b"]), ("a=b&c=d", ["a", "b", "c", "d"]), ("a=b=c", ["a", "b=c"]), ("a", ["a", ""]),
        ("a=&b=", ["a", "", "b", ""]), ("a+b=c+d", ["a b", "c d"]), ("a%20b=%2B", ["a b", "+"]),
        ("&&a=b&", ["a", "b"]),
        ("%c3%A9=%F0%9F%98%80", ["é", "😀"]), ("a=%26%3D", ["a", "&="]), ("=b", ["", "b"]),
        ("a=b&a=c", ["a", "b", "a", "c"]),
    ])
    func `a query string is read as browsers write it`(query: String, parts: [String]) throws {
        #expect(try FormQuery.parse(query).flatMap { [$0.name, $0.value] } == parts)
    }

    @Test(arguments: [
        "%", "a%", "a=%4", "a=%g0", "a=%0g", "a=%00", "a=%ff", "%c3=1", "a=%ed%a0%80", "a=% 1", "a=%+1", "a=%-1",
    ])
    func `a broken escape is refused`(query: String) {
        let problem = #expect(throws: Problem.self) { try FormQuery.parse(query) }
        #expect(problem?.code == "PGRST100")
    }

    @Test func `what Foundation escapes comes back`() throws {
        for scalar in (1..<0x3000).compactMap(Unicode.Scalar.init) {
            let text = "x\(scalar)y"
            let escaped = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            #expect(try FormQuery.parse("a=\(escaped)").map(\.value) == [text])
        }
    }

    @Test func `the schema this build knows is the newest migration and what the SQL says`() async throws {
        let newest = try Project(folder: ThinTemplate.sqlFolder).migrations.last?.version
        #expect(Catalogue.knownSchemaVersion == newest)
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                let installed = try await connection.value("select ops.schema_version()")
                #expect(installed == newest)
            }
        }
    }
}
