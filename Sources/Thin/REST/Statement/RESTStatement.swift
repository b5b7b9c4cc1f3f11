package import Postgres

/// What goes to the database for a request, and where its answer's parts stand.
///
/// The main query answers one row: body, number of rows, total number or null, and what `response.headers` and
/// `response.status` were set to; after a change also the first row's key and the number of rows inserted.
package struct RESTStatement: Sendable {
    package let query: Query
    /// Which field of the request each parameter of the query is.
    package let fields: [String]
    /// Estimates the number of rows.
    package var estimate: Query?

    enum Column {
        static let body = 0, rows = 1, total = 2, headers = 3, status = 4, key = 5, inserted = 6
    }
}
