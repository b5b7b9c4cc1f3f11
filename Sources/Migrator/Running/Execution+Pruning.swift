internal import Postgres

extension Execution {
    /// Drops what files of `code/` made that are gone, in one transaction, in whatever order it can be, and forgets the
    /// files. What something else depends on stays, and it is an error.
    func prune(_ paths: [String]) async throws(MigratorError) {
        guard let first = paths.first else { return }
        let list = paths.map { Literal.quoted($0) }.joined(separator: ", ")
        let all = SourceFile(path: first, text: "")
        do throws(MigratorError) {
            _ = try await prepare(Directives(), as: nil, isLocal: true, for: all)
            let found = try await script(
                """
                select o.path, o.type, o.identity from \(home.quoted).objects o
                where o.path = any (array[\(list)]::text[]) order by o.path, o.type, o.identity
                """, for: all)
            var waiting = (found.first.map { rows in 0..<rows.rowCount } ?? 0..<0).map { row in
                let rows = found[0]
                let object = "\(rows.text(row, 1) ?? "") \(rows.text(row, 2) ?? "")"
                return (path: rows.text(row, 0) ?? "", object: object)
            }
            while !waiting.isEmpty {
                let left = try await drop(waiting)
                guard left.objects.count < waiting.count else { throw left.failure }
                waiting = left.objects
            }
            try await script(
                """
                delete from \(home.quoted).objects where path = any (array[\(list)]::text[]);
                delete from \(home.quoted).files where path = any (array[\(list)]::text[]);
                commit
                """, for: all)
        } catch {
            await rollBack()
            throw error
        }
    }

    /// Drops those that nothing depends on.
    ///
    /// - Returns: The others, and why the first of them stays.
    private func drop(
        _ objects: [(path: String, object: String)]
    ) async throws(MigratorError) -> (objects: [(path: String, object: String)], failure: MigratorError) {
        var (left, failure) = ([(path: String, object: String)](), MigratorError.cancelled(path: nil))
        for (path, object) in objects {
            let file = SourceFile(path: path, text: "drop \(object)")
            do throws(MigratorError) {
                try await script("savepoint pruning; drop \(object); release savepoint pruning", for: file)
                progress(.pruning(path: path, object: object))
            } catch .failed(let file, var error)
                where error.state == "2BP01" || error.state == "42P01" || error.state == "42883"
            {
                try await script("rollback to savepoint pruning", for: file)
                // Somebody was faster.
                if error.state != "2BP01" { continue }
                if left.isEmpty {
                    error.position = nil
                    failure = .failed(file: file, error)
                }
                left.append((path, object))
            }
        }
        return (left, failure)
    }
}
