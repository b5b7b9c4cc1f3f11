/// Why a price file can't be imported.
public struct PriceImportError: Error, CustomStringConvertible {
    public let description: String

    static func unreadable(_ path: String, _ reason: String) -> PriceImportError {
        PriceImportError(description: "\(path) can't be read: \(reason)")
    }

    static func notJSON(_ path: String) -> PriceImportError {
        PriceImportError(description: "\(path) is not JSON in UTF-8")
    }

    static func refused(_ path: String, _ rule: String) -> PriceImportError {
        PriceImportError(description: "\(path) is no price file of LiteLLM: \(rule)")
    }

    static let noDatabase = PriceImportError(description: "the database can't be reached: see DATABASE_URL")

    static let notInstalled = PriceImportError(
        description: "the database has no ai.import_prices: bring its SQL up to date, as by 'thin serve --migrate'")
}
