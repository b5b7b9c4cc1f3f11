import Foundation
import Postgres
import Testing

/// The service in front of any database, set up by its environment as PostgREST is.
@Suite(.fixture, .timeLimit(.minutes(5))) struct SettingsTests {
    /// A service in front of the suite's database.
    private static func serving(
        _ settings: [String: String], _ body: (TestService) async throws -> Void
    ) async throws {
        let conninfo = try Fixture.current.database.conninfo
        try await TestService.with(conninfo: conninfo, settings: ["THIN_DB_SCHEMAS": "test"].merging(settings) { $1 }) {
            try await body($0)
        }
    }

    private static func insert(
        _ service: TestService, _ id: Int, _ headers: KeyValuePairs<String, String>
    ) async throws -> Answer {
        try await service.send(
            "POST", "/rest/v1/lots", headers: headers, body: Array(#"{"id":\#(id)}"#.utf8))
    }

    private static func exists(_ service: TestService, _ id: Int) async throws -> Bool {
        try await service.get("/rest/v1/lots?id=eq.\(id)").text != "[]"
    }

    @Test func `it is served below another path`() async throws {
        try await Self.serving(["THIN_REST_PREFIX": "/data/v9/"]) { service in
            #expect(try await service.get("/data/v9/clients?id=eq.1&select=id").text == #"[{"id":1}]"#)
            #expect(try await service.get("/data/v9/clients").headers["content-location"] == "/clients")
            #expect(try await service.get("/data/v9/").text.contains("\"basePath\":\"/data/v9\""))
            try expectProblem(try await service.get("/rest/v1/clients"), 404, "PGRST125")
            try expectProblem(try await service.get("/clients"), 404, "PGRST125")
        }
    }

    @Test func `other schemas are exposed, the first of them by default`() async throws {
        try await Self.serving(["THIN_DB_SCHEMAS": " other , test "]) { service in
            let things = try await service.get("/rest/v1/things")
            #expect(things.status == 200 && things.headers["content-profile"] == "other")
            let clients = try await service.send("GET", "/rest/v1/clients", headers: ["Accept-Profile": "test"])
            #expect(clients.status == 200 && clients.headers["content-profile"] == "test")
            let api = try await service.send("GET", "/rest/v1/things", headers: ["Accept-Profile": "api"])
            try expectProblem(api, 406, "PGRST106")
        }
    }

    @Test func `who sends no token is whoever the setting says`() async throws {
        try await Self.serving(["THIN_DB_ANON_ROLE": "authenticated"]) { service in
            let path = "/rest/v1/rpc/setting?name="
            #expect(try await service.get("\(path)role").text == #""authenticated""#)
            #expect(try await service.get("\(path)request.jwt.claims").text.contains("authenticated"))
            let token = try await TestTokens.sign(role: nil, sub: "x")
            #expect(try await service.get("\(path)role", token: token).text == #""authenticated""#)
            #expect(
                try await service.get("\(path)request.jwt.claims", token: token).text.contains(
                    #"\"role\":\"authenticated\""#))
        }
    }

    @Test func `nobody comes without a token where that is disabled`() async throws {
        try await Self.serving(["THIN_DB_ANON_ROLE": ""]) { service in
            try expectProblem(try await service.get("/rest/v1/clients"), 401, "PGRST302")
            let nobody = try await TestTokens.sign(role: nil, sub: "x")
            try expectProblem(try await service.get("/rest/v1/clients", token: nobody), 401, "PGRST302")
            let token = try await TestTokens.service()
            #expect(try await service.get("/rest/v1/clients", token: token).status == 200)
        }
    }

    @Test func `a transaction ends as it is set to, whatever a client asks for`() async throws {
        try await Self.serving([:]) { service async throws in
            #expect(try await Self.insert(service, 1001, ["Prefer": "tx=rollback"]).status == 201)
            #expect(try await Self.exists(service, 1001))
        }
        try await Self.serving(["THIN_DB_TX_END": "rollback"]) { service in
            let answer = try await Self.insert(service, 1002, ["Prefer": "tx=commit"])
            #expect(answer.status == 201 && answer.headers["preference-applied"] == nil)
            #expect(try await Self.exists(service, 1002) == false)
        }
    }

    @Test func `a transaction ends as a client asks where that is allowed`() async throws {
        try await Self.serving(["THIN_DB_TX_END": "commit-allow-override"]) { service in
            let undone = try await Self.insert(service, 1003, ["Prefer": "tx=rollback, return=representation"])
            #expect(undone.status == 201 && undone.text == #"[{"id":1003}]"#)
            #expect(undone.headers["preference-applied"] == "return=representation, tx=rollback")
            #expect(try await Self.exists(service, 1003) == false)
            #expect(try await Self.insert(service, 1003, [:]).status == 201)
            #expect(try await Self.exists(service, 1003))
        }
    }

    @Test func `rows are limited on every level, but never those that are written`() async throws {
        try await Self.serving(["THIN_DB_MAX_ROWS": "2", "THIN_DB_TX_END": "rollback-allow-override"]) { service in
            #expect(try await service.get("/rest/v1/lots?order=id").rows == [["id": "1"], ["id": "2"]])
            #expect(try await service.get("/rest/v1/lots?limit=9").rows.count == 2)
            #expect(try await service.get("/rest/v1/lots?limit=1").rows.count == 1)
            let counted = try await service.send("GET", "/rest/v1/lots", headers: ["Prefer": "count=exact"])
            #expect(counted.status == 206 && counted.headers["content-range"]?.hasPrefix("0-1/") == true)
            let tasks = try await service.get("/rest/v1/users?select=tasks(id)&id=eq.1")
            #expect(tasks.text.components(separatedBy: "\"id\"").count == 3, "\(tasks.text)")
            #expect(try await service.get("/rest/v1/rpc/all_projects").rows.count == 2)
            #expect(try await service.get("/rest/v1/rpc/numbers?n=5").text == "[1, 2]")
            let gone = try await service.send(
                "DELETE", "/rest/v1/users_tasks", headers: ["Prefer": "count=exact, return=representation"])
            #expect(try gone.rows.count == 7)
        }
    }

    @Test func `sums may be asked for where that is allowed`() async throws {
        try await Self.serving(["THIN_DB_AGGREGATES_ENABLED": "on"]) { service in
            for (query, text) in [
                ("projects?select=count()", #"[{"count":5}]"#),
                (
                    "projects?select=client_id,count()&client_id=not.is.null&order=client_id",
                    #"[{"client_id":1,"count":2},{"client_id":2,"count":2}]"#
                ),
                ("stocks?select=amount.sum()", #"[{"sum":15}]"#),
                (
                    "stocks?select=total:amount.sum()::text,amount.max(),amount.min()",
                    #"[{"total":"15","max":10,"min":0}]"#
                ),
                ("stocks?select=amount.avg()::int", #"[{"avg":5}]"#),
                (
                    "clients?select=name,projects(count())&order=id",
                    #"[{"name":"Microsoft","projects":[{"count":2}]},{"name":"Apple","projects":[{"count":2}]}]"#
                ),
                (
                    "clients?select=name,projects(count)&order=id",
                    #"[{"name":"Microsoft","projects":[{"count":2}]},{"name":"Apple","projects":[{"count":2}]}]"#
                ),
                (
                    "tasks?select=projects(name),count()&project_id=eq.1",
                    #"[{"projects":{"name":"Windows 7"},"count":2}]"#
                ),
                ("tasks?select=...projects(name),count()&project_id=eq.1", #"[{"name":"Windows 7","count":2}]"#),
            ] {
                let answer = try await service.get("/rest/v1/\(query)")
                let json = { (text: String) in
                    try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
                }
                #expect(answer.status == 200 && json(answer.text) == json(text), "\(query): \(answer.text)")
            }
        }
        try expectProblem(
            try await Fixture.current.service.get("/projects?select=count()"), 400, "PGRST123")
    }

    @Test func `plans are shown to a trusted server only, unless set otherwise`() async throws {
        try await Self.serving([:]) { service in
            let accept: KeyValuePairs = ["Accept": "application/vnd.pgrst.plan+json"]
            try expectProblem(try await service.send("GET", "/rest/v1/clients", headers: accept), 406, "PGRST107")
            let user = try await TestTokens.user(UUID().uuidString)
            try expectProblem(
                try await service.send("GET", "/rest/v1/clients", token: user, headers: accept), 406, "PGRST107")
            let plan = try await service.send(
                "GET", "/rest/v1/clients", token: try await TestTokens.service(), headers: accept)
            #expect(plan.status == 200 && plan.text.contains("\"Plan\""))
        }
    }

    @Test func `a plan changes nothing`() async throws {
        try await Self.serving(["THIN_DB_PLAN_ENABLED": "on"]) { service in
            let plan = try await Self.insert(service, 1004, ["Accept": "application/vnd.pgrst.plan+text"])
            #expect(plan.status == 200 && plan.text.contains("Insert on"), "\(plan.text)")
            #expect(try await Self.exists(service, 1004) == false)
        }
    }

    @Test(arguments: [
        ("THIN_DB_TX_END", "sometimes"), ("THIN_DB_MAX_ROWS", "0"), ("THIN_DB_MAX_ROWS", "many"),
        ("THIN_DB_SCHEMAS", " , "), ("THIN_REST_PREFIX", "rest"), ("THIN_DB_PLAN_ENABLED", "perhaps"),
        ("THIN_CORS_ORIGINS", "example.com"), ("THIN_CORS_ORIGINS", "https://a.example/path"),
        ("THIN_CORS_ORIGINS", "*,https://a.example"),
    ])
    func `a setting that can't be is named`(variable: String, value: String) async throws {
        let process = try ChildProcess(
            try ChildProcess.built("thin"), ["serve"],
            environment: ["THIN_JWT_SECRET": TestTokens.secret, "THIN_PORT": "0", variable: value])
        #expect(try await process.wait() != 0)
        #expect(process.log.contains(variable), "\(process.log)")
    }
}
