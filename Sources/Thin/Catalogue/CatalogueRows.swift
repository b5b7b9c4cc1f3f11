/// What the catalogue's queries answer, as JSON.
enum CatalogueRows {
    struct Relation: Decodable {
        let oid: Int
        let schema: String
        let name: String
        let kind: String
        let comment: String?
        /// Bits of `pg_relation_is_updatable`.
        let writable: Int
        let key: [String]?
        let columns: [Column]?
        let pageMax: Int?
    }

    struct Column: Decodable {
        let number: Int
        let name: String
        let type: String
        let base: String
        let isNullable: Bool
        let defaultValue: String?
        let comment: String?
        let labels: [String]?
    }

    struct ForeignKey: Decodable {
        let name: String
        let table: Int
        let target: Int
        let columns: [String]
        let targets: [String]
        let isUnique: Bool
    }

    struct Function: Decodable {
        let schema: String
        let name: String
        let names: [String]?
        let types: [String]
        let categories: [String]
        let inputs: Int
        let defaults: Int
        let isVariadic: Bool
        let modes: [String]?
        let returnsSet: Bool
        let returnsOne: Bool
        let type: String
        let kind: String
        let relation: Int?
        let rowOf: Int?
        let volatility: String
        let comment: String?
    }

    struct View: Decodable {
        let oid: Int
        let tree: String
    }

    struct TypeName: Decodable {
        let schema: String
        let name: String
    }

    struct RoleSetting: Decodable {
        let role: String
        let setting: String
    }

    struct Error: Decodable {
        let code: String
        let status: Int
        let message: String
        let isRetryable: Bool
    }
}
