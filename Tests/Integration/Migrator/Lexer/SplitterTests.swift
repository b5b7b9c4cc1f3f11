import Foundation
import Migrator
import Testing

/// Where a script comes apart.
@Suite(.timeLimit(.minutes(5))) struct SplitterTests {
    /// Statements without what stands around them.
    static func statements(_ sql: String, backslashEscapes: Bool = false) -> [String] {
        let text = Array(sql.utf8)
        return Splitter.pieces(of: text, backslashEscapes: backslashEscapes).filter { $0.kind == .statement }
            .map { String(decoding: text[$0.core], as: UTF8.self) }
    }

    @Test func `a semicolon ends a statement`() {
        #expect(Self.statements("select 1; select 2") == ["select 1", "select 2"])
        #expect(Self.statements(" -- a;\n /* b; */ ; ;\n") == [])
        #expect(Self.statements("") == [])
        #expect(Self.statements("select 1 -- x\n;-- y\n") == ["select 1"])
    }

    @Test(arguments: [
        "select ';'", "select 'a'';'", "select e'\\';'", "select E'a\\'' ';'", "select \";\"", "select \"a\"\";\"",
        "select u&'\\;'", "select U&\"d\\0061;\"", "select b'1;' x", "select x';'", "select n';'",
        "select $$;$$", "select $a$ $$;$$ $b$ ; $b$ $a$", "select $ä$;$ä$", "select /* ; /* ; */ ; */ 1",
        "select 1 -- ;\n + 1", "select (1; 2)", "select 'ä;'", "select e'a'\n '\\';'", "select e'a' -- x\n'\\';'",
        "select a$1 ';'", "select 1 as a$b$ ';' ", "do $do$ begin perform 1; end; $do$",
        "create function f() returns int language sql begin atomic select 1; select case when true then 2 end; end",
        "create or replace procedure p() language sql begin atomic select 1; begin end; end",
        "CREATE FUNCTION f(a int default (select 1;)) RETURNS int BEGIN ATOMIC SELECT 1; END",
        "create rule r as on insert to t do also (insert into a values (1); insert into b values (1))",
    ])
    func `a semicolon inside does not`(statement: String) {
        #expect(
            Self.statements("\(statement); select 2;") == [statement.trimmingCharacters(in: .whitespaces), "select 2"])
    }

    @Test func `begin and end outside a routine's definition are statements`() {
        #expect(Self.statements("begin; select 1; end; select 2;") == ["begin", "select 1", "end", "select 2"])
        #expect(
            Self.statements("create table begin (a int); select 1;") == ["create table begin (a int)", "select 1"])
        #expect(Self.statements("create x function begin; end;") == ["create x function begin", "end"])
    }

    @Test func `a backslash escapes in plain strings only with standard_conforming_strings off`() {
        #expect(Self.statements("select '\\'; select 2;") == ["select '\\'", "select 2"])
        #expect(Self.statements("select '\\'; select 2;'", backslashEscapes: true) == ["select '\\'; select 2;'"])
        #expect(
            Self.statements("select u&'\\'; select 2;", backslashEscapes: true) == ["select u&'\\'", "select 2"])
    }

    @Test func `rows below copy from stdin are no statements`() {
        let text = Array("copy t (a) from stdin; -- x\n1;\n'\n\\.\nselect 1;copy (select 1) to stdout;".utf8)
        let pieces = Splitter.pieces(of: text)
        #expect(pieces.map(\.kind) == [.statement, .copyData, .statement, .statement])
        #expect(String(decoding: text[pieces[1].range], as: UTF8.self) == " -- x\n1;\n'\n\\.\n")
        #expect(
            Splitter.pieces(of: Array("copy t from stdin with (format csv);\n1".utf8)).map(\.kind)
                == [.statement, .copyData])
        #expect(Splitter.pieces(of: Array("copy t from 'stdin';\nx;".utf8)).map(\.kind) == [.statement, .statement])
    }

    @Test func `a command to psql ends with its line`() {
        let text = Array("select 1;\n\\ir a.sql ; x\nselect 2;".utf8)
        let pieces = Splitter.pieces(of: text)
        #expect(pieces.map(\.kind) == [.statement, .blank, .command, .statement])
        #expect(String(decoding: text[pieces[2].core], as: UTF8.self) == "\\ir a.sql ; x")
    }

    @Test(arguments: ["'", "\"", "e'\\", "$$", "$a$ $b$", "/* /* */", "select 1; '"])
    func `what never ends is known`(sql: String) {
        let pieces = Splitter.pieces(of: Array(sql.utf8))
        let unterminated = pieces.compactMap(\.unterminated)
        #expect(unterminated.count == 1)
    }
}
