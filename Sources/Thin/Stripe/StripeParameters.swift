internal import Foundation

/// Parameters as nested as Stripe documents them, and as Stripe's API takes them: a form, in whose names brackets say
/// what is inside of what (https://docs.stripe.com/api).
package indirect enum StripeParameters: Sendable, Hashable, Decodable {
    case object([String: StripeParameters])
    case array([StripeParameters])
    case text(String)
    /// Amounts are whole numbers of the currency's smallest unit.
    case number(Int)
    case bool(Bool)
    case null

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([StripeParameters].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: StripeParameters].self))
        }
    }

    /// The body of a request, names in order.
    package var form: String {
        fields(named: "").map { "\(Self.escape($0.name))=\(Self.escape($0.value))" }.joined(separator: "&")
    }

    private func fields(named name: String) -> [(name: String, value: String)] {
        switch self {
        case .object(let members):
            members.sorted { $0.key < $1.key }
                .flatMap { $0.value.fields(named: name.isEmpty ? $0.key : "\(name)[\($0.key)]") }
        case .array(let items): items.enumerated().flatMap { $0.element.fields(named: "\(name)[\($0.offset)]") }
        case .text(let text): [(name, text)]
        case .number(let number): [(name, String(number))]
        case .bool(let bool): [(name, String(bool))]
        case .null: []
        }
    }

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// RFC 3986, section 2.3.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
