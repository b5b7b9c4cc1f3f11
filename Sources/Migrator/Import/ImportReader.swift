/// Reads another tool's files. Pure, so that it can be tested on texts.
struct ImportReader {
    private let tool: ImportTool
    private var found: [[Int]: ForeignMigration] = [:]
    private var repeatable: [ForeignMigration] = []

    init(_ tool: ImportTool) {
        self.tool = tool
    }

    /// What has been read, in order, those that are run again last.
    var migrations: [ForeignMigration] {
        found.values.sorted { $0.version.lexicographicallyPrecedes($1.version) } + repeatable
    }

    /// Takes a file.
    ///
    /// - Parameter isOutside: Whether a file beside it says that it runs outside a transaction.
    /// - Throws: `MigratorError.badImport` for what can't be taken over: nothing is left out silently.
    mutating func read(_ path: String, _ text: String, isOutside: Bool = false) throws(MigratorError) {
        let text = SourceFile.normalised(text)
        switch tool {
        case .goose: try readSections(path, text, GooseMarks())
        case .dbmate: try readSections(path, text, DbmateMarks())
        case .tern: try readSections(path, text, TernMarks())
        case .golangMigrate: try readPair(path, text)
        case .flyway: try readFlyway(path, text, isOutside)
        }
    }

    private mutating func readSections(_ path: String, _ text: String, _ marks: some SectionMarks) throws(MigratorError)
    {
        guard let (number, name) = Self.numbered(path, dropping: ".sql") else {
            throw .badImport(path: path, line: 1, message: "its name is no <number>_<name>.sql")
        }
        var migration = ForeignMigration(version: [number], name: name, path: path)
        var (section, down) = (marks.first, "")
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            switch marks.meaning(of: String(line)) {
            case .text where section == .none:
                if !line.allSatisfy(\.isWhitespace), !line.hasPrefix("--") {
                    throw .badImport(path: path, line: index + 1, message: "it stands before what is to be applied")
                }
            case .text where section == .up: migration.up += line + "\n"
            case .text: down += line + "\n"
            case .section(let next, let isOutside):
                section = next
                if next == .up, isOutside { migration.isOutsideTransaction = true }
            case .outside: migration.isOutsideTransaction = true
            case .nothing: continue
            case .unknown(let what): throw .badImport(path: path, line: index + 1, message: what)
            }
        }
        guard section != .none else {
            throw .badImport(path: path, line: 1, message: "it says nowhere what is to be applied")
        }
        if !down.allSatisfy(\.isWhitespace) { migration.down = down }
        try put(migration)
    }

    private mutating func readPair(_ path: String, _ text: String) throws(MigratorError) {
        for (suffix, isUp) in [(".up.sql", true), (".down.sql", false)] {
            guard let (number, name) = Self.numbered(path, dropping: suffix) else { continue }
            var migration = found[[number]] ?? ForeignMigration(version: [number], name: name, path: path)
            guard migration.name == name, isUp ? migration.up.isEmpty : migration.down == nil else {
                throw .badImport(path: path, line: 1, message: "its version stands twice")
            }
            let sql = Self.withoutTransaction(text)
            if isUp { migration.up = sql } else { migration.down = sql }
            if Self.isConcurrent(sql) { migration.isOutsideTransaction = true }
            found[[number]] = migration
            return
        }
        throw .badImport(path: path, line: 1, message: "its name is no <number>_<name>.up.sql or .down.sql")
    }

    private mutating func readFlyway(_ path: String, _ text: String, _ isOutside: Bool) throws(MigratorError) {
        if let index = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(where: {
            $0.contains("${")
        }) {
            throw .badImport(
                path: path, line: index + 1,
                message: "a placeholder; write :name or :'name' and give its value with --set")
        }
        let base = path.split(separator: "/").last.map(String.init) ?? path
        guard base.hasSuffix(".sql"), let gap = base.firstRange(of: "__") else {
            throw .badImport(path: path, line: 1, message: "its name is no V<version>__<name>.sql, U… or R__<name>.sql")
        }
        let name = Self.snakeCase(base[gap.upperBound...].dropLast(".sql".count))
        let parts = base[..<gap.lowerBound].dropFirst().split(whereSeparator: { $0 == "." || $0 == "_" }).map {
            Int($0)
        }
        let version = parts.compactMap { $0 }
        let sql = Self.withoutTransaction(text)
        switch base.first {
        case "R" where parts.isEmpty:
            repeatable.append(ForeignMigration(version: [], name: name, up: sql, path: path))
        case "V" where !parts.isEmpty && version.count == parts.count,
            "U" where !parts.isEmpty && version.count == parts.count:
            var migration = found[version] ?? ForeignMigration(version: version, name: name, path: path)
            let isUp = base.first == "V"
            guard isUp ? migration.up.isEmpty : migration.down == nil else {
                throw .badImport(path: path, line: 1, message: "its version stands twice")
            }
            if isUp { (migration.up, migration.name) = (sql, name) } else { migration.down = sql }
            if isUp, isOutside || Self.isConcurrent(sql) { migration.isOutsideTransaction = true }
            found[version] = migration
        default:
            throw .badImport(path: path, line: 1, message: "its name is no V<version>__<name>.sql, U… or R__<name>.sql")
        }
    }

    private mutating func put(_ migration: ForeignMigration) throws(MigratorError) {
        guard found.updateValue(migration, forKey: migration.version) == nil else {
            throw .badImport(path: migration.path, line: 1, message: "its version stands twice")
        }
    }

    /// Number and name of a file.
    private static func numbered(_ path: String, dropping suffix: String) -> (Int, String)? {
        let base = path.split(separator: "/").last.map(String.init) ?? path
        let digits = base.prefix { $0.isASCII && $0.isNumber }
        guard base.hasSuffix(suffix), let number = Int(digits), base.dropFirst(digits.count).hasPrefix("_") else {
            return nil
        }
        return (number, snakeCase(base.dropFirst(digits.count + 1).dropLast(suffix.count)))
    }

    /// A name as `migrator new` takes it.
    private static func snakeCase(_ name: Substring) -> String {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = words.joined(separator: "_")
        return text.first?.isLetter == true ? text : "m_\(text)"
    }

    /// A text without `begin` and `commit` around it: here a file is a transaction anyway.
    private static func withoutTransaction(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        for piece in Splitter.pieces(of: bytes) {
            let words = String(decoding: bytes[piece.core], as: UTF8.self).lowercased().split(
                whereSeparator: \.isWhitespace)
            if piece.kind == .statement,
                [["begin"], ["commit"], ["begin", "transaction"], ["start", "transaction"]].contains(words)
            {
                // Comments above it stay.
                kept += bytes[piece.range.lowerBound..<piece.core.lowerBound]
            } else {
                kept += bytes[piece.range]
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func isConcurrent(_ sql: String) -> Bool {
        let text = Array(sql.utf8)
        return Lexer.tokens(of: text).contains { token in
            token.kind == .word && String(decoding: text[token.range], as: UTF8.self).lowercased() == "concurrently"
        }
    }
}
