import Foundation
import Migrator
import Postgres
import Testing

/// A database prepared as a Supabase project: schema `auth` belongs to somebody else, and who installs is no superuser.
@Suite(.timeLimit(.minutes(5))) struct SupabaseTests {
    /// What Supabase brings. Roles belong to the cluster; those that other tests made are taken as they are.
    private static func prepare(_ database: TestDatabase, for installer: String) async throws {
        try await database.withConnection { connection in
            for role in ["anon", "authenticated", "service_role", "authenticator", "supabase_auth_admin"] {
                _ = try await connection.script(
                    """
                    do $$ begin create role \(role) noinherit; exception when duplicate_object or unique_violation then null; end $$
                    """)
            }
            _ = try await connection.script(
                """
                create role \(installer) login createrole createdb bypassrls;
                alter database \(database.name) owner to \(installer);
                create schema auth authorization supabase_auth_admin;
                set role supabase_auth_admin;
                create table auth.users (
                    instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255),
                    encrypted_password varchar(255), email_confirmed_at timestamptz, raw_app_meta_data jsonb,
                    raw_user_meta_data jsonb, created_at timestamptz, updated_at timestamptz, phone text,
                    phone_confirmed_at timestamptz, is_sso_user boolean not null default false,
                    deleted_at timestamptz, is_anonymous boolean not null default false);
                create function auth.uid() returns uuid language sql stable as
                    $f$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $f$;
                create function auth.role() returns text language sql stable as
                    $f$ select nullif(current_setting('request.jwt.claim.role', true), '') $f$;
                create function auth.email() returns text language sql stable as
                    $f$ select nullif(current_setting('request.jwt.claim.email', true), '') $f$;
                create function auth.jwt() returns jsonb language sql stable as
                    $f$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $f$;
                grant usage on schema auth to anon, authenticated, service_role;
                grant usage on schema auth to \(installer) with grant option;
                grant all on auth.users to \(installer) with grant option;
                insert into auth.users (id, email) values ('00000000-0000-0000-0000-000000000001', 'a@example.com');
                """)
        }
    }

    @Test func `the whole of Thin's SQL is installed, and schema auth stays as it was`() async throws {
        // The roles that sql/ makes must be there already: on one cluster only a superuser could share them.
        try await TestDatabase.with { other in
            _ = try await ThinTemplate.install(into: other.conninfo)
            let installer = "installer_of_\(other.name)"
            try await TestDatabase.with { database in
                try await Self.prepare(database, for: installer)
                let catalogue: Query = """
                    select string_agg(line, ' ' order by line) from (
                        select p.oid::regprocedure || ' ' || p.prosrc from pg_proc p where pronamespace = 'auth'::regnamespace
                        union all
                        select concat_ws(' ', a.attrelid::regclass, a.attname, a.atttypid::regtype, c.relowner::regrole)
                        from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'auth'::regnamespace and a.attnum > 0
                    ) l (line)
                    """
                let before = try await database.withConnection { try await $0.value(catalogue) }
                let conninfo = TestCluster.conninfo(database.conninfo, adding: ["user": installer])
                let files = try await ThinTemplate.install(into: conninfo)
                #expect(files > 50)
                #expect(try await ThinTemplate.install(into: conninfo) == 0)
                try await database.withConnection { connection in
                    #expect(try await connection.value(catalogue) == before)
                    let accounts = try await connection.value("select count(*) from credits.accounts")
                    #expect(accounts == "1")
                }
                let outcome = try await ChildProcess.run(
                    try ChildProcess.built("migrator"),
                    ["drift", "--dir", ThinTemplate.sqlFolder, "--database", conninfo])
                #expect(outcome.output == "no drift\n", "\(outcome.log)")
            }
            guard !TestDatabase.isTemporary else { return }
            try await other.withConnection { _ = try await $0.script("drop role \(installer)") }
        }
    }
}
