internal import HTTPTypes

/// Rows as a body brings them.
struct RowsBody {
    /// JSON: an object, or an array of objects.
    let json: [UInt8]
    let isArray: Bool
    /// Of the first row, in order.
    let keys: [String]
    let rowCount: Int
    /// Of the only row, if it is one.
    let members: [(key: String, value: JSONObject.Value)]

    /// - Parameters:
    ///   - contentType: As in the header.
    ///   - isUniform: Whether all rows must have the same members.
    /// - Throws: `Problem` 400.
    init(_ body: [UInt8], contentType: String?, isUniform: Bool) throws(Problem) {
        switch MediaType(contentType ?? "application/json") {
        case .json?, .object?, .array?: try self.init(json: body, isUniform: isUniform)
        case .csv?: try self.init(json: try CSVRows.json(from: body), isUniform: isUniform)
        default:
            guard Self.isForm(contentType) else { throw .badContentType(contentType ?? "") }
            let pairs = try FormQuery.parse(String(decoding: body, as: UTF8.self))
            let members = pairs.map { "\(JSONText.quoted($0.name)):\(JSONText.quoted($0.value))" }
            try self.init(json: Array("{\(members.joined(separator: ","))}".utf8), isUniform: isUniform)
        }
    }

    private static let differs = Problem(.badRequest, "PGRST102", "All object keys must match")

    static func isForm(_ contentType: String?) -> Bool {
        contentType?.split(separator: ";").first?.trimmingSpaces.lowercased() == "application/x-www-form-urlencoded"
    }

    private init(json: [UInt8], isUniform: Bool) throws(Problem) {
        var reader = JSONReader(json)
        let rows: [[(key: String, value: JSONObject.Value)]]
        do throws(JSONObject.Refusal) {
            (rows, isArray) = try reader.readRows()
        } catch {
            throw error.reason == .mixed ? Self.differs : .invalidJSON
        }
        keys = rows.first?.map(\.key) ?? []
        if isUniform {
            let first = Set(keys)
            guard rows.allSatisfy({ $0.count == first.count && Set($0.map(\.key)) == first }) else {
                throw Self.differs
            }
        }
        self.json = json
        rowCount = rows.count
        members = rows.count == 1 ? rows[0] : []
    }
}

extension Problem {
    static func badContentType(_ type: String) -> Problem {
        Problem(.badRequest, "PGRST102", "Content-Type not acceptable: \(type)")
    }
}
