/// The members of a JSON object, their values still as they were written.
///
/// Numbers stay text, because an amount must not pass through a binary float; nested values stay bytes, because the
/// database parses them. Grammar: RFC 8259. A key that stands twice is refused.
package struct JSONObject: Sendable, Equatable {
    /// A member's value.
    package enum Value: Sendable, Equatable {
        /// Without quotes and escapes.
        case string(String)
        /// As written.
        case number(String)
        case bool(Bool)
        case null
        /// An array or object as written; its structure is checked, what is inside is for the database.
        case nested([UInt8])
    }

    /// Why bytes are no object that can be taken.
    package struct Refusal: Error, Equatable {
        /// The member in which it was found, if inside one.
        package let field: String?
        /// What is wrong.
        package let reason: Reason

        package enum Reason: String, Sendable {
            case syntax = "the body is one JSON object"
            case depth = "JSON is nested at most 64 levels deep"
            case duplicate = "each key stands once"
            case mixed = "the body is objects of the same members"
            case size = "an object has at most 1000 members"
        }
    }

    /// Levels of nesting that are taken, the object itself included.
    package static let depthMax = 64

    /// Members that are taken; no function has as many arguments.
    package static let membersMax = 1000

    /// In the order written.
    package private(set) var members: [(key: String, value: Value)] = []

    /// - Throws: `Refusal` for whatever isn't one object.
    package init(_ bytes: [UInt8]) throws(Refusal) {
        var reader = JSONReader(bytes)
        members = try reader.readObject()
    }

    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0 == $1 }
    }
}
