/// How a tool marks what of a file applies a migration and what takes it back.
protocol SectionMarks {
    /// The section that a file begins with.
    var first: ImportSection { get }
    /// What a line means.
    func meaning(of line: String) -> ImportLine
}

/// What a part of a file is for.
enum ImportSection {
    /// Nothing yet.
    case none
    /// It applies.
    case up
    /// It takes back.
    case down
}

/// What a line of another tool's file means.
enum ImportLine: Equatable {
    /// It is SQL or a comment.
    case text
    /// A section begins, perhaps one outside a transaction.
    case section(ImportSection, isOutside: Bool = false)
    /// The file runs outside a transaction.
    case outside
    /// It means nothing here.
    case nothing
    /// It can't be taken over, for this reason.
    case unknown(String)
}

/// goose's: `-- +goose Up`.
struct GooseMarks: SectionMarks {
    let first = ImportSection.none

    func meaning(of line: String) -> ImportLine {
        let words = line.lowercased().split(separator: " ").map(String.init)
        guard words.count > 1, words[0] == "--", words[1] == "+goose" else { return .text }
        switch words.dropFirst(2).joined(separator: " ") {
        case "up": return .section(.up)
        case "down": return .section(.down)
        case "no transaction": return .outside
        // Where a statement ends is known without being told.
        case "statementbegin", "statementend", "envsub off": return .nothing
        default: return .unknown("'\(line)' can't be taken over")
        }
    }
}

/// dbmate's: `-- migrate:up transaction:false`.
struct DbmateMarks: SectionMarks {
    let first = ImportSection.none

    func meaning(of line: String) -> ImportLine {
        let words = line.lowercased().split(separator: " ").map(String.init)
        guard words.count > 1, words[0] == "--", words[1].hasPrefix("migrate:") else { return .text }
        let isOutside = words.contains("transaction:false")
        switch words[1] {
        case "migrate:up": return .section(.up, isOutside: isOutside)
        case "migrate:down": return .section(.down)
        default: return .unknown("'\(line)' can't be taken over")
        }
    }
}

/// tern's: `---- create above / drop below ----`.
struct TernMarks: SectionMarks {
    let first = ImportSection.up

    func meaning(of line: String) -> ImportLine {
        switch line.trimmingPrefix(" ") {
        case "---- create above / drop below ----": .section(.down)
        case "---- tern: disable-tx ----": .outside
        case let text where text.contains("{{"): .unknown("a template; write what it stands for, or a variable")
        default: .text
        }
    }
}
