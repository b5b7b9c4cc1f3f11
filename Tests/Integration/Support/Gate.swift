/// Lets so many callers in at once, so that tests that run side by side leave connections for others.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ size: Int) {
        free = size
    }

    /// Runs `body` once there is room.
    nonisolated func pass<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
