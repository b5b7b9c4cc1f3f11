import Foundation
import Testing

/// Whatever stands where a name can, it is only a name. (What a text search can't read has the SQLSTATE of bad SQL too,
/// but not its message.)
@Suite(.fixture, .timeLimit(.minutes(5))) struct InjectionTests {
    static let names = [
        #"id" from test.clients; drop table test.lots; --"#, #"id"; select pg_sleep(9); --"#,
        "id; drop table test.lots",
        "id'; drop table test.lots; --", "id/**/", "id -- ", "id\u{0}", "\u{202E}id", "ïd", "id$$", "$1", "id) or (1=1",
        "id\"\"", "\\", "\\\"", "''", "\"", "(select 1)", "pg_sleep(1)", "current_user", "ctid", "*", "a.b.c", "::text",
        String(repeating: "x", count: 300), "\n", "id%00", "E'\\''", "id,id", "{id}", "👩‍👩‍👧",
    ]

    /// Every place in a request in which a name can stand.
    static let places: [@Sendable (String) -> (method: String, path: String, body: String?)] = [
        { ("GET", "/clients?select=\($0)", nil) }, { ("GET", "/clients?select=\"\($0)\"", nil) },
        { ("GET", "/clients?select=\($0):id", nil) }, { ("GET", "/clients?select=\"\($0)\":id", nil) },
        { ("GET", "/clients?select=id::\($0)", nil) }, { ("GET", "/items?select=content->\($0)", nil) },
        { ("GET", "/items?select=content->>\"\($0)\"", nil) }, { ("GET", "/items?select=x:content->l->\($0)", nil) },
        { ("GET", "/clients?select=id,\($0)(id)", nil) }, { ("GET", "/clients?select=id,\"\($0)\"(id)", nil) },
        { ("GET", "/clients?select=id,\($0):projects(id)", nil) },
        { ("GET", "/clients?select=id,\"\($0)\":projects(id)", nil) },
        { ("GET", "/clients?select=id,projects!\($0)(id)", nil) },
        { ("GET", "/clients?select=id,projects!\"\($0)\"(id)", nil) },
        { ("GET", "/clients?select=id,projects(\"\($0)\")", nil) },
        { ("GET", "/clients?select=id,...projects(\"\($0)\":id)", nil) },
        { ("GET", "/clients?order=\($0)", nil) }, { ("GET", "/clients?order=\"\($0)\".desc", nil) },
        { ("GET", "/projects?select=id,clients(id)&order=clients(\"\($0)\")", nil) },
        { ("GET", "/clients?\($0)=eq.1", nil) }, { ("GET", "/clients?\"\($0)\"=eq.1", nil) },
        { ("GET", "/items?content->>\"\($0)\"=eq.1", nil) }, { ("GET", "/clients?name=eq.\($0)", nil) },
        { ("GET", "/clients?id=in.(\($0))", nil) }, { ("GET", "/clients?name=in.(\"\($0)\")", nil) },
        { ("GET", "/documents?title=fts(\($0)).x", nil) }, { ("GET", "/documents?title=fts.\($0)", nil) },
        { ("GET", "/clients?or=(\($0).eq.1)", nil) },
        { ("GET", "/clients?or=(\"\($0)\".eq.1,name.eq.\"\($0)\")", nil) },
        { ("GET", "/clients?limit=\($0)", nil) }, { ("GET", "/clients?offset=\($0)", nil) },
        { ("GET", "/clients?select=id,projects(id)&\"\($0)\".limit=1", nil) },
        { ("GET", "/\($0)", nil) }, { ("GET", "/rpc/\($0)", nil) }, { ("GET", "/rpc/add?a=1&\($0)=1", nil) },
        { ("GET", "/rpc/add?a=\($0)", nil) }, { ("GET", "/rpc/all_projects?select=\"\($0)\"", nil) },
        { ("POST", "/clients?on_conflict=\"\($0)\"", #"{"id":1,"name":"x"}"#) },
        { ("POST", "/clients?columns=\"\($0)\"", #"{"id":1,"name":"x"}"#) },
        { ("POST", "/clients", "{\(InjectionTests.quoted($0)):1}") },
        { ("PATCH", "/clients?id=eq.1", "{\(InjectionTests.quoted($0)):1}") },
        { ("POST", "/clients", #"{"id":91,"name":\#(InjectionTests.quoted($0))}"#) },
        { ("DELETE", "/clients?\"\($0)\"=eq.1", nil) }, { ("POST", "/rpc/add", "{\(InjectionTests.quoted($0)):1}") },
    ]

    static func quoted(_ text: String) -> String {
        (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    @Test(arguments: names) func `a name is only a name`(name: String) async throws {
        let fixture = try Fixture.current
        for (number, place) in Self.places.enumerated() {
            let (method, path, body) = place(name)
            let parts = path.split(separator: "?", maxSplits: 1)
            let keep = CharacterSet(charactersIn: "=&").union(.alphanumerics)
            let query = parts.count > 1 ? "?" + (parts[1].addingPercentEncoding(withAllowedCharacters: keep) ?? "") : ""
            let escaped = parts[0].addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
            let answer = try await fixture.service.send(
                method, escaped + query, headers: ["Prefer": "return=representation"], body: body.map { Array($0.utf8) }
            )
            #expect(answer.status < 500, "place \(number): \(answer.text)")
            #expect(!answer.text.contains("syntax error at"), "place \(number): \(answer.text)")
        }
        #expect(try await fixture.service.get("/lots?select=id&limit=1").text == #"[{"id":1}]"#)
    }

    @Test func `headers are only headers`() async throws {
        let service = try Fixture.current.service
        for name in Self.names where !name.contains("\n") && !name.contains("\u{0}") {
            for header in ["Accept-Profile", "Prefer", "Accept", "Range"] {
                let answer = try await service.send("GET", "/clients", headers: [header: name])
                #expect(answer.status < 500, "\(header): \(answer.text)")
                #expect(!answer.text.contains("syntax error at"), "\(header): \(answer.text)")
            }
        }
    }
}
