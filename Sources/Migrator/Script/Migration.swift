/// A numbered file under `migrations/`: run once, in order, never changed afterwards.
public struct Migration: Sendable, Hashable {
    /// 14 digits: year to second in UTC.
    public let version: String
    /// What the file's name says after the version.
    public let name: String
    /// The file.
    public let file: SourceFile

    /// Digits of a version.
    static let versionLength = 14

    /// - Throws: `MigratorError.badFileName` when the name isn't `<14 digits>_<name>.sql`.
    init(_ file: SourceFile) throws(MigratorError) {
        let base = file.path.split(separator: "/").last.map(String.init) ?? file.path
        let version = base.prefix(Self.versionLength)
        let rest = base.dropFirst(Self.versionLength)
        guard
            version.count == Self.versionLength, version.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            rest.hasPrefix("_"), rest.hasSuffix(".sql"), rest.count > "_.sql".count
        else { throw .badFileName(path: file.path) }
        self.version = String(version)
        name = String(rest.dropFirst().dropLast(".sql".count))
        self.file = file
    }
}
