import Foundation
import Postgres
import Testing

/// Thin on a database on which Supabase's own auth service signs people in.
@Suite(.timeLimit(.minutes(5))) struct SupabaseAuthTests {
    /// Who was there before Thin.
    static let before = "00000000-0000-0000-0000-0000000000aa"
    /// Who came after it.
    static let after = "00000000-0000-0000-0000-0000000000bb"

    /// Installs Thin where Supabase has brought `auth`.
    static func with(_ body: (TestWorld) async throws -> Void) async throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "supabase_auth.sql")
        let sql = try String(contentsOf: file, encoding: .utf8)
        try await TestDatabase.with { database in
            try await database.withConnection { _ = try await $0.script(sql) }
            try await ThinTemplate.install(into: database.conninfo)
            // What is installed again stays.
            try await ThinTemplate.install(into: database.conninfo)
            try await database.withConnection { connection in
                _ = try await connection.script(
                    """
                    set role supabase_auth_admin;
                    insert into auth.users (id, email, email_confirmed_at, raw_app_meta_data)
                    values ('\(Self.after)', 'eve@example.com', now(), '{"plan": "pro"}');
                    """)
            }
            try await TestService.with(conninfo: database.conninfo) { service in
                try await body(TestWorld(database: database, service: service))
            }
        }
    }

    @Test func `everything but signing in works, for those who were there and those who came`() async throws {
        try await Self.with { world in
            for user in [Self.before, Self.after] {
                // Sessions are Supabase's to keep: a token is good until it expires.
                let token = try await TestTokens.sign(
                    json: #"{"role":"authenticated","sub":"\#(user)","session_id":"\#(UUID())"}"#)
                let claimed = try await world.service.send(
                    "POST", "/rest/v1/rpc/claim_signup_bonus", token: token, body: Array("{}".utf8))
                // A plan comes with a subscription; what app_metadata says of one is nothing to Thin.
                #expect(try claimed.member("amount") == "1000", "\(claimed.text)")
                _ = try await world.reserve(user, "10")
                let balance = try await world.service.get("/rest/v1/balance?select=user_id,held", token: token)
                #expect(balance.text == #"[{"user_id":"\#(user)","held":10}]"#)
            }
            try await world.expectSound()
            #expect(try await world.auth("POST", "/signup", "{}").status == 404)
            #expect(try await world.service.get("/health/ready").status == 200)
        }
    }

    @Test func `auth stays as it was but for what is Thin's`() async throws {
        try await Self.with { world in
            let found = try await world.database.withConnection { connection in
                try await connection.query(
                    """
                    select string_agg(o.name, ', ' order by o.name)
                    from (
                        select c.relname from pg_class c where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'
                        union all
                        select p.proname from pg_proc p where p.pronamespace = 'auth'::regnamespace
                        union all
                        select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
                        where c.relnamespace = 'auth'::regnamespace and not t.tgisinternal
                        union all
                        select p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
                        where c.relnamespace = 'auth'::regnamespace
                    ) as o (name)
                    """
                ).text(0, 0)
            }
            #expect(
                found == "The owner of Thin reads users, email, jwt, role, sessions, uid, users, "
                    + "users_open_credit_account")
        }
    }
}
