internal import Foundation

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Files that are whole and on the disk, or not there.
enum DurableFile {
    /// What names of files begin with that aren't whole yet.
    static let unfinishedPrefix = ".unfinished-"

    /// Writes a file; one of that name is replaced.
    ///
    /// - Parameters:
    ///   - path: Where it is to be.
    ///   - body: Writes it to the path it is given.
    /// - Throws: What `body` throws; `BackupError.unwritable`.
    static func write(_ path: String, _ body: (String) async throws -> Void) async throws {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let draft = "\(folder)/\(unfinishedPrefix)\(getpid())-\(url.lastPathComponent)"
        do {
            try await body(draft)
            try synchronise(draft)
            guard rename(draft, path) == 0 else { throw unwritable(path) }
            try synchronise(folder)
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Makes a folder that only its owner enters, and those above it.
    ///
    /// - Throws: `BackupError.unwritable`.
    static func makeFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try makeFolder(above)
        // Somebody else may have been quicker.
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unwritable(path) }
        try synchronise(above)
    }

    /// Waits until a file, or the names in a folder, are on the disk.
    ///
    /// - Throws: `BackupError.unwritable`.
    static func synchronise(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unwritable(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unwritable(path) }
    }

    /// Opens a file to be written; what it held is gone.
    ///
    /// - Throws: `BackupError.unwritable`.
    static func writing(_ path: String) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        } catch let error as Errno {
            throw BackupError.unwritable(path, "\(error)")
        }
    }

    /// Opens a file to be read.
    ///
    /// - Throws: `BackupError.unreadable`.
    static func reading(_ path: String) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        } catch is Errno {
            throw BackupError.unreadable(path)
        }
    }

    private static func unwritable(_ path: String) -> BackupError {
        .unwritable(path, String(cString: strerror(errno)))
    }
}
