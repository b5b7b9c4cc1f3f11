import Foundation
import Migrator
import Postgres
import Testing

/// Scripts that prove something: `verify` and `test`.
@Suite(.timeLimit(.minutes(5))) struct CheckTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    @Test func `what is applied is verified, and nothing stays of it`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);", Self.two: "create table b (x int);",
            "verify/20260101000000_one.sql": "select x from a where false;\ninsert into a values (1);",
            "verify/20260102000000_two.sql": "begin;\nselect 1 / count(*) from b;\nrollback;",
        ]) { migrating in
            try await migrating.up(.init(target: "20260101000000"))
            #expect(try await migrating.command("verify").output == "1 of 1 passed\n")
            try await migrating.up()
            let failed = try await migrating.command("verify")
            #expect(failed.status == 8)
            #expect(failed.output.hasPrefix("failed verify/20260102000000_two.sql\n"))
            #expect(failed.output.contains("verify/20260102000000_two.sql:2:1: division by zero"))
            #expect(failed.output.hasSuffix("1 of 2 passed\n"))
            #expect(try await migrating.value("select count(*) from a") == "0")
        }
    }

    @Test func `tests are told apart by what they say`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);",
            "tests/good.sql": "begin; select '1..2'; select 'ok 1 - x'; select 'not ok 2 # TODO later'; rollback;",
            "tests/error.sql": "insert into a values (1);\nselect nothing;",
            "tests/failing.sql": "select '1..2'; select 'ok 1'; select E'not ok 2 - y\\n# have: 1\\n# want: 2';",
            "tests/short.sql": "select '1..2'; select 'ok 1';", "tests/planless.sql": "select 'ok 1';",
            "tests/plain.sql": "select 1;", "tests/inner/quiet.sql": "do $$ begin assert true; end $$;",
        ]) { migrating in
            try await migrating.up()
            let outcome = try await migrating.command("test", "--json")
            #expect(outcome.status == 8)
            let checks = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
            let failures = Dictionary(
                uniqueKeysWithValues: checks.map { ($0["path"] as? String ?? "", $0["failures"] as? [String] ?? []) })
            #expect(failures.count == 7)
            #expect(failures["tests/good.sql"] == [])
            #expect(failures["tests/plain.sql"] == [])
            #expect(failures["tests/inner/quiet.sql"] == [])
            #expect(failures["tests/error.sql"]?.first?.hasPrefix("tests/error.sql:2:8: column") == true)
            #expect(failures["tests/failing.sql"] == ["not ok 2 - y", "# have: 1", "# want: 2"])
            #expect(failures["tests/short.sql"] == ["planned 2 tests, ran 1"])
            #expect(failures["tests/planless.sql"] == ["1 tests ran without a plan"])
            #expect(try await migrating.value("select count(*) from a") == "0")
            #expect(try await migrating.command("test", "--matching", "inner").output == "1 of 1 passed\n")
            #expect(try await migrating.command("test", "--matching", "nowhere").status == 2)
        }
    }

    @Test func `pgTAP's own words are understood`() async throws {
        try await Migrating.with([
            Self.one: "create extension pgtap;",
            "tests/a.sql":
                "begin; select plan(2); select pass('x'); select is(1, 2, 'y'); select * from finish(); rollback;",
            "tests/b.sql": "begin; select plan(1); select pass('x'); select * from finish(); rollback;",
        ]) { migrating in
            try await migrating.up()
            let outcome = try await migrating.command("test")
            #expect(outcome.status == 8)
            #expect(outcome.output.contains("failed tests/a.sql\n    not ok 2 - y\n"))
            #expect(outcome.output.hasSuffix("1 of 2 passed\n"))
        }
    }
}
