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
        // What was claimed is sent and settled even if the service is about to stop. Each is settled as soon as it has
        // been taken, so that a process that is killed leaves one mail at most to be sent twice.
        let work = Task<PostgresError?, Never> {
            var problem: PostgresError?
            for await (message, failure) in deliver(messages) {
                do throws(PostgresError) {
                    try await Outbox(pool: pool).settle(message.id, failure: failure?.description)
                    observe(failure.map { Observation.mailFailed($0.description) } ?? .mailSent)
                } catch {
                    // The next ones are on their way as well.
                    problem = problem ?? error
                }
            }
            return problem
        }
        if let error = await work.value { throw error }
        return messages.count
    }

    /// Hands mails over, one after the other, on one connection.
    private func deliver(_ messages: [MailMessage]) -> AsyncStream<(MailMessage, SMTPError?)> {
        AsyncStream { continuation in
            queue.async { [configuration] in
                Self.deliver(messages, configuration) { continuation.yield(($0, $1)) }
                continuation.finish()
            }
        }
    }

    private static func deliver(
        _ messages: [MailMessage], _ configuration: MailConfiguration,
        then report: (MailMessage, SMTPError?) -> Void
    ) {
        do throws(SMTPError) {
            let session = try SMTPSession.open(configuration)
            for message in messages {
                do throws(SMTPError) {
                    try session.send(message)
                    report(message, nil)
                } catch {
                    report(message, error)
                }
            }
        } catch {
            for message in messages { report(message, error) }
        }
    }
}
