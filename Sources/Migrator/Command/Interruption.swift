import Dispatch
import Foundation

/// Ctrl-C and SIGTERM, which cancel what runs instead of killing it, so that the server hears of it.
enum Interruption {
    /// Runs `body`, whose task a signal cancels. A second one kills.
    static func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws {
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
        try await work.value
    }
}
