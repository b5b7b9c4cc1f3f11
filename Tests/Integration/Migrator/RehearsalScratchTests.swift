import Foundation
import Migrator
import Postgres
import Testing

/// Where scratch databases are made, and what becomes of them.
@Suite(.timeLimit(.minutes(15))) struct RehearsalScratchTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    /// Scratch databases, by name, of those who own this one.
    private static let names: Query = """
        select string_agg(datname, ' ' order by datname) from pg_database where datname like 'migrator_rehearsal_%'
            and datdba = (select datdba from pg_database where datname = current_database())
        """

    private static func rehearse(_ arguments: String...) async throws -> (status: Int32, output: String, log: String) {
        try await ChildProcess.run(try ChildProcess.built("migrator"), ["rehearse"] + arguments)
    }

    @Test func `Thin's whole SQL, and then a change of it, is rehearsed on another server`() async throws {
        try await TestCluster.withPrivate { cluster in
            try await TestDatabase.with { database in
                let first = try await Self.rehearse(
                    "--dir", ThinTemplate.sqlFolder, "--role", "thin_owner", "--database", database.conninfo,
                    "--scratch", cluster.socketConninfo)
                #expect(first.status == 0, "\(first.log)")
                #expect(first.output.hasPrefix("platform/") && first.output.contains("\nmigrations/"))
                #expect(first.output.contains("\ncode/"))
                let there = try await database.withConnection {
                    try await $0.value("select concat(to_regnamespace('credits'), to_regnamespace('migrator'))")
                }
                #expect(there == "")
            }
            let scratch = try await Connection.connect(
                to: ConnectionTarget(
                    conninfo: cluster.socketConninfo, applicationName: "thin-tests", connectTimeout: .seconds(10)))
            #expect(try await scratch.value("select count(*) from pg_roles where rolname = 'thin_owner'") == "1")
            #expect(try await scratch.value("select count(*) from pg_database where datname like 'migrator_%'") == "0")
            await scratch.close()
            try await SQLFolder.with { folder in
                try FileManager.default.copyItem(atPath: ThinTemplate.sqlFolder, toPath: folder.path)
                try folder.write(
                    "migrations/29990101000000_note.sql",
                    "alter table credits.accounts add column rehearsed text; create role thin_rehearsed;")
                try await TestDatabase.with(template: try await ThinTemplate.shared.name()) { database in
                    let outcome = try await Self.rehearse(
                        "--dir", folder.path, "--database", database.conninfo, "--scratch", cluster.socketConninfo)
                    #expect(outcome.status == 0, "\(outcome.log)")
                    #expect(outcome.output.contains("    ACCESS EXCLUSIVE on credits.accounts, "))
                    let roles = try await database.withConnection {
                        try await $0.value("select count(*) from pg_roles where rolname = 'thin_rehearsed'")
                    }
                    #expect(roles == "0")
                }
            }
        }
    }

    @Test func `roles are made there as they are here, and by who isn't superuser`() async throws {
        try await TestCluster.withPrivate { cluster in
            let admin = try await Connection.connect(
                to: ConnectionTarget(
                    conninfo: cluster.socketConninfo, applicationName: "thin-tests", connectTimeout: .seconds(10)))
            _ = try await admin.script("create role maker login createdb createrole")
            try await Migrating.with([Self.one: "create table a (x int);"]) { migrating in
                let role = "owner_of_\(migrating.database.name)"
                try await migrating.database.withConnection {
                    _ = try await $0.script(
                        """
                        create role \(role)_group nologin; create role \(role) login nocreatedb password 'x' connection limit 7;
                        grant \(role)_group to \(role); alter role \(role) set work_mem = '5MB';
                        alter database \(migrating.database.name) owner to \(role)
                        """)
                }
                let up = try await ChildProcess.run(
                    try ChildProcess.built("migrator"),
                    [
                        "up", "--dir", migrating.folder.path, "--database",
                        TestCluster.conninfo(migrating.database.conninfo, adding: ["user": role]),
                    ])
                #expect(up.status == 0, "\(up.log)")
                try migrating.folder.write(Self.two, "-- no-transaction\nvacuum a;\ncreate role made_\(role);")
                let maker = TestCluster.conninfo(cluster.socketConninfo, adding: ["user": "maker"])
                let outcome = try await Self.rehearse(
                    "--dir", migrating.folder.path, "--database", migrating.database.conninfo, "--scratch", maker)
                #expect(outcome.status == 0, "\(outcome.log)")
                #expect(outcome.output.contains("SHARE UPDATE EXCLUSIVE on public.a"))
                let made = try await admin.value(
                    """
                    select concat_ws(' ', r.rolcanlogin, r.rolconnlimit, a.rolpassword is null, r.rolconfig::text,
                        pg_has_role(r.oid, \(role + "_group"), 'member'))
                    from pg_roles r join pg_authid a on a.oid = r.oid where r.rolname = \(role)
                    """)
                #expect(made == "t 7 t {work_mem=5MB} t")
                try await migrating.database.withConnection {
                    _ = try await $0.script(
                        """
                        alter database \(migrating.database.name) owner to current_user;
                        drop owned by \(role), \(role)_group; drop role \(role), \(role)_group
                        """)
                }
            }
            await admin.close()
        }
    }

    @Test func `the same server is refused, and so is a password`() async throws {
        try await Migrating.with([Self.one: "create role never_made;"]) { migrating in
            let plain = try await migrating.command("rehearse")
            #expect(plain.status == 6 && plain.log.contains("--scratch"), "\(plain.log)")
            let same = try await migrating.command("rehearse", "--scratch", try TestCluster.shared.conninfo)
            #expect(same.status == 2 && same.log.contains("own server"), "\(same.log)")
            let nowhere = try await migrating.command("rehearse", "--scratch", "host=/nowhere")
            #expect(nowhere.status == 9)
            for scratch in ["host=x password=hunter2", "postgres://u:hunter2@x/"] {
                let secret = try await migrating.command("rehearse", "--scratch", scratch)
                #expect(secret.status == 2 && secret.log.contains("holds a password"))
                #expect(!secret.log.contains("hunter2"))
            }
            #expect(try await migrating.value("select count(*) from pg_roles where rolname = 'never_made'") == "0")
        }
    }

    @Test func `what a killed rehearsal left is dropped by the next one, and nothing that is in use`() async throws {
        let (killed, living) = ("killed \(UUID())", "living \(UUID())")
        try await Migrating.with([Self.one: "select pg_sleep(600), '\(killed)';"]) { migrating in
            let role = "heir_of_\(migrating.database.name)"
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    "create role \(role) login createdb; alter database \(migrating.database.name) owner to \(role)")
            }
            let conninfo = TestCluster.conninfo(migrating.database.conninfo, adding: ["user": role])
            let migrator = try ChildProcess.built("migrator")
            let arguments = ["rehearse", "--dir", migrating.folder.path, "--database", conninfo]
            let first = try ChildProcess(migrator, arguments)
            try await migrating.database.withConnection { try await $0.eventuallySees(killed, running: true) }
            let abandoned = try #require(try await migrating.value(Self.names))
            first.signal(SIGKILL)
            _ = try await first.wait()
            try migrating.folder.write(Self.one, "select pg_sleep(600), '\(living)';")
            let second = try ChildProcess(migrator, arguments)
            try await migrating.database.withConnection { try await $0.eventuallySees(living, running: true) }
            try migrating.folder.write(Self.one, "select 1;")
            // The server may take its time to see that a client is gone.
            var left: String?
            for _ in 0..<60 {
                let third = try await ChildProcess.run(migrator, arguments)
                #expect(third.status == 0, "\(third.log)")
                left = try await migrating.value(Self.names)
                if left?.contains(abandoned) == false { break }
            }
            let mine = try #require(left)
            #expect(!mine.contains(" ") && mine != abandoned)
            #expect(second.exitStatus == nil)
            second.signal(SIGTERM)
            #expect(try await second.wait() == 6, "\(second.log)")
            #expect(try await migrating.value(Self.names) == nil)
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    "alter database \(migrating.database.name) owner to current_user; drop owned by \(role); drop role \(role)"
                )
            }
        }
    }
}
