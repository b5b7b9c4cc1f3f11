internal import Foundation
public import Postgres

extension ConnectionTarget {
    /// A connection string with another database in it.
    public static func naming(_ database: String, in conninfo: String) -> String {
        guard conninfo.contains("://") else {
            let quoted = database.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(conninfo) dbname='\(quoted)'"
        }
        let escaped = database.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? database
        return "\(conninfo)\(conninfo.contains("?") ? "&" : "?")dbname=\(escaped)"
    }
}
