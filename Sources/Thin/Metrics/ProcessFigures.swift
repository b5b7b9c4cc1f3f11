internal import Foundation

/// What the system knows of this process, under the names that Prometheus' own libraries give it. None where there is no
/// `/proc`.
enum ProcessFigures {
    /// When this was first asked for, at the start.
    private static let startedAt = Date.now.timeIntervalSince1970

    /// To be called at the start.
    static func begin() {
        _ = startedAt
    }

    static func families() -> [MetricFamily] {
        var families: [MetricFamily] = [
            .gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", startedAt)
        ]
        if let pages = field(1, of: "/proc/self/statm") {
            families.append(
                .gauge("process_resident_memory_bytes", "Memory that the process has.", pages * pageBytes))
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            families.append(.gauge("process_open_fds", "File descriptors that are open.", open))
        }
        families.append(.gauge("process_max_fds", "File descriptors that may be open.", OpenFiles.limit))
        var usage = rusage()
        if getrusage(oneself, &usage) == 0 {
            families.append(
                MetricFamily(
                    "process_cpu_seconds_total", "Processor time that the process took.", .counter,
                    [.init(value: String(usage.ru_utime.seconds + usage.ru_stime.seconds))]))
        }
        return families
    }

    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

    #if os(Linux)
        private static let oneself = RUSAGE_SELF.rawValue
    #else
        private static let oneself = RUSAGE_SELF
    #endif

    private static func field(_ index: Int, of path: String) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.indices.contains(index) ? Int(fields[index]) : nil
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
