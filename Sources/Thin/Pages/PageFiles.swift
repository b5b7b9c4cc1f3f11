internal import CPages
internal import Crypto

/// The files that pages consist of, as they were when the service was built.
///
/// All but HTML are reached under one hash of them all: what a browser has kept under it never changes, and no page mixes
/// files of two versions.
struct PageFiles: Sendable {
    /// Where HTML names the hash.
    private static let placeholder = "/pages/-/"
    /// How much of a SHA-256 tells versions apart, in digits.
    private static let versionDigits = 16

    /// The hash.
    let version: String
    private let files: [String: PageFile]

    /// Reads, hashes and compresses them: once, when a service starts.
    init() {
        let all = (0..<cpages_count()).map { index in
            let file = cpages_file_at(index)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            return (path: String(cString: file.path), bytes: Array(bytes))
        }
        var hash = SHA256()
        for file in all {
            hash.update(data: Array(file.path.utf8) + [0])
            hash.update(data: Array(SHA256.hash(data: file.bytes)))
        }
        let version = String(PageFile.digits(of: hash.finalize()).prefix(Self.versionDigits))
        self.version = version
        let served = all.map { file in
            guard file.path.hasSuffix(".html") else { return (file.path, PageFile(path: file.path, bytes: file.bytes)) }
            let text = String(decoding: file.bytes, as: UTF8.self)
                .replacing(Self.placeholder, with: "/pages/\(version)/")
            return (file.path, PageFile(path: file.path, bytes: Array(text.utf8)))
        }
        files = Dictionary(uniqueKeysWithValues: served)
    }

    /// One of them, by its path.
    subscript(path: String) -> PageFile? { files[path] }
}
