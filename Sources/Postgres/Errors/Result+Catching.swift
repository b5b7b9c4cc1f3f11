extension Result where Success: Sendable {
    /// Runs what may throw and keeps the outcome: tasks and cancellation handlers would lose the error's type.
    package init(catching body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
