/// A change to a relation.
package struct WritePlan: Sendable {
    package enum Action: Sendable {
        case insert(Insertion)
        case update(Payload)
        case delete
        /// `PUT`: inserts the row, or brings the one that is there to it.
        case put(Payload)
    }

    /// What becomes of rows whose key is there already.
    package struct Insertion: Sendable {
        package var payload: Payload
        package var resolution: Preferences.Resolution?
        /// The key; empty for none.
        package var conflictColumns: [String]
    }

    /// Rows as they were sent.
    package struct Payload: Sendable {
        /// JSON: an object, or an array of objects.
        package let json: [UInt8]
        package let isArray: Bool
        package let columns: [Catalogue.Column]
        /// Whether there is nothing in it at all.
        package let isEmpty: Bool
        /// Columns whose default stands for what isn't there.
        package let defaults: [Catalogue.Column]
    }

    package let relation: Catalogue.Relation
    package let action: Action
    package let conditions: [Condition]
    /// What is left for reading: columns by name, nil for all.
    package let returned: [String]?
    /// Whether the key of the first row is told.
    package let tellsKey: Bool
}
