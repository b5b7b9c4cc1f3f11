import Dispatch
import Foundation

/// Ctrl-C and SIGTERM, which cancel what runs instead of killing it, so that no server and no half backup is left.
enum Interruption {
    /// Runs `body`, whose task a signal cancels. A second one kills.
    static func cancelling<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let work = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                work.cancel()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await work.value
    }
}
