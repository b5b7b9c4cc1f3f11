public import Foundation

/// A value of a metadata key: metadata is a flat object.
public enum MetadataValue: Sendable, Hashable, Encodable {
    case text(String)
    case number(Decimal)
    case flag(Bool)

    /// Writes the bare value.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .number(let number): try value.encode(number)
        case .flag(let flag): try value.encode(flag)
        }
    }

    /// The object as JSON.
    static func json(_ metadata: [String: MetadataValue]) -> String {
        guard !metadata.isEmpty else { return "{}" }
        let bytes = (try? JSONEncoder().encode(metadata)) ?? Data("null".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension MetadataValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(Decimal(value)) }
    /// A flag.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
