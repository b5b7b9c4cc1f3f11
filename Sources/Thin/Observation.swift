package import Postgres

/// Everything worth reporting. Logs and metrics each decide what to make of it.
package enum Observation: Sendable {
    /// A request was answered.
    case answered(method: String, route: String, status: Int, took: Duration, requestID: String, traceID: String?)
    /// A request was refused by a limit.
    case limited(Limit)
    /// A request failed for a reason its client isn't told.
    case failed(requestID: String, route: String, any Error)
    /// Something happened in the pool.
    case pool(PoolEvent)
    /// A standby was asked; whether it could be used.
    case standbyRead(isUsed: Bool)
    /// Calls went to the database together.
    case gathered(function: String, calls: Int, took: Duration)
    /// A batch failed as a whole; its calls went alone, or failed with it.
    case gatherFailed(function: String, calls: Int, PostgresError)
    /// A call was refused because too many wait for a batch.
    case gatheringFull
    /// The catalogue was read.
    case catalogueLoaded(functions: Int, relations: Int)
    /// The catalogue couldn't be read, or the connection that listens was lost.
    case catalogueFailed(PostgresError)
    /// A job came to its end.
    case jobRan(String, took: Duration)
    /// A job failed; it is run again when it is due.
    case jobFailed(String, PostgresError)
    /// The database couldn't be asked which job is due, or be told how one went.
    case jobsFailed(PostgresError)
    /// Something was taken by the server it is for.
    case sent(Outgoing)
    /// Something was not taken; it is tried again.
    case notSent(Outgoing, String)
    /// Stripe's event is in the database; `status` says what came of it.
    case stripeEvent(id: String, type: String, status: String, isNew: Bool)
    /// What came as Stripe's event isn't signed by Stripe.
    case stripeRefused(requestID: String, reason: String)
    /// Stripe didn't answer a step of a checkout.
    case stripeFailed(requestID: String, step: String, reason: String)
    /// A queue couldn't be read, or not be told what became of an item.
    case queueFailed(Outgoing, PostgresError)
    /// A call of a model is over.
    case modelCalled(CalledModel)
    /// A call of a model was over, but could not be settled; it is tried again.
    case settlingFailed(PostgresError)
    /// The database could not be told what running calls have used.
    case notingFailed(calls: Int, PostgresError)
    /// Statements have no limit of time, since a pooler gives no session to set one in.
    case sessionUnbounded
    /// The embedded PostgreSQL had died and was started again.
    case clusterRestarted
}
