internal import Foundation

/// What pg_basebackup says of a backup. Source: PostgreSQL's "Backup Manifest Format".
struct BackupManifest: Decodable, Sendable {
    struct File: Decodable, Sendable {
        let size: Int64

        enum CodingKeys: String, CodingKey {
            case size = "Size"
        }
    }

    /// A part of the log without which the backup is worth nothing.
    struct Range: Decodable, Sendable {
        let timeline: Int
        let start: String
        let end: String

        enum CodingKeys: String, CodingKey {
            case timeline = "Timeline"
            case start = "Start-LSN"
            case end = "End-LSN"
        }

        /// The names of its segments.
        ///
        /// - Parameter size: Bytes of one.
        func segments(ofSize size: UInt64) -> [SegmentName] {
            guard size > 0, let first = Self.place(start), let end = Self.place(end), first < end else { return [] }
            return (first / size...(end - 1) / size).map { number in
                SegmentName(timeline: timeline, place: number * size, size: size)
            }
        }

        /// The byte that `0/2000028` names.
        private static func place(_ text: String) -> UInt64? {
            let halves = text.split(separator: "/").compactMap { UInt64($0, radix: 16) }
            return halves.count == 2 ? halves[0] << 32 | halves[1] : nil
        }
    }

    let files: [File]
    let ranges: [Range]

    enum CodingKeys: String, CodingKey {
        case files = "Files"
        case ranges = "WAL-Ranges"
    }

    /// - Parameter folder: The data directory.
    /// - Throws: `BackupError.unreadable`.
    init(of folder: String) throws(BackupError) {
        let path = "\(folder)/backup_manifest"
        guard let text = FileManager.default.contents(atPath: path),
            let manifest = try? JSONDecoder().decode(BackupManifest.self, from: text)
        else { throw .unreadable(path) }
        self = manifest
    }
}
