internal import Dispatch
package import Postgres
internal import ServiceLifecycle

/// Sends what is in the outbox. Every instance has one; a mail is claimed by one of them, and by another if that one
/// never says what became of it.
package struct MailWorker: Service {
    /// Time between two looks at an empty outbox.
    static let interval: Duration = .seconds(1)
    /// Pause after the database couldn't be asked.
    static let retryPause: Duration = .seconds(5)
    /// Mails claimed at once. Even if each takes its longest they are settled before another worker may claim them, after
    /// five minutes.
    static let claimed = 10

    let pool: ConnectionPool
    let configuration: MailConfiguration
    let observe: @Sendable (Observation) -> Void
    /// libcurl blocks, so it has a thread that isn't the cooperative pool's.
    private let queue = DispatchQueue(label: "thin.mail")

    package init(
        pool: ConnectionPool, configuration: MailConfiguration, observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.configuration = configuration
        self.observe = observe
    }

    /// Goes on until the service shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do throws(PostgresError) {
                    if try await sendDue() < Self.claimed { try? await Task.sleep(for: Self.interval) }
                } catch {
                    if Task.isCancelled { return }
                    observe(.outboxFailed(error))
                    try? await Task.sleep(for: Self.retryPause)
                }
            }
        }
    }

    /// Sends mails that are due, a few at most.
    ///
    /// - Returns: How many were claimed.
    /// - Throws: What the database answers.
    package func sendDue() async throws(PostgresError) -> Int {
        let messages = try await Outbox(pool: pool).claim(Self.claimed)
        guard !messages.isEmpty else { return 0 }
        // What was claimed is sent and settled even if the service is about to stop.
        let work = Task<PostgresError?, Never> {
            for (message, failure) in await deliver(messages) {
                do throws(PostgresError) {
                    try await Outbox(pool: pool).settle(message.id, failure: failure?.description)
                    observe(failure.map { Observation.mailFailed($0.description) } ?? .mailSent)
                } catch {
                    return error
                }
            }
            return nil
        }
        if let error = await work.value { throw error }
        return messages.count
    }

    /// Hands mails over, one after the other, on one connection.
    private func deliver(_ messages: [MailMessage]) async -> [(MailMessage, SMTPError?)] {
        await withCheckedContinuation { continuation in
            queue.async { [configuration] in
                continuation.resume(returning: Self.deliver(messages, configuration))
            }
        }
    }

    private static func deliver(
        _ messages: [MailMessage], _ configuration: MailConfiguration
    ) -> [(MailMessage, SMTPError?)] {
        do throws(SMTPError) {
            let session = try SMTPSession.open(configuration)
            var results: [(MailMessage, SMTPError?)] = []
            for message in messages {
                do throws(SMTPError) {
                    try session.send(message)
                    results.append((message, nil))
                } catch {
                    results.append((message, error))
                }
            }
            return results
        } catch {
            return messages.map { ($0, error) }
        }
    }
}
