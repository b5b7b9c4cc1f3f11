internal import Foundation

/// Where requests come in.
package enum ListeningSocket: Sendable, Equatable {
    /// To be opened.
    case address(host: String, port: Int)
    /// Opened by whoever started the service, and kept open by it: while one instance stops and the next starts, clients
    /// wait in its queue instead of being refused.
    case inherited(Int32)

    /// The first descriptor that is handed over (sd_listen_fds(3)).
    static let firstDescriptor: Int32 = 3

    /// What systemd, or who does as it does, hands over; nil for nothing.
    ///
    /// - Parameter environment: `LISTEN_PID` and `LISTEN_FDS`.
    /// - Throws: `ConfigurationError` when there are several, or it is no socket.
    package static func inherited(
        _ environment: [String: String], process: Int32 = getpid()
    ) throws(ConfigurationError) -> ListeningSocket? {
        guard let pid = environment["LISTEN_PID"], pid == String(process), let count = environment["LISTEN_FDS"] else {
            return nil
        }
        guard count == "1" else { throw ConfigurationError(variable: "LISTEN_FDS", rule: "is 1: one socket") }
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(firstDescriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens != 0 else {
            throw ConfigurationError(variable: "LISTEN_FDS", rule: "is about a socket that listens")
        }
        // It is for this process, and for none that it starts.
        _ = fcntl(firstDescriptor, F_SETFD, FD_CLOEXEC)
        unsetenv("LISTEN_PID")
        unsetenv("LISTEN_FDS")
        unsetenv("LISTEN_FDNAMES")
        return .inherited(firstDescriptor)
    }
}
