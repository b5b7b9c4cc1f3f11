package import Postgres

/// What the database keeps until it has left: written in the transaction of what it tells of, claimed by one worker at a
/// time, and by another if that one never says what became of it.
package protocol OutgoingQueue: Sendable {
    /// Something to hand over.
    associatedtype Item: Sendable

    /// What it is.
    static var kind: Outgoing { get }
    /// Items claimed at once. Even if each takes its longest they are settled before another worker may claim them.
    static var claimed: Int { get }
    /// Time between two looks at an empty queue.
    static var interval: Duration { get }

    /// Takes items that are due.
    func claim(_ limit: Int) async throws(PostgresError) -> [Item]

    /// Hands items over; yields each with what came of it, in any order, and ends after the last.
    func deliver(_ items: [Item]) -> AsyncStream<(Item, Attempt)>

    /// Says what came of an item.
    func settle(_ item: Item, _ attempt: Attempt) async throws(PostgresError)
}
