internal import Foundation
public import Postgres

extension ConnectionTarget {
    /// Whether a connection string holds a password.
    public static func holdsPassword(_ conninfo: String) -> Bool {
        guard let scheme = conninfo.range(of: "://") else {
            return conninfo.split(separator: " ").contains { $0.hasPrefix("password") && $0.contains("=") }
                || conninfo.contains("password =")
        }
        let rest = conninfo[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@"), let colon = authority.firstIndex(of: ":"), colon < at { return true }
        return rest.contains("password=")
    }

    /// A connection string without its password, and the password.
    package static func splittingPassword(_ conninfo: String) -> (conninfo: String, password: String?) {
        guard holdsPassword(conninfo) else { return (conninfo, nil) }
        guard let scheme = conninfo.range(of: "://") else { return splittingWords(conninfo) }
        var (head, tail) = (String(conninfo[..<scheme.upperBound]), String(conninfo[scheme.upperBound...]))
        var password: String?
        let authority = tail.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@"), let colon = authority.firstIndex(of: ":"), colon < at {
            password = String(authority[authority.index(after: colon)..<at])
            head += authority[..<colon]
            tail = String(tail[at...])
        }
        if let query = tail.firstIndex(of: "?") {
            let parameters = tail[tail.index(after: query)...].split(separator: "&")
            for parameter in parameters where parameter.hasPrefix("password=") {
                password = String(parameter.dropFirst("password=".count))
            }
            tail = tail[...query] + parameters.filter { !$0.hasPrefix("password=") }.joined(separator: "&")
        }
        return (head + tail, password.map { $0.removingPercentEncoding ?? $0 })
    }

    /// The same for keywords and values: `password = 'it\'s'`.
    private static func splittingWords(_ conninfo: String) -> (conninfo: String, password: String?) {
        let pattern = /(^|\s)password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))/
        guard let match = conninfo.firstMatch(of: pattern) else { return (conninfo, nil) }
        let value = match.output.2 ?? match.output.3 ?? ""
        return (conninfo.replacing(pattern, with: " "), String(value.replacing(/\\(.)/) { $0.output.1 }))
    }
}
