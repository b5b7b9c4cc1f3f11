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
}
