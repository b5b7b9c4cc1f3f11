internal import Postgres

extension Runner {
    /// Compares files, what the last run left, and what is there, object by object, with owners, rights, policies, row
    /// level security and comments. Needs no right but to read the history.
    ///
    /// - Throws: `MigratorError.noCatalogue` where no run has written down what it left.
    public func drift() async throws(MigratorError) -> Drift {
        let home = options.home
        return try await connected { connection throws(MigratorError) in
            let found = try await MigratorError.bookkeeping {
                () async throws(PostgresError) -> (History, [Difference], Bool)? in
                let look = try await FirstLook.take(on: connection, in: home)
                if look == nil {
                    let version = try await HistorySchema.version(on: connection, in: home)
                    guard version >= HistorySchema.catalogueVersion else { return nil }
                }
                var history = look?.history ?? History()
                if look == nil { history = try await History.read(from: connection, in: home) }
                guard let (differences, isUncertain) = try await CatalogueRecord.differences(on: connection, in: home)
                else {
                    return nil
                }
                return (history, differences, isUncertain)
            }
            guard let (history, differences, isUncertain) = found else { throw .noCatalogue }
            let files = (project.platform + project.code).filter { file in
                history.files[file.path].map { !$0.isEmpty && $0 != file.checksum } ?? false
            }
            return Drift(objects: differences, files: files.map(\.path), isUncertain: isUncertain)
        }
    }
}
