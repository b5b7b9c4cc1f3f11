internal import Foundation

/// How many files and connections this process may have open.
enum OpenFiles {
    /// Raises the limit as far as the system lets it: shells give a thousand, and each client takes one.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        // macOS calls "unlimited" what it then refuses.
        for value in [limit.rlim_max, rlim_t(OPEN_MAX_KNOWN)] {
            limit.rlim_cur = min(value, limit.rlim_max)
            if setrlimit(files, &limit) == 0 { return }
        }
    }

    /// The limit as it is.
    static var limit: Int {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// Connections of clients for which there is room beside those to the database: a call of a model takes one more, to
    /// its provider.
    static func clients(besides poolSize: Int) -> Int {
        max(1, (min(limit, 1_000_000) - poolSize - 64) * 3 / 4)
    }

    private static let OPEN_MAX_KNOWN = 10_240

    #if os(Linux)
        private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let files = RLIMIT_NOFILE
    #endif
}
