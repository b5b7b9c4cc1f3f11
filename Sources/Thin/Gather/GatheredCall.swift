internal import Postgres

/// A call that can share a transaction with others: a trusted server's `reserve`, `confirm` or `release`, whose
/// arguments the batch reads exactly as the single function does.
struct GatheredCall: Sendable {
    /// The functions that have a form for many items.
    enum Function: String, Sendable, Hashable {
        case reserve, confirm, release
    }

    /// Calls that may go out together: the database is told of all of them at once who calls, and from where.
    struct Group: Sendable, Hashable {
        let function: Function
        let caller: Caller
        let address: String?
        let agent: String?
    }

    /// Longer bodies go alone, so that a batch stays small. It also bounds the digits of a number.
    static let bodyBytesMax = 8192
    /// Who may call them; anybody else is refused by the single function.
    static let role = "service_role"

    let group: Group
    /// Whose account.
    let owner: String
    /// The item of the batch.
    let item: [UInt8]

    /// Nil for a call that has to go alone.
    ///
    /// - Parameters:
    ///   - call: Checked already as any call is.
    ///   - body: What it was read from.
    init?(_ call: FunctionCall, body: [UInt8], in scope: RequestScope) {
        guard
            call.function.name.schema == Catalogue.schema,
            let function = Function(rawValue: call.function.name.name), scope.caller.role == Self.role,
            body.count <= Self.bodyBytesMax, let owner = call.text(of: "user_id"),
            zip(call.members, call.arguments).allSatisfy({ Self.isReadAlike($0.value, $1) })
        else { return nil }
        group = Group(function: function, caller: scope.caller, address: scope.address, agent: scope.agent)
        self.owner = owner.lowercased()
        item = function == .reserve ? body : Self.naming(scope.id, in: body)
    }

    /// The audit log tells requests apart: these change rows that it watches.
    private static func naming(_ requestID: String, in body: [UInt8]) -> [UInt8] {
        guard let start = body.firstIndex(of: UInt8(ascii: "{")) else { return body }
        // A request id holds nothing that JSON would escape, and required arguments follow.
        return Array("{\"request_id\":\"\(requestID)\",".utf8) + body[(start + 1)...]
    }

    /// Whether a value means the same inside a batch: whatever could be read otherwise, or could fail the batch as a
    /// whole, goes alone.
    private static func isReadAlike(_ value: JSONObject.Value, _ argument: Catalogue.Function.Argument) -> Bool {
        switch (value, argument.category) {
        case (.null, _), (.bool, .boolean): true
        case (.string(let text), .text): argument.type != "uuid" || isPlainUUID(text)
        case (.number(let text), .number): isPlainNumber(text)
        case (.nested(let bytes), .json): isFlat(bytes)
        default: false
        }
    }

    private static func isPlainUUID(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.utf8.enumerated().allSatisfy { position, byte in
                switch position {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                default: byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
                }
            }
    }

    /// Without an exponent, which could make it larger than any number that is stored.
    private static func isPlainNumber(_ text: String) -> Bool {
        !text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// An object without objects and lists, and without what `jsonb` refuses.
    private static func isFlat(_ bytes: [UInt8]) -> Bool {
        guard let object = try? JSONObject(bytes) else { return false }
        return object.members.allSatisfy { key, value in
            guard !key.utf8.contains(0) else { return false }
            return switch value {
            case .string(let text): !text.utf8.contains(0)
            case .number(let text): isPlainNumber(text)
            case .bool, .null: true
            case .nested: false
            }
        }
    }
}
