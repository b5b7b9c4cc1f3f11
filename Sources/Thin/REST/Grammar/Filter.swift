/// `<field>=[not.]<operation>`
package struct Filter: Sendable, Equatable {
    package let field: FieldPath
    package let isNegated: Bool
    package let operation: Operation

    /// What a field is held against.
    package enum Operation: Sendable, Equatable {
        case comparison(Comparison, Quantifier?, String)
        case list([String])
        case state(State)
        case distinct(String)
        case search(Search, configuration: String?, String)
    }

    /// Operators with one value.
    package enum Comparison: String, Sendable, Equatable, CaseIterable {
        case eq, neq, gt, gte, lt, lte, like, ilike, match, imatch, cs, cd, ov, sl, sr, nxr, nxl, adj

        /// As SQL writes it.
        package var sql: StaticString {
            switch self {
            case .eq: "="
            case .neq: "<>"
            case .gt: ">"
            case .gte: ">="
            case .lt: "<"
            case .lte: "<="
            case .like: "like"
            case .ilike: "ilike"
            case .match: "~"
            case .imatch: "~*"
            case .cs: "@>"
            case .cd: "<@"
            case .ov: "&&"
            case .sl: "<<"
            case .sr: ">>"
            case .nxr: "&<"
            case .nxl: "&>"
            case .adj: "-|-"
            }
        }

        /// Whether it can be held against any or all of several values.
        package var takesQuantifier: Bool {
            switch self {
            case .eq, .gt, .gte, .lt, .lte, .like, .ilike, .match, .imatch: true
            default: false
            }
        }
    }

    package enum Quantifier: String, Sendable, Equatable {
        case any, all
    }

    /// What `is` asks for.
    package enum State: String, Sendable, Equatable {
        case null, not_null, `true`, `false`, unknown

        /// As SQL writes it.
        package var sql: StaticString {
            switch self {
            case .null: "null"
            case .not_null: "not null"
            case .true: "true"
            case .false: "false"
            case .unknown: "unknown"
            }
        }
    }

    /// Ways to read a text search.
    package enum Search: String, Sendable, Equatable {
        case fts, plfts, phfts, wfts

        /// The function that reads it.
        package var sql: StaticString {
            switch self {
            case .fts: "to_tsquery"
            case .plfts: "plainto_tsquery"
            case .phfts: "phraseto_tsquery"
            case .wfts: "websearch_to_tsquery"
            }
        }
    }
}
