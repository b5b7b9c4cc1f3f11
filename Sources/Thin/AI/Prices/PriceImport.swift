internal import Foundation
internal import Postgres

/// Takes models and prices from LiteLLM's price file into the database.
public struct PriceImport: Sendable {
    /// Largest file that is read, in bytes; LiteLLM's has 2 MB.
    static let fileMax = 64 << 20

    private let conninfo: String

    /// - Parameter conninfo: Of the login `authenticator`.
    public init(conninfo: String) {
        self.conninfo = conninfo
    }

    /// Reads the file and hands it to `ai.import_prices`, in one transaction.
    ///
    /// - Parameters:
    ///   - path: Of the file.
    ///   - isTrial: Whether to undo all of it at the end.
    /// - Returns: A row for each model.
    /// - Throws: `PriceImportError` for a file or a database that can't be used; `PostgresError`.
    public func run(path: String, isTrial: Bool) async throws -> [ImportedPrice] {
        let document = try read(path)
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: "thin prices", connectTimeout: ThinService.connectTimeout)
        let connection: Connection
        do {
            connection = try await Connection.connect(to: target)
        } catch {
            throw error.state == .cannotConnect ? PriceImportError.noDatabase : error
        }
        do {
            let outcome = try await take(document, path, isTrial, on: connection)
            await connection.close()
            return outcome
        } catch {
            await connection.close()
            throw error
        }
    }

    private func read(_ path: String) throws(PriceImportError) -> String {
        let bytes: Data
        do {
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw PriceImportError.unreadable(path, "it isn't there, or may not be read")
            }
            bytes = try handle.read(upToCount: Self.fileMax + 1) ?? Data()
        } catch let error as PriceImportError {
            throw error
        } catch {
            throw .unreadable(path, "it is no file")
        }
        guard bytes.count <= Self.fileMax else {
            throw .unreadable(path, "it is larger than \(Self.fileMax >> 20) MB")
        }
        // PostgreSQL's JSON has no mark of byte order.
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notJSON(path) }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// A trial is undone by an error of its own, which rolls back like any other.
    private struct Undone: Error {
        let found: [ImportedPrice]
    }

    private func take(
        _ document: String, _ path: String, _ isTrial: Bool, on connection: Connection
    ) async throws -> [ImportedPrice] {
        do {
            return try await connection.transaction { connection in
                _ = try await connection.query("set local role service_role")
                let rows = try await connection.query(
                    "select i.provider, i.model, i.action, i.reason from ai.import_prices(\(document)::jsonb) i")
                let found = (0..<rows.rowCount).map { row in
                    ImportedPrice(
                        provider: rows.text(row, 0) ?? "", model: rows.text(row, 1) ?? "",
                        action: rows.text(row, 2).flatMap(ImportedPrice.Action.init) ?? .skipped,
                        reason: rows.text(row, 3))
                }
                if isTrial { throw Undone(found: found) }
                return found
            }
        } catch let undone as Undone {
            return undone.found
        } catch let error as PostgresError {
            throw Self.readable(error, path)
        }
    }

    private static func readable(_ error: PostgresError, _ path: String) -> any Error {
        switch error.state {
        case "TH001": PriceImportError.refused(path, error.hint ?? error.message)
        case "22P02", "22P05", .characterNotInRepertoire, "54000", "54001": PriceImportError.notJSON(path)
        case "42883", "3F000", "22023": PriceImportError.notInstalled
        default: error
        }
    }
}
