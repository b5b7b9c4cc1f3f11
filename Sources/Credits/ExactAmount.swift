internal import Foundation

extension Locale {
    /// In which a number is written with a point, whatever the process's locale.
    static let posix = Locale(identifier: "en_US_POSIX")
}

extension Decimal {
    /// As PostgreSQL reads a `numeric`: all digits, no exponent.
    var text: String { description }

    /// Reads what PostgreSQL writes for a `numeric`; nil for anything else. `Decimal` itself would stop at the first
    /// character that it doesn't know and take what is before.
    init?(exactly text: String) {
        let isNumber = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        guard isNumber, let value = Decimal(string: text, locale: .posix) else { return nil }
        self = value
    }
}

/// An amount in an item: a JSON number with all its digits; what is no number, as text for the database to refuse.
struct ExactAmount: Encodable {
    private let amount: Decimal

    init(_ amount: Decimal) {
        self.amount = amount
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if amount.isNaN {
            try value.encode(amount.text)
        } else {
            try value.encode(amount)
        }
    }
}

extension Duration {
    /// As PostgreSQL reads an `interval`, to the microsecond.
    var intervalText: String {
        let (seconds, attoseconds) = components
        return "\(seconds) seconds \(attoseconds / 1_000_000_000_000) microseconds"
    }
}

extension Date {
    /// Seconds since 1970.
    var epoch: String { String(timeIntervalSince1970) }
}
