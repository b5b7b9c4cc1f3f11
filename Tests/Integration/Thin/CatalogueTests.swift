import Foundation
import Postgres
import Testing

/// Functions and views that come and go while the service runs.
@Suite(.service, .serialized, .timeLimit(.minutes(5))) struct CatalogueTests {
    private static func install(_ sql: String) async throws {
        try await TestWorld.current.database.withConnection { connection in
            _ = try await connection.script("\(sql); notify pgrst, 'reload schema'")
        }
    }

    @Test func `a new function can be called after a notification`() async throws {
        let service = try TestWorld.current.service
        try expectProblem(try await service.call("later", "{}"), 404, "PGRST202")
        try await Self.install(
            """
            create function api.later(a integer, b text default 'x') returns text language sql stable
            return b || a; grant execute on function api.later to service_role
            """)
        try await eventually { try await service.call("later", #"{"a":1}"#).status == 200 }
        #expect(try await service.call("later", #"{"a":1,"b":"y"}"#).text == #""y1""#)
        try expectProblem(try await service.call("later", #"{"b":"y"}"#), 400, "TH001", details: "a")
    }

    @Test func `overloads, sets, nothing and strange names are called as they are`() async throws {
        let service = try TestWorld.current.service
        try await Self.install(
            #"""
            create function api.pick(a integer) returns text language sql return 'number';
            create function api.pick(b text) returns text language sql return 'text';
            create function api.rows(n integer) returns setof integer language sql
                begin atomic select generate_series(1, n); end;
            create function api.nothing() returns void language sql begin atomic select; end;
            create function api.nulls() returns text language sql return null;
            create function api.odd("a""b" integer, "Ünï $1" text, "limit" boolean) returns text language sql
                return "a""b" || "Ünï $1" || "limit";
            grant execute on all functions in schema api to service_role
            """#)
        try await eventually { try await service.call("nothing", "{}").status == 204 }
        #expect(try await service.call("pick", #"{"a":1}"#).text == #""number""#)
        #expect(try await service.call("pick", #"{"b":"1"}"#).text == #""text""#)
        #expect(try await service.call("rows", #"{"n":3}"#).text == "[1, 2, 3]")
        #expect(try await service.call("rows", #"{"n":0}"#).text == "[]")
        #expect(try await service.call("nulls", "{}").text == "null")
        let odd = try await service.call("odd", #"{"a\"b":1,"Ünï $1":"é","limit":true}"#)
        #expect(odd.text == #""1étrue""#, "\(odd.text)")
    }

    @Test func `a view with strange columns is read as it is`() async throws {
        let service = try TestWorld.current.service
        try await Self.install(
            #"""
            create view api.odd_view as select 1 as "a""b", 'x' as "c,d", 'y' as "é; drop", true as "limit";
            grant select on api.odd_view to service_role
            """#)
        let token = try await TestTokens.service()
        try await eventually { try await service.get("/rest/v1/odd_view", token: token).status == 200 }
        let answer = try await service.get(
            "/rest/v1/odd_view?select=%22a%5C%22b%22,%22%C3%A9;%20drop%22&%22a%5C%22b%22=eq.1&order=%22a%5C%22b%22.desc",
            token: token)
        #expect(try answer.rows == [["a\"b": "1", "é; drop": "y"]])
    }

    @Test func `what fails unexpectedly is told as an internal error and leaves no trace of SQL`() async throws {
        let service = try TestWorld.current.service
        try await Self.install(
            #"""
            create function api.breaks() returns text language plpgsql as
                $$ begin execute 'select secret from private.words'; end $$;
            create function api.loses() returns text language plpgsql as
                $$ begin raise exception 'secret value 42' using errcode = 'XX000', detail = 'secret'; end $$;
            create function api.unregistered() returns text language plpgsql as
                $$ begin raise exception 'secret value' using errcode = 'TH999', detail = 'secret', hint = 'secret'; end $$;
            grant execute on all functions in schema api to service_role
            """#)
        try await eventually { try await service.call("unregistered", "{}").status != 404 }
        for name in ["loses", "unregistered"] {
            let answer = try await service.call(name, "{}")
            try expectProblem(answer, 500)
            #expect(!answer.text.contains("secret"))
        }
        let answer = try await service.call("breaks", "{}")
        #expect(answer.status >= 400)
        #expect(!answer.text.contains("secret") && !answer.text.contains("private"))
        #expect(!service.process.log.contains("secret"))
    }
}
