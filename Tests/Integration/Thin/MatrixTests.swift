import Foundation
import Postgres
import Testing

/// Every view and function that is exposed, asked for by everybody: what comes back is what the access matrix says.
/// An object that has no row in it fails.
@Suite(.service, .serialized, .timeLimit(.minutes(5))) struct MatrixTests {
    /// Something that is exposed.
    private struct Exposed: Sendable {
        /// As the matrix names it.
        let object: String
        let name: String
        /// A body with something in it: a column, or every argument.
        let body: String
        /// By role, as the matrix has it; nil where it has no row.
        let rights: [String: String]?
    }

    private static let matrix = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../SQL/support/expected_access.sql").standardizedFileURL
    private static let roles = ["nobody", "anon", "authenticated", "service_role"]

    private static func exposed(_ query: Query) async throws -> [Exposed] {
        let sql = try String(contentsOf: matrix, encoding: .utf8)
        return try await TestWorld.current.database.withConnection { connection in
            try await connection.transaction { connection in
                _ = try await connection.script("create schema tests; \(sql)")
                let result = try await connection.query(query)
                let exposed = (0..<result.rowCount).map { row in
                    let rights = (3..<6).map { result.text(row, $0) }
                    let known = zip(["anon", "authenticated", "service_role"], rights.compactMap { $0 })
                    return Exposed(
                        object: result.text(row, 0) ?? "", name: result.text(row, 1) ?? "",
                        body: result.text(row, 2) ?? "",
                        rights: rights.contains(nil) ? nil : Dictionary(uniqueKeysWithValues: Array(known)))
                }
                _ = try await connection.script("drop schema tests cascade")
                return exposed
            }
        }
    }

    private static func token(_ role: String, _ user: String) async throws -> String? {
        switch role {
        case "nobody": nil
        case "authenticated": try await TestTokens.user(user)
        default: try await TestTokens.sign(role: role)
        }
    }

    /// Nobody has what `anon` has.
    private static func rights(_ exposed: Exposed, _ role: String) -> String {
        exposed.rights?[role == "nobody" ? "anon" : role] ?? ""
    }

    @Test func `views are read by whom the matrix names, and written by nobody`() async throws {
        let world = try TestWorld.current
        let views = try await Self.exposed(
            """
            select
                'api.' || c.relname, c.relname,
                json_build_object((
                    select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = 1
                ), null)::text,
                e.anon, e.authenticated, e.service_role
            from pg_class c
            left join tests.expected_access e on e.object = 'api.' || c.relname
            where c.relnamespace = 'api'::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p')
            """)
        #expect(!views.isEmpty)
        let user = try await world.makeUser(credits: "5")
        for view in views {
            #expect(view.rights != nil, "\(view.object) has no row in the matrix")
            for role in Self.roles {
                let token = try await Self.token(role, user)
                let refused = role == "nobody" || role == "anon" ? 401 : 403
                for method in ["GET", "HEAD"] {
                    let answer = try await world.service.send(method, "/rest/v1/\(view.name)", token: token)
                    let isAllowed = Self.rights(view, role).hasPrefix("select")
                    #expect(answer.status == (isAllowed ? 200 : refused), "\(role): \(method) \(view.object)")
                }
                for method in ["POST", "PATCH", "PUT", "DELETE"] {
                    let answer = try await world.service.send(
                        method, "/rest/v1/\(view.name)", token: token, body: Array(view.body.utf8))
                    #expect(
                        [401, 403, 405].contains(answer.status),
                        "\(role): \(method) \(view.object): \(answer.text)")
                }
            }
        }
        #expect(try await world.balance(user) == #"[{"available":5,"held":0,"debt":0}]"#)
    }

    @Test func `functions are called by whom the matrix names`() async throws {
        let world = try TestWorld.current
        let functions = try await Self.exposed(
            """
            select
                p.oid::regprocedure::text, p.proname,
                coalesce((
                    select json_object_agg(a.name, null)
                    from unnest(p.proargnames[1:p.pronargs]) as a (name)
                ), '{}')::text,
                e.anon, e.authenticated, e.service_role
            from pg_proc p
            left join tests.expected_access e on e.object = p.oid::regprocedure::text
            where p.pronamespace = 'api'::regnamespace
            """)
        #expect(!functions.isEmpty)
        let user = try await world.makeUser(credits: "5")
        // Without a key selling is switched off for all; nobody answers there.
        let stripe = ["STRIPE_SECRET_KEY": "sk_test_only", "STRIPE_API_BASE": "http://127.0.0.1:9"]
        try await TestService.with(conninfo: world.database.conninfo, settings: stripe) { service in
            for function in functions {
                #expect(function.rights != nil, "\(function.object) has no row in the matrix")
                for role in Self.roles {
                    let answer = try await service.call(
                        function.name, function.body, token: try await Self.token(role, user))
                    guard Self.rights(function, role).contains("execute") else {
                        let refused = role == "nobody" || role == "anon" ? 401 : 403
                        try expectProblem(answer, refused, "42501")
                        continue
                    }
                    // What the function itself says of it, and be it no, is its own.
                    #expect(
                        answer.status < 500 && !answer.text.contains("42501") && !answer.text.contains("PGRST"),
                        "\(role): \(function.object): \(answer.text)")
                }
            }
        }
        #expect(try await world.balance(user) == #"[{"available":5,"held":0,"debt":0}]"#)
    }
}
