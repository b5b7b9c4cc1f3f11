package import Postgres

/// Everything worth reporting. Logs and metrics each decide what to make of it.
package enum Observation: Sendable {
    /// A request was answered.
    case answered(method: String, route: String, status: Int, took: Duration, requestID: String)
    /// A request failed for a reason its client isn't told.
    case failed(requestID: String, route: String, any Error)
    /// Something happened in the pool.
    case pool(PoolEvent)
    /// The catalogue was read.
    case catalogueLoaded(functions: Int, relations: Int)
    /// The catalogue couldn't be read, or the connection that listens was lost.
    case catalogueFailed(PostgresError)
    /// A sweep brought stale accounts up to date.
    case swept(took: Duration)
    /// A sweep failed; the next one goes on.
    case sweepFailed(PostgresError)
    /// The embedded PostgreSQL had died and was started again.
    case clusterRestarted
}
