/// Rules for what locks, rewrites or breaks in a migration, under squawk's names.
///
/// A table that the file itself makes has no rows and no readers yet, so nothing that is done to it is unsafe.
struct FileLint {
    private let script: Script
    private let ignored: LintIgnores
    private var made: Set<String> = []
    private(set) var findings: [LintFinding] = []

    init(_ script: Script) {
        self.script = script
        ignored = LintIgnores(script.file)
        for statement in script.statements { look(at: statement) }
    }

    private mutating func look(at statement: Statement) {
        let words = StatementWords(statement)
        switch statement.words.first {
        case "create": lookAtCreation(words, statement)
        case "drop": lookAtRemoval(words, statement)
        case "alter" where words.begins(with: "alter", "table"):
            let table = words.skipping("alter", "table", "if", "exists", "only")
            guard let name = table.name, !made.contains(name) else { return }
            for action in table.actions { lookAtAction(action, statement) }
        case "truncate" where words.has("cascade"):
            note(
                "ban-truncate-cascade", statement, "it empties every table that refers to this one",
                "name the tables to be emptied")
        case "vacuum" where words.has("full"), "cluster":
            note(
                "ban-table-rewrite", statement, "the table is locked while it is written anew",
                "use pg_repack, or VACUUM without FULL")
        default: break
        }
    }

    private mutating func lookAtCreation(_ words: StatementWords, _ statement: Statement) {
        let rest = words.skipping(
            "create", "or", "replace", "unique", "unlogged", "temporary", "temp", "global", "local")
        if rest.begins(with: "table") || rest.begins(with: "materialized", "view") {
            if let name = rest.skipping("table", "materialized", "view", "if", "not", "exists").name {
                made.insert(name)
            }
        } else if rest.begins(with: "index") {
            guard let table = rest.after("on")?.skipping("only").name, !made.contains(table) else { return }
            if !rest.has("index", "concurrently") {
                note(
                    "require-concurrent-index-creation", statement, "writers wait until the index is built",
                    "create it concurrently, in a file whose first line is -- no-transaction")
            } else if !script.directives.isOutsideTransaction {
                note(
                    "ban-concurrent-index-creation-in-transaction", statement,
                    "it can't be run inside a transaction", "make -- no-transaction the file's first line")
            }
        }
    }

    private mutating func lookAtRemoval(_ words: StatementWords, _ statement: Statement) {
        if words.begins(with: "drop", "index"), !words.has("concurrently") {
            note(
                "require-concurrent-index-deletion", statement, "it waits for all readers, and all others for it",
                "drop it concurrently, in a file whose first line is -- no-transaction")
        } else if words.begins(with: "drop", "table") {
            let rest = words.skipping("drop", "table", "if", "exists")
            if let name = rest.name, !made.contains(name) {
                note(
                    "ban-drop-table", statement, "what still reads it fails, and its rows are gone",
                    "rename it first, and drop it once nobody has missed it")
            }
        } else if words.begins(with: "drop", "database") {
            note("ban-drop-database", statement, "all is gone", "do it by hand")
        }
    }

    private mutating func lookAtAction(_ action: StatementWords, _ statement: Statement) {
        if action.begins(with: "add") {
            lookAtAddition(action, statement)
        } else if action.begins(with: "drop"), !action.begins(with: "drop", "constraint") {
            note(
                "ban-drop-column", statement, "what still reads the column fails",
                "stop using it first, and ignore this rule where that is done")
        } else if action.begins(with: "rename", "to") {
            note("renaming-table", statement, "what uses the old name fails", "leave a view of the old name")
        } else if action.begins(with: "rename"), !action.begins(with: "rename", "constraint") {
            note(
                "renaming-column", statement, "what uses the old name fails", "add a column and fill it, or use a view")
        } else if action.begins(with: "alter") {
            if action.has("set", "not", "null") {
                note(
                    "adding-not-nullable-field", statement, "the table is locked while every row is looked at",
                    "add a check (… is not null) not valid, validate it, then set not null and drop the check")
            } else if action.has("type") {
                note(
                    "changing-column-type", statement, "the table may be locked while it is written anew",
                    "add a column of the new type and fill it in batches")
            }
        }
    }

    private mutating func lookAtAddition(_ action: StatementWords, _ statement: Statement) {
        let isConstraint = ["constraint", "foreign", "check", "unique", "primary", "exclude"].contains { word in
            action.begins(with: "add", word)
        }
        if isConstraint {
            if action.has("foreign", "key") || action.has("check"), !action.has("not", "valid") {
                note(
                    "constraint-missing-not-valid", statement, "the table is locked while every row is looked at",
                    "add it not valid, and validate it in the next file")
            } else if action.has("unique") || action.has("primary", "key"), !action.has("using", "index") {
                note(
                    "disallowed-unique-constraint", statement, "readers and writers wait until its index is built",
                    "create the index concurrently and add the constraint using index")
            }
            return
        }
        if action.has("not", "null"), !action.has("default"), !action.has("generated") {
            note(
                "adding-required-field", statement, "it fails where there are rows",
                "give it a default, or add it nullable and fill it first")
        }
        let isVolatile = ["random", "clock_timestamp", "gen_random_uuid", "uuid_generate_v4", "nextval"].contains {
            name in
            action.after("default")?.has(name, "(") == true
        }
        if isVolatile || action.has("serial") || action.has("bigserial") || action.has("stored") {
            note(
                "adding-field-with-default", statement, "the table is locked while it is written anew",
                "add it without, fill it in batches, then set the default")
        }
    }

    private mutating func note(_ rule: String, _ statement: Statement, _ message: String, _ hint: String) {
        guard !ignored.covers(rule, at: statement) else { return }
        findings.append(
            LintFinding(
                rule: rule, path: statement.file.path, line: statement.line, object: nil, message: message,
                hint: hint))
    }
}
