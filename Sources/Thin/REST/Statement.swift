package import Postgres

/// A query made from a request, and which field of the request each of its parameters is.
package struct Statement: Sendable {
    package let query: Query
    package let fields: [String]
}
