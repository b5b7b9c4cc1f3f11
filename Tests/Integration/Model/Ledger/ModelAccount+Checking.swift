import Foundation

/// What arguments have to be, and what keys are for.
extension ModelAccount {
    private static let sources: Set = [
        "signup_bonus", "purchase", "subscription", "monthly_refresh", "promotion", "refund", "compensation",
        "adjustment",
    ]

    /// An amount of credits, or nil when none is given.
    static func amount(_ text: String?, field: String = "amount") throws(Refusal) -> Decimal? {
        guard let text else { return nil }
        guard
            let value = Decimal(exactly: text), value > 0, value <= Decimal(sign: .plus, exponent: 13, significand: 1),
            value == value.rounded(.down)
        else { throw .argument(field) }
        return value
    }

    /// An amount that has to be given.
    static func required(_ text: String?) throws(Refusal) -> Decimal {
        guard let value = try amount(text) else { throw .argument("amount") }
        return value
    }

    /// Refuses a key that isn't one.
    static func check(key: String?) throws(Refusal) {
        if let key, !(1...200).contains(key.count) { throw .argument("idempotency_key") }
    }

    /// Refuses whatever of a grant can't be read.
    static func check(source: String) throws(Refusal) {
        if !sources.contains(source) { throw .argument("source") }
    }

    /// Refuses whatever of a reservation can't be read; a batch finds the same faults.
    static func check(jobType: String, seconds: Int) throws(Refusal) {
        if !jobType.allSatisfy({ $0.isLowercase || $0 == "_" }) { throw .argument("job_type") }
        if !(1...86_400).contains(seconds) { throw .argument("ttl") }
    }

    /// Refuses a policy that isn't one.
    static func check(overage: String) throws(Refusal) {
        if !["reject", "available", "debt"].contains(overage) { throw .argument("overage") }
    }

    /// The first reply to a keyed request; nil when there was none.
    func firstReply(_ operation: String, key: String?, fingerprint: String) throws(Refusal) -> Reply? {
        guard let key, let first = keys["\(operation) \(key)"] else { return nil }
        if first.fingerprint != fingerprint { throw Refusal(code: "TH409") }
        return first.reply
    }

    /// Keeps the first reply to a keyed request.
    mutating func keep(_ reply: Reply, _ operation: String, key: String?, fingerprint: String) {
        if let key { keys["\(operation) \(key)"] = KeyedReply(fingerprint: fingerprint, reply: reply) }
    }

    /// A request's arguments, told apart from others.
    static func fingerprint(_ arguments: String?...) -> String {
        arguments.map { $0 ?? "-" }.joined(separator: "|")
    }
}
