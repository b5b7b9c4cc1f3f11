import Foundation

extension Decimal {
    /// Reads a number as SQL writes it; nil for anything else, such as `NaN`.
    init?(exactly text: String) {
        guard text.utf8.allSatisfy({ (0x2D...0x39).contains($0) }) else { return nil }
        self.init(string: text, locale: Locale(identifier: "en_US_POSIX"))
    }

    /// As SQL writes it without needless zeros.
    var text: String { NSDecimalNumber(decimal: self).description(withLocale: Locale(identifier: "en_US_POSIX")) }

    /// Cut, or rounded up, to 4 decimals.
    func rounded(_ mode: NSDecimalNumber.RoundingMode) -> Decimal {
        var (value, result) = (self, Decimal())
        NSDecimalRound(&result, &value, 4, mode)
        return result
    }
}
